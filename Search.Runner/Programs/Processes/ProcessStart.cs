namespace HyperSearch.Runner;

/// <summary>What is to be started, and within which limits.</summary>
/// <param name="Program">The path of the program.</param>
/// <param name="Words">Its arguments.</param>
/// <param name="Environment">All variables that it gets.</param>
/// <param name="Folder">The folder of the trial, which goes when this process dies.</param>
internal sealed record ProcessStart(string Program, IReadOnlyList<string> Words, IReadOnlyDictionary<string, string> Environment, string Folder)
{
    /// <summary>The processors that it may use, by number; empty for all.</summary>
    public IReadOnlyList<int> Cores { get; init; } = [];

    /// <summary>The most bytes of memory; null for no limit.</summary>
    public long? Memory { get; init; }

    /// <summary>The most processor time of each of its processes; null for no limit.</summary>
    public TimeSpan? CpuTime { get; init; }
}
