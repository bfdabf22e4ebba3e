namespace HyperSearch.Runner;

/// <summary>
/// The knee of a Pareto front: the point that bulges farthest from the line, or the plane, through the front's ends towards what is best by
/// all goals. Beyond it, a little more of one goal costs much of another.
/// </summary>
/// <remarks>
/// Das, "On characterizing the 'knee' of the Pareto curve based on Normal-Boundary Intersection", Structural Optimization 18, 1999. Each
/// goal's losses are scaled to [0, 1] over the front. The ends are the best points by each goal; where they span no plane, one that cuts
/// all axes alike takes its place.
/// </remarks>
internal static class FrontKnee
{
    // Of the scaled losses: what is nearer to the plane lies in it.
    private const double LeastDistance = 1e-9;

    /// <summary>The place of the knee; null where no point lies before the plane.</summary>
    /// <param name="front">The losses of each point, lower being better; none dominates another.</param>
    public static int? Of(IReadOnlyList<double[]> front)
    {
        if (front.Count < 3)
            return null;
        var scaled = Scaled(front);
        if ((NormalOf(scaled) ?? EvenNormalOf(scaled)) is not { } normal)
            return null;
        var distances = scaled.Select(point => 1 - Dot(normal, point)).ToArray();
        var best = Enumerable.Range(0, front.Count).MaxBy(i => distances[i]);
        return distances[best] / Math.Sqrt(Dot(normal, normal)) > LeastDistance ? best : null;
    }

    private static double[][] Scaled(IReadOnlyList<double[]> front)
    {
        var goals = front[0].Length;
        var (low, high) = (new double[goals], new double[goals]);
        for (var i = 0; i < goals; i++)
            (low[i], high[i]) = (front.Min(point => point[i]), front.Max(point => point[i]));
        // Halved, since the difference of large numbers need not be finite.
        return [.. front.Select(point => point.Select((loss, i) => high[i] > low[i] ? (loss / 2 - low[i] / 2) / (high[i] / 2 - low[i] / 2) : 0).ToArray())];
    }

    // The normal n of the plane n·x = 1 through the ends, by elimination; null where they span none before which the best point lies.
    private static double[]? NormalOf(double[][] points)
    {
        var goals = points[0].Length;
        double[][] rows = [.. Enumerable.Range(0, goals).Select(goal => (double[])[.. points[EndOf(points, goal)], 1])];
        for (var column = 0; column < goals; column++)
        {
            var pivot = Enumerable.Range(column, goals - column).MaxBy(row => Math.Abs(rows[row][column]));
            if (Math.Abs(rows[pivot][column]) < LeastDistance)
                return null;
            (rows[column], rows[pivot]) = (rows[pivot], rows[column]);
            for (var row = 0; row < goals; row++)
            {
                if (row == column)
                    continue;
                var factor = rows[row][column] / rows[column][column];
                for (var i = column; i <= goals; i++)
                    rows[row][i] -= factor * rows[column][i];
            }
        }
        double[] normal = [.. Enumerable.Range(0, goals).Select(i => rows[i][goals] / rows[i][i])];
        return normal.Any(part => part < 0) ? null : normal;
    }

    // Of equal ones the better by the other goals together.
    private static int EndOf(double[][] points, int goal) => Enumerable.Range(0, points.Length).OrderBy(i => points[i][goal]).ThenBy(i => points[i].Sum()).First();

    // Cuts all axes alike, through the farthest end; null where all points are one.
    private static double[]? EvenNormalOf(double[][] points)
    {
        var farthest = Enumerable.Range(0, points[0].Length).Max(goal => points[EndOf(points, goal)].Sum());
        return farthest > 0 ? [.. points[0].Select(_ => 1 / farthest)] : null;
    }

    private static double Dot(double[] one, double[] other) => one.Zip(other).Sum(pair => pair.First * pair.Second);
}
