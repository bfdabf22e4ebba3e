namespace HyperSearch.Strategies;

/// <summary>The product of the levels of all parameters.</summary>
/// <param name="space">The space.</param>
/// <param name="axes">The codes of the levels, rising, for each parameter.</param>
internal sealed class Grid(SearchSpace space, double[][] axes)
{
    private readonly List<Point> _points = [];
    private readonly HashSet<Point> _distinct = [];
    private IEnumerator<double[]>? _combinations;

    private double[][] Levels => axes;

    /// <summary>How many combinations there are; conditions may make some of them the same point.</summary>
    public double Size => axes.Aggregate(1.0, (product, axis) => product * axis.Length);

    /// <summary>The distinct points that are allowed; the last parameter runs fastest. They are made as they are asked for, and kept.</summary>
    public IEnumerable<Point> Points()
    {
        for (var i = 0; ; i++)
        {
            if (i == _points.Count && !MakeNext())
                yield break;
            yield return _points[i];
        }
    }

    /// <summary>
    /// The finer grid around a point of this one: each numeric parameter between its two neighbours, categorical ones as the
    /// point has them.
    /// </summary>
    public Grid Around(Point center)
    {
        var refined = new double[axes.Length][];
        for (var i = 0; i < axes.Length; i++)
            refined[i] = center.IsActive(i) ? Around(i, center[i]) : [axes[i][axes[i].Length / 2]];
        return new(space, refined);
    }

    /// <summary>Whether both grids have the same levels.</summary>
    public bool IsSame(Grid other) => axes.Zip(other.Levels).All(pair => pair.First.AsSpan().SequenceEqual(pair.Second));

    /// <summary>Each parameter with its number of levels, for messages.</summary>
    public override string ToString() => string.Join(" × ", axes.Select((axis, i) => $"{space[i].Name} {axis.Length}"));

    /// <summary>What the grid covers of each parameter.</summary>
    public IReadOnlyList<ParameterDefinition> Ranges() =>
        [.. axes.Select((axis, i) => Covered(space[i], axis))];

    private static ParameterDefinition Covered(Parameter parameter, double[] axis) => parameter.Definition.Options is null
        ? parameter.Between(axis[0], axis[^1])
        : parameter.Definition with { Options = [.. axis.Select(parameter.ValueOf)] };

    private double[] Around(int parameter, double code)
    {
        var axis = axes[parameter];
        if (space[parameter].IsCategorical || axis.Length == 1)
            return [code];
        var nearest = Enumerable.Range(0, axis.Length).MinBy(i => Math.Abs(axis[i] - code));
        var (from, to) = (Math.Max(nearest - 1, 0), Math.Min(nearest + 1, axis.Length - 1));
        // At least one level between two old ones.
        return GridAxis.Spread(space[parameter], Math.Max(axis.Length, 2 * (to - from) + 1), axis[from], axis[to]);
    }

    private bool MakeNext()
    {
        _combinations ??= Combinations().GetEnumerator();
        while (_combinations.MoveNext())
        {
            var point = space.Complete(_combinations.Current);
            if (!_distinct.Add(point) || !space.Allows(point))
                continue;
            _points.Add(point);
            return true;
        }
        return false;
    }

    private IEnumerable<double[]> Combinations()
    {
        var digits = new int[axes.Length];
        while (true)
        {
            yield return [.. digits.Select((digit, i) => axes[i][digit])];
            var last = axes.Length - 1;
            while (last >= 0 && ++digits[last] == axes[last].Length)
                digits[last--] = 0;
            if (last < 0)
                yield break;
        }
    }
}
