namespace HyperSearch.Runner;

/// <summary>A trial and who holds it, or held it last.</summary>
/// <param name="Trial">The trial, with what it has reported.</param>
/// <param name="Worker">The worker; null where the trial waits.</param>
/// <param name="Identity">Who that is.</param>
/// <param name="HadOthers">Whether another caller of <c>ask</c> had it before and did not give it back, who may still tell of it.</param>
internal sealed record TrialHolder(Trial Trial, long? Worker, WorkerIdentity? Identity, bool HadOthers)
{
    /// <summary>What names this attempt; null where nobody holds the trial.</summary>
    public LeaseToken? Token => Worker is { } worker ? new(worker, Trial.Attempt) : null;
}
