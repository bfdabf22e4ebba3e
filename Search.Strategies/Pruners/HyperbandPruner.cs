using HyperSearch.Core;
using HyperSearch.Strategies;

namespace HyperSearch;

/// <summary>
/// Successive halving at several rates of early stopping side by side, for studies whose first steps may mislead. Li,
/// Jamieson et al.: "Hyperband", JMLR 18, 2018, algorithm 1; each bracket runs asynchronously.
/// </summary>
/// <remarks>A trial's number decides its bracket, in the proportions of the paper; it is compared within its bracket alone.</remarks>
public sealed class HyperbandPruner : IPromotingPruner
{
    private const double GoldenRatio = 0.618033988749894848;

    private readonly LadderCache _ladders;
    private readonly double[] _shares;

    /// <param name="mostSteps">R: how many steps a trial takes that is never stopped; 1 or more.</param>
    /// <param name="eta">η: the factor from one decision to the next; at least 2.</param>
    public HyperbandPruner(int mostSteps, int eta = 3)
    {
        Require.That(mostSteps >= 1, "1 <= mostSteps", mostSteps, nameof(mostSteps));
        Require.That(eta >= 2, "2 <= eta", eta, nameof(eta));
        var most = 0;
        while (PortableMath.Power(eta, most + 1) <= mostSteps)
            most++;
        _ladders = new(goal => [.. Enumerable.Range(0, most + 1).Select(s => new Ladder(1, eta, s, goal))], BracketOf);
        // Bracket s leaves out s decisions: n ∝ η^(s_max−s) / (s_max−s+1) trials, so that all brackets cost the same.
        var sizes = Enumerable.Range(0, most + 1).Select(s => Math.Ceiling((most + 1) * PortableMath.Power(eta, most - s) / (most - s + 1))).ToArray();
        _shares = [.. sizes.Select(size => size / sizes.Sum())];
    }

    /// <inheritdoc/>
    public bool ShouldStop(Trial trial, History history)
    {
        var bracket = BracketOf(trial.Number);
        return _ladders.Ask(history, (ladders, running) => ladders[bracket].ShouldStop(trial, running[bracket]));
    }

    /// <inheritdoc/>
    public IEnumerable<Trial> Promotable(History history) => _ladders.Ask<Trial[]>(history, (ladders, running) =>
    [
        // The bracket whose first result came first, and so on.
        .. Enumerable.Range(0, ladders.Length)
            .Where(bracket => ladders[bracket].FirstResult is not null)
            .OrderBy(bracket => ladders[bracket].FirstResult)
            .SelectMany(bracket => ladders[bracket].Promotable([.. running[bracket]])),
    ]);

    /// <summary>The bracket of a trial: 0 stops earliest. Any run of trials has them in nearly the same proportions.</summary>
    internal int BracketOf(int number)
    {
        var place = number * GoldenRatio % 1;
        for (var bracket = 0; bracket < _shares.Length - 1; bracket++)
        {
            if (place < _shares[bracket])
                return bracket;
            place -= _shares[bracket];
        }
        return _shares.Length - 1;
    }
}
