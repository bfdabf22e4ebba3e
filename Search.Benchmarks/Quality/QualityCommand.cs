using System.Globalization;
using HyperSearch;

namespace Search.Benchmarks;

/// <summary>
/// Scores strategies on complete tables, on classical functions, on those of BBOB, on problems of real searches and on such of several
/// goals and constraints: the regret after so many trials.
/// </summary>
/// <remarks>
/// With <c>--peers FILE</c> beside what other programs came to, as the file has it; with <c>--peer COMMAND</c> as well, such as
/// <c>"python3 Search.Benchmarks/peers/quality_optuna.py --samplers gp,nsga2"</c>, that program runs first and adds to the file what is missing.
/// With <c>--learn-from FOLDER</c> each strategy that learns from earlier studies runs a second time, as <c>NAME+earlier</c>, on the
/// tables that have a relative in that folder: see <see cref="EarlierSearches"/>.
/// </remarks>
internal static class QualityCommand
{
    public static int Run(string[] args)
    {
        var flags = new Flags(args);
        if (flags.Text("--stop") is not null)
            return StopQuality.Run(flags);
        if (flags.Text("--noisy") == "true")
            return NoiseQuality.Run(flags);
        var seeds = flags.Number("--seeds", 20);
        var play = new QualityRun(flags.Number("--trials", 100), flags.Number("--outstanding", 0),
            [.. flags.Text("--checkpoints", "25,50,100,200").Split(',').Select(n => int.Parse(n, CultureInfo.InvariantCulture))]);
        var strategies = Strategies.Named(flags.List("--strategies"));
        var problems = QualityProblems.Chosen(flags);
        var earlier = flags.Text("--learn-from") is not { } folder ? null
            : new EarlierSearches([.. QualityTables.ReadAll(folder)], isPermuted: flags.Text("--permute", "false") == "true");
        var isBbob = flags.Text("--bbob") is not null;
        var jobs = (from problem in problems
                    from strategy in strategies
                    from learns in earlier?.HasAny(problem) == true && strategy.Create().LearnsFromEarlierStudies ? [false, true] : new[] { false }
                    from seed in Enumerable.Range(0, seeds)
                    select (problem, strategy, learns, seed)).ToArray();
        var runs = new QualityOutcome[jobs.Length];
        Parallel.For(0, jobs.Length, new ParallelOptions { MaxDegreeOfParallelism = flags.Number("--threads", 1) }, i =>
        {
            var (problem, strategy, learns, seed) = jobs[i];
            runs[i] = new QualityOutcome(problem, learns ? strategy.Name + "+earlier" : strategy.Name, seed,
                play.Play(problem, strategy.Create(), seed, learns ? earlier!.Of(problem, seed) : []));
        });
        if (flags.Text("--peer") is { } peer)
            Measure(peer, flags, seeds, play);
        var peers = flags.Text("--peers") is { } peersFile ? ReadPeers(peersFile, problems, strategies) : [];
        QualityOutcome[] all = [.. runs.Concat(peers).OrderBy(run => Array.IndexOf(problems, run.Problem))];
        if (!isBbob)
            Print(all, earlier);
        else
            BbobSummary.Print(Console.Out, [.. all.SelectMany(run => run.Checkpoints.Select(checkpoint => new BbobScore(run.Problem.Name, run.Strategy, checkpoint.Trials, checkpoint.Regret)))], [.. peers.Select(run => run.Strategy).Distinct()]);
        if (flags.Text("--csv") is { } file)
            WriteCsv(file, runs);
        return 0;
    }

