using System.Runtime.CompilerServices;

namespace HyperSearch.Strategies;

/// <summary>A search space as a surrogate model sees it: which codes there are, and which ones are next to each other.</summary>
internal sealed class SearchDomain
{
    /// <summary>A parameter with more values than this is treated as if it were continuous.</summary>
    public const int MostLevels = 64;

    // A number with more values than this is a range to search in; with fewer, each value is one of its own.
    private const int FewValues = 16;

    // The step to a neighbour along a continuous parameter: Hutter, Hoos, Leyton-Brown 2011, section 4.3.
    private const double NeighbourDeviation = 0.2;
    private const int ContinuousNeighbours = 4;

    // What one place may have of neighbours, and of codes in all of them: more would take seconds a proposal.
    private const int MostNeighbours = 1000, MostNeighbourCodes = 250_000;

    private static readonly ConditionalWeakTable<SearchSpace, SearchDomain> Domains = [];

    private readonly double[]?[] _levelCodes;

    private SearchDomain(SearchSpace space)
    {
        Space = space;
        _levelCodes = [.. space.Parameters.Select(parameter => parameter.Levels is { } levels && (levels <= MostLevels || parameter.IsCategorical)
            ? Enumerable.Range(0, levels).Select(parameter.CodeOfLevel).ToArray()
            : null)];
        HasContinuous = _levelCodes.Contains(null);
        HasRange = HasContinuous || Enumerable.Range(0, Count).Any(i => !IsCategorical(i) && _levelCodes[i]!.Length > FewValues);
        HasLevels = _levelCodes.Any(codes => codes is { Length: > 1 });
        foreach (var codes in _levelCodes)
            Size *= codes?.Length ?? double.PositiveInfinity;
    }

    /// <summary>The domain of a space, made once per space.</summary>
    public static SearchDomain Of(SearchSpace space) => Domains.GetValue(space, static s => new SearchDomain(s));

    public SearchSpace Space { get; }

    public int Count => _levelCodes.Length;

    /// <summary>Whether some parameter is continuous, or has too many values to tell apart.</summary>
    public bool HasContinuous { get; }

    /// <summary>Whether some parameter is continuous, or a number with more than a few values.</summary>
    public bool HasRange { get; }

    /// <summary>Whether some parameter has values to choose from.</summary>
    public bool HasLevels { get; }

    /// <summary>How many combinations of values there are; infinite where a parameter is continuous.</summary>
    public double Size { get; } = 1;

    /// <summary>Whether a trial may be at a complete point.</summary>
    public bool Allows(Point point) => Space.Allows(point);

    public bool IsCategorical(int parameter) => Space[parameter].IsCategorical;

    /// <summary>The codes of a parameter's values, lowest first; null where it is treated as continuous.</summary>
    public double[]? LevelCodes(int parameter) => _levelCodes[parameter];

    /// <summary>The value a code stands for, by its number; only where there are <see cref="LevelCodes"/>.</summary>
    public int LevelOf(int parameter, double code)
    {
        var codes = _levelCodes[parameter]!;
        if (IsCategorical(parameter))
            return (int)code;
        // Codes come from CodeOfLevel, so that for equal cells this first guess is right.
        var guess = (int)Math.Round(code * (codes.Length - 1));
        return codes[guess] == code ? guess : Space[parameter].LevelOf(code);
    }

    /// <summary>The point that a trial at these codes would have, up to the last digits of continuous values.</summary>
    /// <param name="codes">One code per parameter; snapped in place, none of them blanked.</param>
    public Point Complete(Span<double> codes)
    {
        for (var i = 0; i < codes.Length; i++)
        {
            codes[i] = _levelCodes[i] is { } levels
                ? levels[Space[i].LevelOf(codes[i])]
                : Math.Clamp(codes[i], 0, 1);
        }

        return Space.IsConditional ? Space.Complete(codes) : new Point(codes);
    }

    /// <summary>The point with a random code for each parameter that is inactive there.</summary>
    public Point ImputeInactive(Point point, ref RandomStream random) => new(ImputedCodes(point, ref random));

    /// <summary>The codes of that point, to be changed.</summary>
    public double[] ImputedCodes(Point point, ref RandomStream random)
    {
        var codes = point.Codes.ToArray();
        for (var i = 0; i < codes.Length; i++)
        {
            if (double.IsNaN(codes[i]))
                codes[i] = Draw(i, ref random);
        }

        return codes;
    }

    /// <summary>A uniform code of one parameter.</summary>
    public double Draw(int parameter, ref RandomStream random) =>
        _levelCodes[parameter] is not { } levels ? random.NextDouble()
        : IsCategorical(parameter) ? random.NextInt(levels.Length)
        : levels[Space[parameter].LevelOf(random.NextDouble())];

    /// <summary>Uniform codes of all parameters.</summary>
    public double[] Draw(ref RandomStream random)
    {
        var codes = new double[Count];
        for (var i = 0; i < codes.Length; i++)
            codes[i] = Draw(i, ref random);
        return codes;
    }

    /// <summary>
    /// The codes that differ from <paramref name="codes"/> in one active parameter: by one level, or by any option, or along a
    /// continuous parameter by a few normal steps. Of a choice with more than <see cref="MostLevels"/> options so many are drawn;
    /// of the parameters of a large space so many that there are a thousand neighbours, or fewer where each is long.
    /// </summary>
    public void AddNeighbours(double[] codes, Point point, List<double[]> neighbours, ref RandomStream random)
    {
        foreach (var i in VariedParameters(point, ref random))
        {
            if (_levelCodes[i] is not { } levels)
            {
                for (var k = 0; k < ContinuousNeighbours; k++)
                    neighbours.Add(Replace(codes, i, Math.Clamp(codes[i] + NeighbourDeviation * random.NextNormal(), 0, 1)));
                continue;
            }
            var level = LevelOf(i, codes[i]);
            if (levels.Length > MostLevels)
            {
                for (var k = 0; k < MostLevels; k++)
                {
                    if (random.NextInt(levels.Length) is var option && option != level)
                        neighbours.Add(Replace(codes, i, levels[option]));
                }

                continue;
            }
            for (var other = 0; other < levels.Length; other++)
            {
                if (other != level && (IsCategorical(i) || Math.Abs(other - level) == 1))
                    neighbours.Add(Replace(codes, i, levels[other]));
            }
        }
    }

    // The active parameters; some of them at random where all have too many neighbours.
    private IEnumerable<int> VariedParameters(Point point, ref RandomStream random)
    {
        int[] active = [.. Enumerable.Range(0, Count).Where(point.IsActive)];
        var left = Math.Min(MostNeighbours, MostNeighbourCodes / Math.Max(1, Count));
        if (active.Sum(NeighboursAlong) <= left)
            return active;
        var chosen = 0;
        while (chosen < active.Length && left > 0)
        {
            var other = chosen + random.NextInt(active.Length - chosen);
            (active[chosen], active[other]) = (active[other], active[chosen]);
            left -= NeighboursAlong(active[chosen++]);
        }
        return active.Take(chosen);
    }

    private int NeighboursAlong(int parameter) => _levelCodes[parameter] is not { } levels ? ContinuousNeighbours
        : IsCategorical(parameter) ? Math.Min(levels.Length - 1, MostLevels)
        : Math.Min(levels.Length - 1, 2);

    private static double[] Replace(double[] codes, int index, double code)
    {
        var copy = (double[])codes.Clone();
        copy[index] = code;
        return copy;
    }
}
