using HyperSearch.Core;

namespace HyperSearch.Strategies;

/// <summary>
/// The hypervolume: how large the part of the space is that points dominate, up to a reference point. All are losses: lower is better.
/// </summary>
/// <remarks>
/// By sweeping for two and three goals. Above, each point in turn, the worst by the last goal first, adds what the later ones do not
/// dominate of its own box, a slice of one goal fewer: While, Bradstreet, Barone: "A Fast Way of Calculating Exact Hypervolumes",
/// IEEE Transactions on Evolutionary Computation 16(1), 2012, sections III and IV.
/// </remarks>
public static class Hypervolume
{
    /// <summary>The volume; 0 where no point is better than the reference by every goal.</summary>
    /// <param name="losses">The losses of each point by each goal, in any order; they may dominate each other.</param>
    /// <param name="reference">(goals): what is still worth something is lower.</param>
    /// <exception cref="ArgumentException">A point has not as many losses as the reference.</exception>
    public static double Of(IEnumerable<IReadOnlyList<double>> losses, IReadOnlyList<double> reference)
    {
        var inside = new List<double[]>();
        foreach (var point in losses)
        {
            if (point.Count != reference.Count)
                throw new ArgumentException($"The points and the reference must have as many losses, but these have {point.Count} and {reference.Count}.", nameof(losses));
            if (Enumerable.Range(0, point.Count).All(i => point[i] < reference[i]))
                inside.Add([.. point]);
        }
        return OfInside(inside, [.. reference], reference.Count);
    }

    // By the first goals alone; all points are better than the reference by these.
    private static double OfInside(List<double[]> points, double[] reference, int goals) => goals switch
    {
        _ when points.Count == 0 => 0,
        0 => 1,
        1 => reference[0] - points.Min(point => point[0]),
        2 => OfTwo(points, reference),
        3 => OfThree(points, reference),
        _ => Sliced(points, reference, goals),
    };

    private static double OfTwo(List<double[]> points, double[] reference)
    {
        var (volume, height) = (0.0, reference[1]);
        foreach (var point in Sorted(points, 0))
        {
            if (point[1] >= height)
                continue;
            volume += (reference[0] - point[0]) * (height - point[1]);
            height = point[1];
        }
        return volume;
    }

    // From the best by the third goal on: the area that is dominated so far, times the way to the next point.
    private static double OfThree(List<double[]> points, double[] reference)
    {
        var stairs = new List<double[]>(); // by the first goal, rising; so the second falls
        var sorted = Sorted(points, 2);
        var (volume, area) = (0.0, 0.0);
        for (var i = 0; i < sorted.Count; i++)
        {
            area += Add(stairs, sorted[i], reference);
            volume += area * ((i + 1 < sorted.Count ? sorted[i + 1][2] : reference[2]) - sorted[i][2]);
        }
        return volume;
    }

    // What a point adds to the area of the stairs.
    private static double Add(List<double[]> stairs, double[] point, double[] reference)
    {
        var at = 0;
        while (at < stairs.Count && stairs[at][0] <= point[0])
            at++;
        var height = at > 0 ? stairs[at - 1][1] : reference[1];
        if (point[1] >= height)
            return 0;
        var (added, left, end) = (0.0, point[0], at);
        for (; end < stairs.Count && stairs[end][1] >= point[1]; end++)
        {
            added += (stairs[end][0] - left) * (height - point[1]);
            (left, height) = (stairs[end][0], stairs[end][1]);
        }
        added += ((end < stairs.Count ? stairs[end][0] : reference[0]) - left) * (height - point[1]);
        stairs.RemoveRange(at, end - at);
        stairs.Insert(at, point);
        return added;
    }

    private static double Sliced(List<double[]> points, double[] reference, int goals)
    {
        var last = goals - 1;
        var sorted = Sorted(Front(points, goals), last);
        var volume = 0.0;
        for (var i = sorted.Count - 1; i >= 0; i--)
        {
            var point = sorted[i];
            var box = 1.0;
            for (var goal = 0; goal < last; goal++)
                box *= reference[goal] - point[goal];
            List<double[]> limited = [.. sorted.Take(i).Select(other => other.Zip(point, Math.Max).ToArray())];
            volume += (reference[last] - point[last]) * (box - OfInside(limited, reference, last));
        }
        return volume;
    }

    private static List<double[]> Front(List<double[]> points, int goals)
    {
        var front = new List<double[]>();
        foreach (var point in points)
        {
            if (front.Exists(other => IsAtLeastAsGood(other, point)))
                continue;
            front.RemoveAll(other => IsAtLeastAsGood(point, other));
            front.Add(point);
        }
        return front;

        bool IsAtLeastAsGood(double[] one, double[] other) => LossOrder.IsAtLeastAsGood(one.AsSpan(0, goals), other);
    }

    private static List<double[]> Sorted(List<double[]> points, int goal) => [.. points.OrderBy(point => point[goal])];
}
