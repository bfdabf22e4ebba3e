namespace HyperSearch.Runner;

/// <summary>Trials of a study that somebody holds who is no process: who called <c>ask</c>, and will call <c>tell</c>.</summary>
/// <remarks>Such a worker holds one trial, and counts as dead when its lease has run out.</remarks>
internal interface ILeasedTrials
{
    /// <summary>Leaves the trials that this process has started to whoever it started them for, until their lease has run out.</summary>
    Task HandOverAsync();

    /// <summary>A trial as it stands, and who holds it; null where there is none of that number.</summary>
    Task<TrialHolder?> FindHolderAsync(int trial, CancellationToken cancel = default);

    /// <summary>From here on this process writes as another worker, whose trials stay its own when this process ends.</summary>
    void ActAs(long worker);

    /// <summary>Begins the lease of a trial anew.</summary>
    /// <returns>False where this worker no longer holds the trial, so that what was reported of it is discarded.</returns>
    Task<bool> RenewAsync(Trial trial);
}
