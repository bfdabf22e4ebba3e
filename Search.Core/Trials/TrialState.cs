namespace HyperSearch;

/// <summary>Where a trial stands. Complete, pruned and failed are final, unless the trial is promoted or a person requeues it.</summary>
public enum TrialState
{
    /// <summary>Has its number and its point, and waits for a worker: queued, or given back by an interrupted run.</summary>
    Waiting,

    /// <summary>A worker has it.</summary>
    Running,

    /// <summary>Finished with a value.</summary>
    Complete,

    /// <summary>Stopped early; its value is the last one reported.</summary>
    Pruned,

    /// <summary>Ended with an error and no value.</summary>
    Failed,
}
