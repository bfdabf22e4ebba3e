using HyperSearch.Core;

namespace HyperSearch.Dashboard;

/// <summary>A trial with what is on record of it beside.</summary>
/// <param name="Trial">The trial.</param>
/// <param name="Metrics">By name and step.</param>
/// <param name="Attempts">In order.</param>
internal sealed record FollowedTrial(Trial Trial, TrialMetric[] Metrics, TrialAttempt[] Attempts)
{
    /// <summary>Whether nothing has happened to it: of one that waits or runs. Of one that is finished nothing can.</summary>
    public bool IsAsBefore(FollowedTrial before) =>
        Trial.State == before.Trial.State && Trial.Attempt == before.Trial.Attempt && Trial.FinishOrder == before.Trial.FinishOrder
        && !HasReportedSince(before) && Attempts.AsSpan().SequenceEqual(before.Attempts);

    /// <summary>Whether its measurements or metrics are others.</summary>
    public bool HasReportedSince(FollowedTrial before) =>
        !Trial.Measurements.SequenceEqual(before.Trial.Measurements) || !Metrics.AsSpan().SequenceEqual(before.Metrics);
}