    private static void Print(QualityOutcome[] runs, EarlierSearches? earlier)
    {
        int[] checkpoints = [.. runs.SelectMany(run => run.Checkpoints).Select(checkpoint => checkpoint.Trials).Distinct().Order()];
        Console.WriteLine($"{"problem",-34} {"strategy",-22}" + string.Concat(checkpoints.Select(n => $"{n,22}")) + $"{"ms/proposal",14}");
        foreach (var group in runs.GroupBy(run => (run.Problem.Name, run.Strategy)))
            PrintRow(group.Key.Name, group.Key.Strategy, [.. group], checkpoints);
        var tables = runs.Where(run => run.Problem.IsTable).ToLookup(run => earlier?.HasAny(run.Problem) ?? true);
        PrintMeans(runs.Where(run => run.Problem.RegretOfFound is not null), "problems of goals", checkpoints);
        PrintMeans(tables[true], earlier is null ? "the tables" : "those with relatives", checkpoints);
        foreach (var name in tables[false].Select(run => run.Problem.Name).Distinct(StringComparer.Ordinal))
            Console.WriteLine($"{name} has no relative among the tables that are learnt from.");
    }

    // Means are of the same problems: a peer may not have been on all.
    private static void PrintMeans(IEnumerable<QualityOutcome> runs, string which, int[] checkpoints)
    {
        var problems = runs.GroupBy(run => run.Problem).ToArray();
        var strategies = problems.SelectMany(problem => problem).Select(run => run.Strategy).Distinct().Count();
        var shared = problems.Where(problem => problem.Select(run => run.Strategy).Distinct().Count() == strategies).ToArray();
        var name = shared.Length == problems.Length ? $"mean over {which}" : $"mean over {shared.Length} of {problems.Length}";
        foreach (var group in shared.SelectMany(problem => problem).GroupBy(run => run.Strategy))
            PrintRow(name, group.Key, [.. group], checkpoints);
    }

    private static void Measure(string peer, Flags flags, int seeds, QualityRun play)
    {
        var file = flags.Text("--peers") ?? throw new ArgumentException("`--peer COMMAND` needs `--peers FILE`, which its results are kept in.");
        new PeerProgram(peer).MeasureInto(file,
        [
            "--seeds", seeds.ToString(CultureInfo.InvariantCulture), "--checkpoints", string.Join(',', play.Checkpoints.Where(trials => trials <= play.Trials)),
            "--", .. QualityProblems.Words(flags),
        ]);
    }

    private static QualityOutcome[] ReadPeers(string file, QualityProblem[] problems, (string Name, Func<IStrategy> Create)[] strategies)
    {
        foreach (var versions in PeerResults.Versions(file))
            Console.WriteLine($"peers: {versions}");
        return PeerResults.Read(file, problems, [.. strategies.Select(strategy => strategy.Name)]);
    }

    private static void PrintRow(string problem, string strategy, QualityOutcome[] runs, int[] checkpoints)
    {
        var cells = checkpoints.Select(n => Cell([.. runs.SelectMany(run => run.Checkpoints).Where(c => c.Trials == n).Select(c => c.Regret)]));
        var milliseconds = runs.Select(run => run.Checkpoints is [.., var last] ? 1000 * last.Seconds / last.Trials : 0).Average();
        Console.WriteLine($"{problem,-34} {strategy,-22}" + string.Concat(cells.Select(cell => $"{cell,22}")) + $"{milliseconds,14:F3}");
    }

    /// <summary>A mean and its standard error.</summary>
    public static string Cell(double[] regrets)
    {
        if (regrets.Length == 0)
            return "";
        var spread = MeanAndSpread.Of(regrets);
        var (mean, error) = (spread.Mean, regrets.Length < 2 ? 0 : spread.StandardError);
        var format = mean is < 0.001 or >= 1000 ? "0.00E+0" : "0.0000";
        return mean.ToString(format, CultureInfo.InvariantCulture) + " ±" + error.ToString(format, CultureInfo.InvariantCulture);
    }

    private static void WriteCsv(string file, QualityOutcome[] runs)
    {
        using var writer = new StreamWriter(file);
        writer.WriteLine("problem,strategy,seed,trials,regret,seconds");
        foreach (var run in runs)
        {
            foreach (var (trials, regret, seconds) in run.Checkpoints)
                writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{run.Problem.Name},{run.Strategy},{run.Seed},{trials},{regret:R},{seconds:R}"));
        }
    }
}
