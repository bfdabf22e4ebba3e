namespace HyperSearch.Runner;

/// <summary>Within which limits programs run as trials, and where their results are.</summary>
internal sealed record ProgramLimits
{
    /// <summary>How long a program may take to end after it was asked to (SIGTERM), before it is killed.</summary>
    public TimeSpan Grace { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The most bytes of memory of a program; null for no limit. Where a control group can be made it holds for all its processes together, else for each.</summary>
    public long? Memory { get; init; }

    /// <summary>The most processor time of each process of a program; null for no limit.</summary>
    public TimeSpan? CpuTime { get; init; }

    /// <summary>The file in which a program leaves its result, JSON or CSV; null where its output has it.</summary>
    public string? ResultFile { get; init; }

    /// <summary>How many programs run at once in this process; each gets its part of the processors. At least 1.</summary>
    public int Workers { get; init; } = 1;

    /// <summary>
    /// The accelerators, one or a part of which each program gets by <c>CUDA_VISIBLE_DEVICES</c>; empty for those of this process's own
    /// variable.
    /// </summary>
    public IReadOnlyList<string> Devices { get; init; } = [];

    /// <summary>The most bytes of the files of a checkpoint.</summary>
    public long MostCheckpointBytes { get; init; } = 1L << 30;

    /// <summary>The most files that a trial leaves as its artifacts.</summary>
    public int MostArtifacts { get; init; } = 100;

    /// <summary>The most bytes of all artifacts of a trial.</summary>
    public long MostArtifactBytes { get; init; } = 4L << 30;
}
