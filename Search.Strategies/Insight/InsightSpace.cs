namespace HyperSearch.Strategies;

/// <summary>A study's space as insight sees it: which parameters are active where, also without the study's code, and points spread evenly over it.</summary>
internal sealed class InsightSpace
{
    // How many trials tell when parameters are active.
    private const int MostForRules = 256;

    // Where the study forbids some, so many times as many places are looked at; fewer than these say nothing of the space.
    private const int MostLooks = 16, FewestPoints = 32;

    private readonly SearchDomain _domain;
    private readonly ActivityRule?[]? _rules; // null where the space itself tells

    /// <param name="space">The space.</param>
    /// <param name="trials">Trials that show which parameters are active where.</param>
    public InsightSpace(SearchSpace space, IReadOnlyList<Trial> trials)
    {
        (Space, _domain) = (space, SearchDomain.Of(space));
        IsConditional = space.IsConditional;
        if (space.IsConditional)
            return;
        var known = new Point[Math.Min(trials.Count, MostForRules)];
        for (var i = 0; i < known.Length; i++)
            known[i] = trials[(int)((long)i * trials.Count / known.Length)].Point;
        for (var i = 0; i < space.Count; i++)
        {
            if (IsAlwaysActive(known, i))
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

    /// <summary>The point that a trial at some codes would have, NaN where a parameter is inactive.</summary>
    /// <param name="codes">One code per parameter, none of them NaN.</param>
    public Point Complete(ReadOnlySpan<double> codes)
    {
        var point = Space.Complete(codes);
        if (_rules is null)
            return point;
        var read = point.Codes.ToArray();
        for (var i = 0; i < read.Length; i++)
        {
            if (_rules[i]?.Holds(read) == false)
                read[i] = double.NaN;
        }
        return new Point(read);
    }

    /// <summary>Codes that are spread evenly over the parameters' ranges, whatever is active there: of those that the study allows.</summary>
    /// <param name="count">How many, where nothing is forbidden.</param>
    /// <param name="seed">Turns the sequence.</param>
    /// <returns>[point](parameters), and the points that trials there would have.</returns>
    public (double[][] Codes, Point[] Points) Spread(int count, ulong seed)
    {
        var isAny = false;
        while (true)
        {
            var random = new RandomStream(seed, 0, StreamPurpose.Insight);
            var (all, points, taken) = (new double[count][], new Point[count], 0);
            for (var index = 0; taken < count && index < MostLooks * count; index++)
            {
                var codes = SobolSearch.CodesAt((uint)index, Space, seed, ref random);
                var point = Complete(codes);
                if (!isAny && !_domain.Allows(point))
                    continue;
                for (var i = 0; i < codes.Length; i++)
                    codes[i] = point.IsActive(i) ? point[i] : codes[i];
                (all[taken], points[taken++]) = (codes, point);
            }
            if (taken >= Math.Min(count, FewestPoints))
                return (all[..taken], points[..taken]);
            // Where hardly anything is allowed, what is forbidden counts too.
            isAny = true;
        }
    }

    private static bool IsAlwaysActive(Point[] points, int parameter)
    {
        foreach (var point in points)
        {
            if (!point.IsActive(parameter))
                return false;
        }
        return true;
    }
}
