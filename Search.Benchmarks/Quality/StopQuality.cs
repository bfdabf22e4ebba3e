using System.Globalization;
using HyperSearch;

namespace Search.Benchmarks;

/// <summary>
/// What <see cref="Stop"/><c>.WhenNotWorthIt</c> saves and costs: <c>quality --tables FOLDER --stop GAIN</c> plays <c>AutoSearch</c> to the
/// end of its budget, and notes where the rule would have ended it. Each problem's line has the trials it would have run, the share of
/// the budget saved, and by how much the regret there is above that at the end.
/// </summary>
internal static class StopQuality
{
    public static int Run(Flags flags)
    {
        var rule = new StopWhenNotWorthIt(double.Parse(flags.Text("--stop")!, CultureInfo.InvariantCulture));
        var (trials, firstSeed, seeds) = (flags.Number("--trials", 200), flags.Number("--first-seed", 0), flags.Number("--seeds", 20));
        var problems = QualityProblems.Chosen(flags);
        var jobs = (from problem in problems from seed in Enumerable.Range(firstSeed, seeds) select (problem, seed)).ToArray();
        var ends = new StopOutcome[jobs.Length];
        Parallel.For(0, jobs.Length, new ParallelOptions { MaxDegreeOfParallelism = flags.Number("--threads", 1) },
            i => ends[i] = Play(jobs[i].problem, jobs[i].seed, rule, trials));

        Console.WriteLine($"{"problem",-34}{"trials",10}{"saved",10}{"regret",12}{"at the end",12}{"cost",20}");
        foreach (var group in jobs.Zip(ends).GroupBy(pair => pair.First.problem))
            Print(group.Key.Name, [.. group.Select(pair => pair.Second)]);
        Print("mean", ends);
        return 0;
    }

    private static StopOutcome Play(QualityProblem problem, int seed, Stop rule, int trials)
    {
        int? stopped = null;
        var end = QualitySearch.Of(problem, new AutoSearch(), seed, trials, look: history =>
        {
            if (stopped is null && rule.ReasonOf(history, trials) is not null)
                stopped = history.Number;
        });
        return new(stopped ?? trials, 1 - (stopped ?? trials) / (double)trials, RegretAfter(stopped ?? trials), RegretAfter(trials));

        double RegretAfter(int results) =>
            new TrialRanking(problem.Goal).Best(end.FinishedAfter(Math.Min(results, end.Observed))) is { } best ? problem.Regret(problem.NoiseFree(best.Point)) : double.NaN;
    }

    private static void Print(string name, StopOutcome[] runs)
    {
        double[] costs = [.. runs.Select(run => run.Regret - run.AtEnd)];
        var cost = MeanAndSpread.Of(costs);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{name,-34}{runs.Average(run => run.Trials),10:F1}{runs.Average(run => run.Saved),10:P1}{runs.Average(run => run.Regret),12:F4}{runs.Average(run => run.AtEnd),12:F4}{cost.Mean,12:F4} ±{(costs.Length < 2 ? 0 : cost.StandardError):F4}"));
    }

    private readonly record struct StopOutcome(int Trials, double Saved, double Regret, double AtEnd);
}
