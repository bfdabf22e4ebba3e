using Search.Core;

namespace Search.Strategies;

/// <summary>
/// Asynchronous successive halving: at the steps r·ηˢ, r·ηˢ⁺¹, … a trial goes on only if it is among the best 1/η of all that
/// came so far. Li, Jamieson et al.: "A System for Massively Parallel Hyperparameter Tuning", MLSys 2020, algorithm 2, in
/// the variant that stops a trial rather than pausing it.
/// </summary>
/// <remarks>The best trial at a step always goes on, also where fewer than η trials came so far.</remarks>
public sealed class SuccessiveHalvingPruner : IPruner
{
    // Of the longest complete trial, where r is not given.
    private const int ShareOfLongest = 5;

    /// <param name="r">
    /// The step of the first decision: the least resource a trial is given. Null: a fifth of the steps of the longest complete
    /// trial so far; before there is one, no trial is stopped.
    /// </param>
    /// <param name="eta">η, the factor from one decision to the next, and of the trials that fall away; at least 2.</param>
    /// <param name="s">The early-stopping rate: how many of the first decisions are left out.</param>
    public SuccessiveHalvingPruner(int? r = null, int eta = 2, int s = 0)
    {
        if (r < 1 || eta < 2 || s < 0)
            throw new ArgumentException($"`1 <= r`, `2 <= eta` and `0 <= s` must hold, but r={r}, eta={eta}, s={s}.");
        (R, Eta, S) = (r, eta, s);
    }

    private int? R { get; }

    private int Eta { get; }

    private int S { get; }

    /// <inheritdoc/>
    public bool ShouldStop(Trial trial, History history) =>
        ShouldStop(trial, [.. history.Finished, .. history.Running], history.Goal);

    internal bool ShouldStop(Trial trial, IReadOnlyCollection<Trial> peers, Goal goal)
    {
        if ((R ?? Longest(peers) / ShareOfLongest) is not { } r || RungReachedBy(trial, Math.Max(r, 1)) is not { } rung)
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

    private static int? Longest(IEnumerable<Trial> peers) => peers
        .Where(peer => peer.State == TrialState.Complete && peer.Measurements.Count > 0)
        .Max(peer => (int?)peer.LastStep);

    // The step of the decision that the newest measurement has reached; null where it has reached none that was not decided.
    private int? RungReachedBy(Trial trial, int r)
    {
        var before = trial.Measurements.Count > 1 ? trial.Measurements[^2].Step : int.MinValue;
        var rung = r * Math.Pow(Eta, S);
        if (rung > trial.LastStep)
            return null;
        while (rung * Eta <= trial.LastStep)
            rung *= Eta;
        return rung > before ? (int)rung : null;
    }
}
