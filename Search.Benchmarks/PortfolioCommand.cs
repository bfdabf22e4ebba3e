using System.Globalization;
using HyperSearch;
using HyperSearch.Core;
using HyperSearch.Training;

namespace Search.Benchmarks;

/// <summary>
/// <c>portfolio [--tasks 48] [--trials 80] [--size 20] [--threads 1] --csv FILE</c>: makes the portfolio that
/// <see cref="ShippedPortfolio"/> starts the searches of a trainer's settings with. Each of so many drawn tasks is searched at random; the
/// best of each, and the best without normalization, are trained on all tasks, and the portfolios are chosen among them: one for spaces
/// that have a normalization to choose, one for those that have not.
/// <c>portfolio --data FOLDER [--images 500] [--seeds 10]</c>: the best of the first 5 and 10 trials of it, and of a Sobol sequence.
/// </summary>
internal static class PortfolioCommand
{
    private const int EpochsOfTry = 10;

    public static int Run(string[] args)
    {
        var flags = new Flags(args);
        if (flags.Text("--data") is { } folder)
            Try(Dataset.Open(folder, count: flags.Number("--images", 500)), flags.Number("--seeds", 10), flags.Number("--threads", 1));
        else
            Make(flags, flags.Text("--csv") ?? throw new ArgumentException("`portfolio` needs `--csv FILE` for what it makes, or `--data FOLDER` to try it."));
        return 0;
    }

    private static void Make(Flags flags, string file)
    {
        var space = SearchSpace.Trace(PortfolioSettings.From);
        var (trials, threads) = (flags.Number("--trials", 80), flags.Number("--threads", 1));
        PortfolioTask[] tasks = [.. Enumerable.Range(0, flags.Number("--tasks", 48)).Select(PortfolioTask.Draw)];
        var candidates = new List<Point>();
        foreach (var (number, task) in tasks.Index())
        {
            var random = new RandomStream(3, number, StreamPurpose.Setup);
            Point[] drawn = [.. Enumerable.Range(0, trials).Select(_ => space.Complete(RandomSearch.Draw(space, ref random).Codes))];
            var scores = Scores(task, space, drawn, seed: 0, threads);
            var ordered = drawn.Zip(scores).OrderBy(pair => pair.Second).Select(pair => Rounded(space, pair.First)).ToArray();
            candidates.AddRange(new[] { ordered[0], ordered.First(point => IsPlain(space, point)) }.Distinct());
            Console.WriteLine($"{number,4} {task.Name,-70} best of {trials}: {scores.Min():F4}, median {ProposalsCommand.Median(scores):F4}");
        }

        // With another seed, or luck in its own task would speak for a candidate.
        var losses = tasks.Select(task => Scores(task, space, [.. candidates], seed: 1, threads)).ToArray();
        int[] all = [.. Enumerable.Range(0, candidates.Count)];
        File.WriteAllLines(file, [
            "# Made by `dotnet run -c Release --project Search.Benchmarks -- portfolio --csv FILE`: settings for the trainer, in the order in which to try them.",
            string.Join(',', space.Parameters.Select(parameter => parameter.Name).Prepend("for")),
            .. Lines("normalized", all),
            .. Lines("plain", [.. all.Where(i => IsPlain(space, candidates[i]))]),
        ]);

        IEnumerable<string> Lines(string spaces, int[] among) =>
            from i in GreedyPortfolio.Choose([.. losses.Select(row => among.Select(one => row[one]).ToArray())], flags.Number("--size", 20))
            let point = candidates[among[i]]
            select string.Join(',', space.Parameters.Select((parameter, k) => point.IsActive(k) ? parameter.ValueOf(point[k]).ToString() : "").Prepend(spaces));
    }

    private static bool IsPlain(SearchSpace space, Point point) => space.ValuesOf(point).Any(pair => pair is { Key: "normalization", Value.Text: "none" });

    private static double[] Scores(PortfolioTask task, SearchSpace space, Point[] points, ulong seed, int threads)
    {
        var scores = new double[points.Length];
        Parallel.For(0, points.Length, new ParallelOptions { MaxDegreeOfParallelism = threads }, i =>
            scores[i] = task.Score(PortfolioSettings.From(new PointReader(space, points[i].Codes)), seed));
        return scores;
    }

    // Two digits of each number, as a person would write it.
    private static Point Rounded(SearchSpace space, Point point) => space.Complete(space.ValuesOf(point).Select(pair => KeyValuePair.Create(pair.Key, Rounded(space[space.IndexOf(pair.Key)], pair.Value))));

    private static ParameterValue Rounded(HyperSearch.Parameter parameter, ParameterValue value) => parameter is FloatParameter range && value.Number is { } number
        ? ParameterValue.Of(Math.Clamp(double.Parse(number.ToString("G2", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture), range.Low, range.High))
        : value;

    private static void Try(Dataset data, int seeds, int threads)
    {
        var space = SearchSpace.Trace(PortfolioSettings.OfAStudy);
        var portfolio = ShippedPortfolio.For(space)!.Trials.Select(trial => space.Complete(trial.Values)).ToArray();
        Console.WriteLine($"{data.Count} images of {data.Name}, {EpochsOfTry} epochs, {seeds} seeds: the best validation accuracy of the first 5 and 10 trials");
        Print("portfolio", portfolio.Length, Enumerable.Range(0, seeds).Select(seed => Accuracies(data, seed, space, portfolio, threads)));
        Print("SobolSearch", portfolio.Length, Enumerable.Range(0, seeds).Select(seed => Accuracies(data, seed, space, SobolPoints(space, seed, portfolio.Length), threads)));
    }

    private static Point[] SobolPoints(SearchSpace space, int seed, int count)
    {
        var log = new HistoryLog(new StudyDefinition("portfolio", space, Goal.Maximize("accuracy"), (ulong)seed));
        var sobol = new SobolSearch();
        for (var number = 0; number < count; number++)
        {
            var history = log.Next();
            var random = history.ProposalStream();
            log.Add(sobol.Propose(history, ref random)!.ToTrial(space, number, observed: 0));
        }
        return [.. log.Next().Running.Select(trial => trial.Point)];
    }

    private static double[] Accuracies(Dataset data, int seed, SearchSpace space, Point[] points, int threads)
    {
        var (training, validation, _) = data.Split(validation: 0.2, test: 0, seed: (ulong)seed);
        var task = new PortfolioTask(data.Name, training, validation, Loss.SoftmaxCrossEntropy, EpochsOfTry);
        var scores = new double[points.Length];
        Parallel.For(0, points.Length, new ParallelOptions { MaxDegreeOfParallelism = threads }, i =>
            scores[i] = 1 - task.Score(PortfolioSettings.OfAStudy(new PointReader(space, points[i].Codes)), (ulong)(100 * seed + i)));
        return scores;
    }

    private static void Print(string name, int trials, IEnumerable<double[]> runs)
    {
        double[][] all = [.. runs];
        var cells = new[] { 1, 5, Math.Min(10, trials) }.Select(n => Cell(n, [.. all.Select(run => run.Take(n).Max())]));
        Console.WriteLine($"{name,-14}" + string.Concat(cells));
    }

    private static string Cell(int trials, double[] best)
    {
        var mean = best.Average();
        var error = Math.Sqrt(best.Sum(value => (value - mean) * (value - mean)) / Math.Max(1, best.Length - 1) / best.Length);
        return $"  {trials,3}: {mean.ToString("F4", CultureInfo.InvariantCulture)} ±{error.ToString("F4", CultureInfo.InvariantCulture)}";
    }
}
