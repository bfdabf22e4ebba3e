namespace HyperSearch.Runner;

/// <summary>How a run ended, and what it did.</summary>
/// <param name="End">Why it ended.</param>
/// <param name="Finished">How many trials it finished.</param>
/// <param name="LastError">The error of the trial that failed last; null where none did.</param>
public sealed record RunOutcome(RunEnd End, int Finished, string? LastError)
{
    /// <summary>How many points the space has, where the run ended because all were tried; else null.</summary>
    public int? AllTried { get; init; }

    /// <summary>What a rule said that ended the study, as a clause: see <see cref="Stop.ReasonOf"/>; null where none did.</summary>
    public string? StopReason { get; init; }

    /// <summary>How long workers waited for the results of earlier trials, all together: the cost of a reproducible run.</summary>
    public TimeSpan WaitTime { get; init; }

    /// <summary>How many pruned trials keep a checkpoint, from which a longer run can promote them.</summary>
    public int KeptCheckpoints { get; init; }

    /// <summary>How many bytes these checkpoints are.</summary>
    public long KeptCheckpointBytes { get; init; }
}
