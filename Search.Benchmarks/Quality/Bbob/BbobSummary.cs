namespace Search.Benchmarks;

/// <summary>What one run came to after so many trials.</summary>
internal readonly record struct BbobScore(string Problem, string Strategy, int Trials, double Regret);

/// <summary>Mean rank and geometric mean regret of the strategies, by dimension and number of trials.</summary>
internal static class BbobSummary
{
    // Below it, a function counts as solved.
    private const double Solved = 1e-8;

    public static void Print(IReadOnlyCollection<BbobScore> scores)
    {
        string[] strategies = [.. scores.Select(score => score.Strategy).Distinct()];
        Console.WriteLine($"{"dimension",-10} {"trials",6}" + string.Concat(strategies.Select(name => $"{name,32}")));
        Console.WriteLine($"{"",-10} {"",6}" + string.Concat(strategies.Select(_ => $"{"mean rank, geometric mean regret",32}")));
        foreach (var group in scores.GroupBy(score => (Dimension: score.Problem.Split('-')[1], score.Trials)).OrderBy(group => group.Key.Dimension.Length).ThenBy(group => group.Key.Dimension, StringComparer.Ordinal).ThenBy(group => group.Key.Trials))
        {
            var logs = LogRegrets([.. group], strategies);
            var cells = strategies.Select((_, s) => $"{logs.Average(row => Rank(row, s)),12:F2} {Math.Pow(10, logs.Average(row => row[s])),10:G3}");
            Console.WriteLine($"{group.Key.Dimension,-10} {group.Key.Trials,6}" + string.Concat(cells.Select(cell => $"{cell,32}")));
        }
    }

    // A row a problem: the mean decimal logarithm of the regret, by strategy.
    private static double[][] LogRegrets(BbobScore[] scores, string[] strategies) =>
    [
        .. scores.GroupBy(score => score.Problem).Select(problem => strategies
            .Select(strategy => problem.Where(score => score.Strategy == strategy).Average(score => Math.Log10(Math.Max(Solved, score.Regret)))).ToArray()),
    ];

    // Equal ones share their ranks.
    private static double Rank(double[] row, int strategy) => 1 + row.Count(other => other < row[strategy]) + (row.Count(other => other == row[strategy]) - 1) / 2.0;
}
