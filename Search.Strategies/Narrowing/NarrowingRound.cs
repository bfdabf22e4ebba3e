using HyperSearch.Core;

namespace HyperSearch.Strategies;

/// <summary>Where one round looks.</summary>
internal sealed class NarrowingRound
{
    private readonly SearchSpace _declared;
    private readonly ParameterRange[] _ranges;

    private NarrowingRound(SearchSpace declared, int number, ParameterRange[] ranges, string reason)
    {
        (_declared, _ranges) = (declared, ranges);
        var definitions = ranges.Select((range, i) => range.DefinitionIn(declared[i])).ToArray();
        Space = number == 1 ? declared : declared.Narrow(definitions);
        Recorded = new(number, definitions, reason);
        LogVolume = ranges.Select((range, i) => PortableMath.Log(Math.Max(range.ShareOf(declared[i]), 1e-300))).Sum();
    }

    /// <summary>The space within this round's ranges.</summary>
    public SearchSpace Space { get; }

    /// <summary>The finished trials as they lie in that space: see <see cref="History.RestrictedTo"/>.</summary>
    public Dictionary<Trial, Trial?> RestrictedTrials { get; } = new(ReferenceEqualityComparer.Instance);

    /// <summary>The round as it is recorded.</summary>
    public SearchRound Recorded { get; }

    /// <summary>The logarithm of the share of the declared space.</summary>
    public double LogVolume { get; }

    public static NarrowingRound First(SearchSpace declared) =>
        new(declared, 1, [.. declared.Parameters.Select(ParameterRange.Full)], "the declared ranges");

    /// <summary>The round that follows from these results.</summary>
    public NarrowingRound Next(NarrowingRules rules, Observations observations)
    {
        if (!NarrowingRules.CanJudge(observations.Scored))
            return new(_declared, Recorded.Number + 1, _ranges, $"too few results to narrow: {observations.Scored}");
        var (ranking, elites) = (observations.Ranking(), rules.Elites(observations.Scored));
        var next = _ranges.Select((range, i) =>
            rules.Next(_declared[i], range, [.. ranking.Select(place => observations.Points[place][i])], elites)).ToArray();
        var reason = $"around the best {elites} of {observations.Count} trials"
            + Names(next, NarrowingMove.Narrowed, "narrowed") + Names(next, NarrowingMove.Widened, "moved or widened");
        return new(_declared, Recorded.Number + 1, [.. next.Select(one => one.Range)], reason);
    }

    private string Names((ParameterRange Range, NarrowingMove Move)[] moves, NarrowingMove which, string verb)
    {
        var names = moves.Index().Where(one => one.Item.Move == which).Select(one => _declared[one.Index].Name).ToArray();
        return names.Length > 0 ? $"; {verb} {string.Join(", ", names)}" : "";
    }
}
