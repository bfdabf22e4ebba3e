namespace Search.Benchmarks;

/// <summary>
/// A portfolio for tasks that nothing is known of: one configuration after another, each that which lowers the best rank so far the most,
/// summed over the tasks. Wistuba, Schilling, Schmidt-Thieme: "Sequential Model-Free Hyperparameter Tuning", ICDM 2015, section IV.
/// </summary>
internal static class GreedyPortfolio
{
    /// <summary>Which configurations to try, first to last.</summary>
    /// <param name="losses">By task and configuration; ∞ where a training failed.</param>
    /// <param name="size">How many at most.</param>
    public static int[] Choose(double[][] losses, int size)
    {
        var ranks = losses.Select(Ranks).ToArray();
        var best = Array.ConvertAll(ranks, _ => 1.0);
        var chosen = new List<int>();
        while (chosen.Count < Math.Min(size, losses[0].Length))
        {
            var next = Enumerable.Range(0, losses[0].Length).Except(chosen).MinBy(i => ranks.Zip(best, (row, soFar) => Math.Min(row[i], soFar)).Sum());
            chosen.Add(next);
            best = [.. ranks.Zip(best, (row, soFar) => Math.Min(row[next], soFar))];
        }
        return [.. chosen];
    }

    // 0 for the best, 1 for the worst; equal ones share theirs.
    private static double[] Ranks(double[] losses) =>
        Array.ConvertAll(losses, loss => (losses.Count(other => other < loss) + (losses.Count(other => other == loss) - 1) / 2.0) / Math.Max(1, losses.Length - 1));
}
