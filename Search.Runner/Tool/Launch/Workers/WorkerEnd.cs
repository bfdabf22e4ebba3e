namespace HyperSearch.Tool;

/// <summary>How a worker's command ended, in plain words.</summary>
internal static class WorkerEnd
{
    // A shell adds it to the number of the signal that ended a command.
    private const int Signal = 128;

    /// <param name="code">Its exit code; null where it is not known.</param>
    public static string Of(int? code) => code > Signal ? $"ended by signal {code - Signal}, code {code}" : $"ended with code {code}";
}
