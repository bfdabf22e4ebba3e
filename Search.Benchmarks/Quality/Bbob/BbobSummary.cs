using System.Globalization;

namespace Search.Benchmarks;

/// <summary>What one run came to after so many trials.</summary>
internal readonly record struct BbobScore(string Problem, string Strategy, int Trials, double Regret);

/// <summary>Mean rank and geometric mean regret of the strategies, by dimension and number of trials, and beside those of peers.</summary>
internal static class BbobSummary
{
    // Below it, a function counts as solved.
    private const double Solved = 1e-8;

    /// <param name="output">Where to.</param>
    /// <param name="scores">Of all runs.</param>
    /// <param name="peers">Which of the strategies are another program's. A problem where one of them has no result is not counted.</param>
    public static void Print(TextWriter output, IReadOnlyCollection<BbobScore> scores, IReadOnlyCollection<string> peers)
    {
        string[] strategies = [.. scores.Select(score => score.Strategy).Distinct()];
        var groups = scores
            .GroupBy(score => (Dimension: score.Problem.Split('-')[1], score.Trials))
            .OrderBy(group => group.Key.Dimension.Length).ThenBy(group => group.Key.Dimension, StringComparer.Ordinal).ThenBy(group => group.Key.Trials)
            .Select(group => new Group(group.Key.Dimension, group.Key.Trials, group.GroupBy(score => score.Problem).Count(), LogRegrets(group, strategies)))
            .ToArray();
        PrintRanks(output, groups, strategies);
        if (peers.Count > 0)
            PrintAgainst(output, peers, groups, strategies);
    }

    private static void PrintRanks(TextWriter output, Group[] groups, string[] strategies)
    {
        output.WriteLine($"{"dimension",-10} {"trials",6} {"problems",12}" + string.Concat(strategies.Select(name => $"{name,34}")));
        output.WriteLine($"{"",-10} {"",6} {"",12}" + string.Concat(strategies.Select(_ => $"{"mean rank, geometric mean regret",34}")));
        foreach (var group in groups)
        {
            var cells = strategies.Select((_, s) => group.Rows.Length == 0 ? "" : $"{group.Rows.Average(row => Rank(row.Logs, s)),12:F2} {Math.Pow(10, group.Mean(s)),10:G3}");
            output.WriteLine($"{group.Dimension,-10} {group.Trials,6} {$"{group.Rows.Length} of {group.Problems}",12}" + string.Concat(cells.Select(cell => $"{cell,34}")));
        }
    }

    private static void PrintAgainst(TextWriter output, IReadOnlyCollection<string> peers, Group[] groups, string[] strategies)
    {
        int[] ours = [.. Enumerable.Range(0, strategies.Length).Where(s => !peers.Contains(strategies[s]))];
        int[] theirs = [.. Enumerable.Range(0, strategies.Length).Except(ours)];
        foreach (var s in ours)
        {
            output.WriteLine();
            output.WriteLine($"{strategies[s]} against the best peer");
            output.WriteLine($"{"dimension",-10} {"trials",6} {"geometric mean regret",22}   functions with more than twice the best peer's");
            foreach (var group in groups.Where(group => group.Rows.Length > 0))
            {
                var ratio = Math.Pow(10, group.Mean(s) - theirs.Min(group.Mean));
                output.WriteLine($"{group.Dimension,-10} {group.Trials,6} {$"{ratio.ToString("F2", CultureInfo.InvariantCulture)} times",22}   {Lost(group, s, theirs)}");
            }
        }
    }

    // The functions, over their instances, on which a strategy has more than twice the best peer's geometric mean.
    private static string Lost(Group group, int strategy, int[] peers)
    {
        var ratios = group.Rows.GroupBy(row => row.Problem.Split('-')[2])
            .Select(function => (Name: function.Key, Ratio: Math.Pow(10, function.Average(row => row.Logs[strategy]) - peers.Min(peer => function.Average(row => row.Logs[peer])))))
            .ToArray();
        var lost = ratios.Where(function => function.Ratio > 2).OrderBy(function => function.Name, StringComparer.Ordinal);
        return $"{lost.Count()} of {ratios.Length}: " + string.Join(", ", lost.Select(function => $"{function.Name} {function.Ratio.ToString("G3", CultureInfo.InvariantCulture)}"));
    }

    // A row a problem on which every strategy was: the mean decimal logarithm of the regret, by strategy.
    private static (string Problem, double[] Logs)[] LogRegrets(IEnumerable<BbobScore> scores, string[] strategies) =>
    [
        .. scores.GroupBy(score => score.Problem)
            .Where(problem => strategies.All(strategy => problem.Any(score => score.Strategy == strategy)))
            .Select(problem => (problem.Key, strategies.Select(strategy => problem.Where(score => score.Strategy == strategy).Average(score => Math.Log10(Math.Max(Solved, score.Regret)))).ToArray())),
    ];

    // Equal ones share their ranks.
    private static double Rank(double[] row, int strategy) => 1 + row.Count(other => other < row[strategy]) + (row.Count(other => other == row[strategy]) - 1) / 2.0;

    private sealed record Group(string Dimension, int Trials, int Problems, (string Problem, double[] Logs)[] Rows)
    {
        public double Mean(int strategy) => Rows.Average(row => row.Logs[strategy]);
    }
}
