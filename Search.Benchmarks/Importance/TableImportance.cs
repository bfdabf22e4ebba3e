using HyperSearch;

namespace Search.Benchmarks;

/// <summary>What is exactly so of a complete table, and what trials alone say by the same formulas.</summary>
/// <remarks>Plain counts and means: no kernels, no model, nothing of what is measured.</remarks>
internal static class TableImportance
{
    // γ', as StudyInsight has it.
    private const double GoodShare = 0.2;

    /// <summary>All configurations of a table with their losses; one without a score has the worst.</summary>
    public static (Point Point, double Loss)[] Whole(QualityProblem problem)
    {
        var space = problem.Space;
        var levels = new int[space.Count];
        var rows = new List<(Point, double)>();
        for (var k = 0; k >= 0;)
        {
            var point = new Point([.. levels.Select((level, i) => space[i].CodeOfLevel(level))]);
            var value = problem.Value(point);
            rows.Add((point, double.IsNaN(value) ? double.PositiveInfinity : problem.Goal.Loss(value)));
            for (k = space.Count - 1; k >= 0 && ++levels[k] == space[k].Levels; k--)
                levels[k] = 0;
        }
        return [.. rows];
    }

    /// <summary>Of each parameter, Pearson's divergence of the best fifth from all, Σ p (p'/p − 1)².</summary>
    public static double[] PedAnova(SearchSpace space, (Point Point, double Loss)[] rows)
    {
        var best = rows.OrderBy(row => row.Loss).Take((int)Math.Ceiling(GoodShare * rows.Length)).ToArray();
        return [.. Enumerable.Range(0, space.Count).Select(i =>
        {
            var (all, good) = (Shares(rows, i), Shares(best, i));
            return all.Sum(one => one.Value * Math.Pow(good.GetValueOrDefault(one.Key) / one.Value - 1, 2));
        })];
    }

    /// <summary>Of each parameter its share of the variance of the ranks, and half of those of its pairs beyond what the two have alone.</summary>
    public static double[] Fanova(SearchSpace space, (Point Point, double Loss)[] rows)
    {
        var ranks = new Dictionary<Point, double>();
        foreach (var (rank, row) in rows.OrderBy(row => row.Loss).Index())
            ranks.Add(row.Point, rank - (rows.Length - 1) / 2.0);
        var single = Enumerable.Range(0, space.Count).Select(i => Variance(point => (point[i], 0))).ToArray();
        var shares = (double[])single.Clone();
        for (var i = 0; i < space.Count; i++)
        {
            for (var j = i + 1; j < space.Count; j++)
            {
                var together = Variance(point => (point[i], point[j])) - single[i] - single[j];
                shares[i] += together / 2;
                shares[j] += together / 2;
            }
        }
        return shares;

        double Variance(Func<Point, (double, double)> cell) =>
            ranks.GroupBy(one => cell(one.Key), one => one.Value).Sum(group => group.Count() * Math.Pow(group.Average(), 2)) / ranks.Count;
    }

    private static Dictionary<double, double> Shares((Point Point, double Loss)[] rows, int parameter) =>
        rows.GroupBy(row => row.Point[parameter]).ToDictionary(group => group.Key, group => group.Count() / (double)rows.Length);
}
