namespace HyperSearch.Runner;

/// <summary>The points of a small space that no trial of a history has, whatever became of it.</summary>
internal sealed class UntriedPoints
{
    private readonly HashSet<Point> _set;

    private UntriedPoints(IReadOnlyList<Point> points) => (Points, _set) = (points, [.. points]);

    /// <summary>Which they are, in the space's order.</summary>
    public IReadOnlyList<Point> Points { get; }

    /// <summary>
    /// Those of a history; null where its space has many points, or nothing but what is forbidden, or no parameters: such a study repeats
    /// one trial on purpose.
    /// </summary>
    public static UntriedPoints? Of(History history)
    {
        if (history.Space.Count == 0 || history.Space.Combinations is not { Count: > 0 } all)
            return null;
        if (history.Number == 0)
            return new(all);
        var known = all.ToHashSet();
        var tried = new HashSet<Point>();
        // A trial that was queued may have more values than it reads.
        foreach (var trial in history.Finished.Concat(history.Running))
            tried.Add(known.Contains(trial.Point) ? trial.Point : history.Space.Complete(trial.Point.Codes));
        return new([.. all.Where(point => !tried.Contains(point))]);
    }

    public bool Contains(Point point) => _set.Contains(point);

    /// <summary>The one that differs least from a point; one of them by chance where several do.</summary>
    /// <param name="point">A complete point.</param>
    /// <param name="random">The chance.</param>
    public Point Nearest(Point point, ref RandomStream random)
    {
        var (nearest, least, equal) = (Points[0], double.PositiveInfinity, 0);
        foreach (var candidate in Points)
        {
            var distance = Distance(candidate, point);
            equal = distance < least ? 1 : distance == least ? equal + 1 : equal;
            if (distance < least || (distance == least && random.NextInt(equal) == 0))
                (nearest, least) = (candidate, distance);
        }
        return nearest;
    }

    // An option that differs, or what one of them does not have, is as far as the two ends of a range.
    private static double Distance(Point one, Point other)
    {
        var sum = 0.0;
        for (var i = 0; i < one.Count; i++)
        {
            if (one.IsActive(i) != other.IsActive(i))
                sum += 1;
            else if (one.IsActive(i))
                sum += Math.Min(1, (one[i] - other[i]) * (one[i] - other[i]));
        }
        return sum;
    }
}
