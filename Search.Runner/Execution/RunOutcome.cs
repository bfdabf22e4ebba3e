namespace HyperSearch.Runner;

/// <summary>How a run ended.</summary>
public enum RunEnd
{
    /// <summary>Nothing is left to start: the budget is used up, or the strategy has no more proposals.</summary>
    Done,

    /// <summary>The wall time of the run is used up.</summary>
    OutOfTime,

    /// <summary>It was interrupted; the trials that ran are waiting.</summary>
    Interrupted,

    /// <summary>All of its first trials failed.</summary>
    AllFailed,

    /// <summary>More trials failed than the study's policy allows.</summary>
    TooManyFailures,
}

/// <summary>How a run ended, and what it did.</summary>
/// <param name="End">Why it ended.</param>
/// <param name="Finished">How many trials it finished.</param>
/// <param name="LastError">The error of the trial that failed last; null where none did.</param>
public sealed record RunOutcome(RunEnd End, int Finished, string? LastError)
{
    /// <summary>How long workers waited for the results of earlier trials, all together: the cost of a reproducible run.</summary>
    public TimeSpan Waited { get; init; }
}
