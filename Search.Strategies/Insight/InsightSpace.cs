namespace HyperSearch.Strategies;

/// <summary>A study's space as insight sees it: which parameters are active where, also without the study's code, and points spread evenly over it.</summary>
internal sealed class InsightSpace
{
    // How many trials tell when parameters are active.
    private const int MostForRules = 256;

    private readonly SearchDomain _domain;
    private readonly ActivityRule?[]? _rules; // null where the space itself tells

    /// <param name="space">The space.</param>
    /// <param name="points">Where trials were.</param>
    public InsightSpace(SearchSpace space, IReadOnlyList<Point> points)
    {
        (Space, _domain) = (space, SearchDomain.Of(space));
        IsConditional = space.IsConditional;
        if (space.IsConditional)
            return;
        Point[] known = [.. RankSample.Places(points.Count, 0, MostForRules).Select(place => points[place])];
        for (var i = 0; i < space.Count; i++)
        {
            if (Array.TrueForAll(known, point => point.IsActive(i)))
                continue;
            _rules ??= new ActivityRule?[space.Count];
            _rules[i] = ActivityRule.Of(space.Parameters, i, known);
            IsConditional = true;
        }
    }

    public SearchSpace Space { get; }

    public int Count => Space.Count;

    /// <summary>Whether some parameters are inactive at some points.</summary>
    public bool IsConditional { get; }

    /// <summary>The domain that models search in.</summary>
    public SearchDomain Domain => _domain;

    /// <summary>The codes of a setting; of a parameter that it does not name the middle, or the first option.</summary>
    /// <exception cref="SpaceException">A name is unknown, or a value is outside its parameter's bounds.</exception>
    public double[] CodesOf(Setting? setting)
    {
        var codes = Space.PointOf(setting ?? []).Codes.ToArray();
        for (var i = 0; i < codes.Length; i++)
        {
            if (double.IsNaN(codes[i]))
                codes[i] = _domain.IsCategorical(i) ? 0 : 0.5;
        }
        return codes;
    }

    /// <summary>The point at some codes, NaN where a parameter is inactive.</summary>
    /// <param name="codes">One code per parameter, none of them NaN.</param>
    public Point Complete(ReadOnlySpan<double> codes)
    {
        var snapped = codes.ToArray();
        var point = _domain.Complete(snapped);
        if (_rules is null)
            return point;
        for (var i = 0; i < snapped.Length; i++)
        {
            if (_rules[i]?.Holds(snapped) == false)
                snapped[i] = double.NaN;
        }
        return new Point(snapped);
    }

    /// <summary>Codes that are spread evenly over the parameters' ranges, whatever is active there: of those that the study allows.</summary>
    /// <param name="count">How many, where nothing is forbidden.</param>
    /// <param name="seed">Turns the sequence.</param>
    public (double[] Codes, Point Point)[] Spread(int count, ulong seed)
    {
        var random = new RandomStream(seed, 0, StreamPurpose.Insight);
        var spread = new List<(double[], Point)>(count);
        for (var index = 0; index < count; index++)
        {
            var codes = SobolSearch.CodesAt((uint)index, Space, seed, ref random);
            var point = Complete(codes);
            for (var i = 0; i < codes.Length; i++)
                codes[i] = point.IsActive(i) ? point[i] : codes[i];
            if (_domain.Allows(point))
                spread.Add((codes, point));
        }
        return [.. spread];
    }
}
