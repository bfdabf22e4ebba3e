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
    private readonly LadderCache _ladders;

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
        _ladders = new(goal => [new(R, Eta, S, goal)], _ => 0);
    }

    private int? R { get; }

    private int Eta { get; }

    private int S { get; }

    /// <inheritdoc/>
    public bool ShouldStop(Trial trial, History history) => _ladders.Ask(history, (ladders, running) => ladders[0].ShouldStop(trial, running[0]));

    /// <inheritdoc/>
    public IEnumerable<Trial> Promotable(History history) => _ladders.Ask<Trial[]>(history, (ladders, running) => [.. ladders[0].Promotable([.. running[0]])]);
}
