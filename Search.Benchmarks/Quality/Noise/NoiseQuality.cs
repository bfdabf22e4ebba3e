using System.Globalization;

namespace Search.Benchmarks;

/// <summary>
/// <c>quality --tables FOLDER --noisy true [--trials 100] [--confirm 40] [--top 8]</c>: the true regret of the winner at equal cost in runs,
/// as the maximum of a whole search, by its model's mean, and after a shorter search and a race of its finalists (<see cref="NoisyChoice"/>);
/// and whether the winner is the best of the finalists as often as the race says.
/// </summary>
internal static class NoiseQuality
{
    private static readonly double[] Bins = [0, 0.3, 0.5, 0.7, 0.8, 0.9, 0.95, 1];

    public static int Run(Flags flags)
    {
        var strategies = Strategies.Named(flags.List("--strategies") ?? ["AutoSearch"]);
        var (runs, confirm, top) = (flags.Number("--trials", 100), flags.Number("--confirm", 40), flags.Number("--top", 8));
        var tables = QualityProblems.Chosen(flags).Where(problem => problem.RunsOf is not null).Select(problem => new NoisyTable(problem)).ToArray();
        var jobs = (from table in tables
                    from strategy in strategies
                    from seed in Enumerable.Range(flags.Number("--first-seed", 0), flags.Number("--seeds", 30))
                    select (table, strategy, seed)).ToArray();
        var choices = new NoisyChoice[jobs.Length];
        Parallel.For(0, jobs.Length, new ParallelOptions { MaxDegreeOfParallelism = flags.Number("--threads", 1) },
            i => choices[i] = NoisyChoice.Of(jobs[i].table, jobs[i].strategy, jobs[i].seed, runs, confirm, top));

        Console.WriteLine($"{"table",-34} {"strategy",-22}{"maximum",18}{"model's mean",18}{"confirmed",18}{"runs of race",14}");
        foreach (var group in choices.GroupBy(choice => (choice.Table, choice.Strategy)))
            Print(group.Key.Table, group.Key.Strategy, [.. group]);
        foreach (var group in choices.GroupBy(choice => choice.Strategy))
            Print("mean over the tables", group.Key, [.. group]);
        foreach (var group in choices.GroupBy(choice => choice.Strategy))
            PrintCalibration(group.Key, [.. group]);
        if (flags.Text("--csv") is { } file)
        {
            File.WriteAllLines(file, [
                "table,strategy,maximum,model,confirmed,stated,best,runs",
                .. choices.Select(choice => string.Create(CultureInfo.InvariantCulture,
                    $"{choice.Table},{choice.Strategy},{choice.Maximum:R},{choice.Model:R},{choice.Confirmed:R},{choice.Stated:R},{(choice.IsBest ? 1 : 0)},{choice.Runs}")),
            ]);
        }
        return 0;
    }

    private static void Print(string table, string strategy, NoisyChoice[] choices) => Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
        $"{table,-34} {strategy,-22}{Mean(choices, choice => choice.Maximum),18}{Mean(choices, choice => choice.Model),18}{Mean(choices, choice => choice.Confirmed),18}{choices.Average(choice => choice.Runs),14:F1}"));

    private static string Mean(NoisyChoice[] choices, Func<NoisyChoice, double> regret) => QualityCommand.Cell([.. choices.Select(regret)]);

    private static void PrintCalibration(string strategy, NoisyChoice[] choices)
    {
        Console.WriteLine();
        Console.WriteLine($"{strategy}: how likely the winner was said to be the best, and how often it was");
        for (var i = 0; i + 1 < Bins.Length; i++)
        {
            var (low, high) = (Bins[i], Bins[i + 1]);
            NoisyChoice[] inside = [.. choices.Where(choice => choice.Stated >= low && (choice.Stated < high || high == 1))];
            if (inside.Length > 0)
                PrintStated(string.Create(CultureInfo.InvariantCulture, $"{low:F2} to {high:F2}"), inside);
        }
        PrintStated("all", choices);
    }

    private static void PrintStated(string which, NoisyChoice[] choices)
    {
        var (stated, actual) = (choices.Average(choice => choice.Stated), choices.Average(choice => choice.IsBest ? 1.0 : 0));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{which,-16}{choices.Length,6} searches: said {stated:F3}, were {actual:F3}, difference {stated - actual:+0.000;-0.000} ±{Math.Sqrt(actual * (1 - actual) / choices.Length):F3}"));
    }
}
