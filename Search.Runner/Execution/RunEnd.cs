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
