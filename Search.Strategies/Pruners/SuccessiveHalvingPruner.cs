using HyperSearch.Core;
using HyperSearch.Strategies;

namespace HyperSearch;

/// <summary>
/// Asynchronous successive halving: at the steps r·ηˢ, r·ηˢ⁺¹, … a trial goes on only if it is among the best 1/η of all that
/// came so far. Li, Jamieson et al.: "A System for Massively Parallel Hyperparameter Tuning", MLSys 2020, algorithm 2.
/// </summary>
/// <remarks>
/// A trial that is among the best at once goes on at once, also where fewer than η trials came so far and it is the best of
/// them. One that was stopped is promoted when others have come that are worse, if it left a checkpoint.
/// </remarks>
public sealed class SuccessiveHalvingPruner : IPromotingPruner
{
    // Of the longest complete trial, where r is not given.
    private const int ShareOfLongest = 5;

    /// <param name="r">
    /// The step of the first decision, 1 or more: the least resource a trial is given. Null: a fifth of the steps of the longest complete
    /// trial so far; before there is one, no trial is stopped.
    /// </param>
    /// <param name="eta">η, the factor from one decision to the next, and of the trials that fall away; at least 2.</param>
    /// <param name="s">The early-stopping rate: how many of the first decisions are left out; 0 or more.</param>
    public SuccessiveHalvingPruner(int? r = null, int eta = 2, int s = 0)
    {
        R = Require.That(r is null or >= 1, "1 <= r", r, nameof(r));
        Eta = Require.That(eta >= 2, "2 <= eta", eta, nameof(eta));
        S = Require.That(s >= 0, "0 <= s", s, nameof(s));
    }

    private int? R { get; }

    private int Eta { get; }

    private int S { get; }

    /// <inheritdoc/>
    public bool ShouldStop(Trial trial, History history) =>
        ShouldStop(trial, [.. history.Finished, .. history.Running], history.Goal);

    internal bool ShouldStop(Trial trial, IReadOnlyCollection<Trial> peers, Goal goal)
    {
        if (FirstRung(peers) is not { } first || RungReachedBy(trial, first) is not { } rung)
            return false;
        var loss = trial.LossAt(rung, goal);
        var (reached, better) = (1, 0);
        foreach (var peer in peers)
        {
            if (peer.Number == trial.Number || peer.LossAt(rung, goal) is not { } other)
                continue;
            reached++;
            if (other < loss)
                better++;
        }
        return better >= Math.Max(1, reached / Eta);
    }

    /// <inheritdoc/>
    public IEnumerable<Trial> Promotable(History history) =>
        Promotable([.. history.Finished, .. history.Running], history.Goal);

    // Algorithm 2, get_job: from the highest rung down, those of its best 1/η that have not gone on.
    internal IEnumerable<Trial> Promotable(IReadOnlyCollection<Trial> peers, Goal goal)
    {
        if (FirstRung(peers) is not { } first)
            return [];
        return peers
            .Where(peer => peer.State == TrialState.Pruned && peer.Measurements.Count > 0)
            .Select(peer => RungAt(peer.LastStep, first)).OfType<int>()
            .Distinct().OrderDescending()
            .SelectMany(rung =>
            {
                // Of two with the same loss, the one that has gone on stands first.
                var reached = peers.Where(peer => peer.LossAt(rung, goal) is not null).ToArray();
                return reached
                    .OrderBy(peer => peer.LossAt(rung, goal)).ThenBy(IsStopped).ThenBy(peer => peer.Number)
                    .Take(reached.Length / Eta)
                    .Where(IsStopped);

                bool IsStopped(Trial peer) => peer.State == TrialState.Pruned && RungAt(peer.LastStep, first) == rung;
            });
    }

    // The step of the first decision, before any is left out.
    private int? FirstRung(IEnumerable<Trial> peers) => (R ?? Longest(peers) / ShareOfLongest) is { } r ? Math.Max(r, 1) : null;

    private static int? Longest(IEnumerable<Trial> peers) => peers
        .Where(peer => peer.State == TrialState.Complete && peer.Measurements.Count > 0)
        .Max(peer => (int?)peer.LastStep);

    // The step of the decision that the newest measurement has reached; null where it has reached none that was not decided.
    private int? RungReachedBy(Trial trial, int r)
    {
        var before = trial.Measurements.Count > 1 ? trial.Measurements[^2].Step : int.MinValue;
        return RungAt(trial.LastStep, r) is { } rung && rung > before ? rung : null;
    }

    // The last decision up to a step; null where there is none.
    private int? RungAt(int step, int r)
    {
        var rung = r * PortableMath.Power(Eta, S);
        if (rung > step)
            return null;
        while (rung * Eta <= step)
            rung *= Eta;
        return (int)rung;
    }
}
