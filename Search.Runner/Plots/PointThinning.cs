namespace HyperSearch.Runner;

/// <summary>Leaves out points of which there are too many to be told apart: of those in one cell of a grid, the best is kept.</summary>
internal static class PointThinning
{
    private const double FinestCell = 1, Coarser = 1.25;

    /// <summary>At most so many points, spread evenly over where there are any; all of them where these are no more.</summary>
    /// <param name="points">The points.</param>
    /// <param name="most">At least 1.</param>
    public static IReadOnlyList<TrialPoint> Thin(IReadOnlyList<TrialPoint> points, int most)
    {
        if (points.Count <= most)
            return points;
        var kept = points;
        for (var cell = FinestCell; kept.Count > most; cell *= Coarser)
            kept = [.. kept.GroupBy(point => (point.Mark, Math.Floor(point.X / cell), Math.Floor(point.Y / cell))).Select(Best)];
        return kept;
    }

    private static TrialPoint Best(IEnumerable<TrialPoint> cell) => cell.MinBy(point => point.Loss);
}
