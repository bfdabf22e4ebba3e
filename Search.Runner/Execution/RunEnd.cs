namespace HyperSearch;

/// <summary>How a run ended.</summary>
public enum RunEnd
{
    /// <summary>Nothing is left to start: the budget of trials is used up.</summary>
    Done,

    /// <summary>The strategy has no more to propose.</summary>
    NothingToPropose,

    /// <summary>The space has a few points only, and all of them were tried.</summary>
    AllTried,

    /// <summary>The study does not get better any more: see <see cref="StopWhenFlat"/>.</summary>
    Flat,

    /// <summary>Another rule of the study's has ended it: see <see cref="Stop"/>.</summary>
    Stopped,

    /// <summary>The time of the study over all runs is used up.</summary>
    OutOfTotalTime,

    /// <summary>The wall time of the run is used up.</summary>
    OutOfTime,

    /// <summary>It was interrupted; the trials that ran are waiting.</summary>
    Interrupted,

    /// <summary>All of its first trials failed.</summary>
    AllFailed,

    /// <summary>More trials failed than the study's policy allows.</summary>
    TooManyFailures,
}
