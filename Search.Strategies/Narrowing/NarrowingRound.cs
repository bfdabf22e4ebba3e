using HyperSearch.Core;

namespace HyperSearch.Strategies;

/// <summary>Where one round looks.</summary>
internal sealed class NarrowingRound
{
    private readonly SearchSpace _declared;
    private readonly Window[] _windows;

    private NarrowingRound(SearchSpace declared, int number, Window[] windows, string reason)
    {
        (_declared, _windows) = (declared, windows);
        var ranges = windows.Select((window, i) => window.RangeOf(declared[i])).ToArray();
        Space = number == 1 ? declared : declared.Narrow(ranges);
        Told = new(number, ranges, reason);
        LogVolume = windows.Select((window, i) => PortableMath.Log(Math.Max(window.ShareOf(declared[i]), 1e-300))).Sum();
    }

    /// <summary>The space within this round's ranges.</summary>
    public SearchSpace Space { get; }

    /// <summary>The finished trials as they lie in that space: see <see cref="History.RestrictedTo"/>.</summary>
    public Dictionary<Trial, Trial?> Located { get; } = new(ReferenceEqualityComparer.Instance);

    /// <summary>The round as it is recorded.</summary>
    public SearchRound Told { get; }

    /// <summary>The logarithm of the share of the declared space.</summary>
    public double LogVolume { get; }

    public static NarrowingRound First(SearchSpace declared) =>
        new(declared, 1, [.. declared.Parameters.Select(Window.Whole)], "the declared ranges");

    /// <summary>The round that follows from these results.</summary>
    public NarrowingRound Next(NarrowingRules rules, Observations seen)
    {
        if (seen.Scored < 2 * rules.FewestElites)
            return new(_declared, Told.Number + 1, _windows, $"too few results to narrow: {seen.Scored}");
        var (ranking, elites) = (seen.Ranking(), rules.Elites(seen.Scored));
        var next = _windows.Select((window, i) =>
            rules.Next(_declared[i], window, [.. ranking.Select(place => seen.Points[place][i])], elites)).ToArray();
        var reason = $"around the best {elites} of {seen.Count} trials"
            + Names(next, NarrowingMove.Narrowed, "narrowed") + Names(next, NarrowingMove.Widened, "moved or widened");
        return new(_declared, Told.Number + 1, [.. next.Select(one => one.Window)], reason);
    }

    private string Names((Window Window, NarrowingMove Move)[] moves, NarrowingMove which, string verb)
    {
        var names = moves.Index().Where(one => one.Item.Move == which).Select(one => _declared[one.Index].Name).ToArray();
        return names.Length > 0 ? $"; {verb} {string.Join(", ", names)}" : "";
    }
}
