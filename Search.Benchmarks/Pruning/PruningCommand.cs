using System.Globalization;
using HyperSearch;
using HyperSearch.Training;

namespace Search.Benchmarks;

/// <summary>
/// <c>pruning [--data FOLDER] [--study first|architecture] [--seeds 5] [--csv FILE] [--curves FOLDER] [--strategy RandomSearch]
/// [--play yes|no] [--pruners A,B]</c>: what each pruner saves, and loses, of a study of <c>studies/</c> with 100 trials and one worker.
/// Random trials are trained once, and their curves are played to each pruner (kept in the folder, if one is given); another
/// strategy's trials depend on what was pruned, so each run trains its own, as it does with <c>--play no</c>. Pruners that promote are measured also without
/// checkpoints, so that what they stop stays stopped.
/// </summary>
internal static class PruningCommand
{
    private const double Tolerance = 0.01;

    private static readonly (string Name, IPruner? Pruner)[] Pruners =
    [
        ("none", null),
        ("Median", new MedianPruner()),
        ("Hyperband(50)", new HyperbandPruner(mostSteps: 50)),
        ("SuccessiveHalving()", new SuccessiveHalvingPruner()),
        ("SuccessiveHalving(5, 2)", new SuccessiveHalvingPruner(r: 5, eta: 2)),
        ("SuccessiveHalving(1, 3)", new SuccessiveHalvingPruner(r: 1, eta: 3)),
        ("FreezeThaw()", new FreezeThawPruner()),
        ("one epoch, best 1", new OneEpochTopK(1, TrainedStudy.Trials)),
        ("one epoch, best 5", new OneEpochTopK(5, TrainedStudy.Trials)),
        ("one epoch, best 10", new OneEpochTopK(10, TrainedStudy.Trials)),
        ("one epoch, best 20", new OneEpochTopK(20, TrainedStudy.Trials)),
    ];

    public static int Run(string[] args)
    {
        var flags = new Flags(args);
        var trained = TrainedStudy.Named(flags.Text("--study", "first"));
        var data = flags.Text("--data", "digits");
        var (train, validation, _) = Dataset.Open(data, trained.Images).Split(validation: 0.2, test: 0, seed: 0);
        var seeds = flags.Number("--seeds", 5);
        var name = flags.Text("--strategy", nameof(RandomSearch));
        var isRandom = name == nameof(RandomSearch);
        var plays = isRandom && flags.Text("--play", "yes") == "yes";
        var study = new PrunedStudy(trained, train, validation, () => isRandom ? new RandomSearch() : new AutoSearch());
        var curves = plays ? Enumerable.Range(0, seeds).Select(seed => LearningCurves.OfAsync(study, (ulong)seed, CurveFile(flags, trained, seed)).GetAwaiter().GetResult()).ToArray() : null;
        var chosen = flags.List("--pruners");
        var lines = new List<string> { "study,data,strategy,pruner,seed,epochs,epochs until within 0.01,best,behind,pruned,promoted" };
        var unpruned = Array.Empty<PruningRun>();
        Console.WriteLine($"""
            {trained.Name} on {data}, {train.Count} images to train on and {validation.Count} to validate, {TrainedStudy.Trials} trials of {trained.Epochs} epochs by {name}, {seeds} seeds: means ± standard deviations
            spent: all epochs, as a share of those of the study without pruning
            until: epochs of all trials until one ends with a score within {Tolerance} of the best without pruning; all where none does
            reached: seeds with such a trial. behind: the best score, behind the best without pruning

            {"pruner",-36} {"spent",7} {"±",5} {"until",7} {"±",5} {"reached",8} {"behind",8} {"most",7} {"promoted",9}
            """);
        foreach (var (pruner, implementation, promotes) in Pruners.SelectMany(Ways))
        {
            if (implementation is not null && chosen is not null && !chosen.Any(part => pruner.Contains(part, StringComparison.OrdinalIgnoreCase)))
                continue;
            var runs = Enumerable.Range(0, seeds).Select(seed => study.RunAsync(implementation, promotes, (ulong)seed, curves?[seed]).GetAwaiter().GetResult()).ToArray();
            if (implementation is null)
                unpruned = runs;
            var spent = runs.Zip(unpruned, (run, whole) => 100.0 * run.Epochs / whole.Epochs).ToArray();
            var until = runs.Zip(unpruned, (run, whole) => run.EpochsUntil(whole.Best - Tolerance - 1e-9)).ToArray();
            var shares = until.Zip(unpruned, (epochs, whole) => epochs is { } count ? 100.0 * count / whole.Epochs : 100).ToArray();
            var behind = runs.Zip(unpruned, (run, whole) => whole.Best - run.Best).ToArray();
            Console.WriteLine($"{pruner,-36} {spent.Average(),6:F1}% {Deviation(spent),5:F1} {shares.Average(),6:F1}% {Deviation(shares),5:F1} {until.Count(epochs => epochs is not null),5}/{seeds,-2} {behind.Average(),8:F4} {behind.Max(),7:F3} {runs.Average(run => run.Promoted),9:F1}");
            lines.AddRange(runs.Select((run, seed) => string.Create(CultureInfo.InvariantCulture, $"{trained.Name},{data},{name},\"{pruner}\",{seed},{run.Epochs},{until[seed]},{run.Best:R},{behind[seed]:R},{run.Pruned},{run.Promoted}")));
        }
        if (flags.Text("--csv") is { } file)
            File.WriteAllLines(file, lines);
        return 0;
    }

    private static IEnumerable<(string Name, IPruner? Pruner, bool Promotes)> Ways((string Name, IPruner? Pruner) one) => one.Pruner switch
    {
        OneEpochTopK => [(one.Name, one.Pruner, true)],
        IPromotingPruner => [(one.Name, one.Pruner, false), (one.Name + ", promoting", one.Pruner, true)],
        _ => [(one.Name, one.Pruner, false)],
    };

    private static string? CurveFile(Flags flags, TrainedStudy study, int seed)
    {
        if (flags.Text("--curves") is not { } folder)
            return null;
        Directory.CreateDirectory(folder);
        return Path.Combine(folder, $"{study.Name}-{Path.GetFileName(flags.Text("--data", "digits"))}-{seed}.csv");
    }

    private static double Deviation(IEnumerable<double> values)
    {
        var all = values.ToArray();
        return Math.Sqrt(all.Sum(value => Math.Pow(value - all.Average(), 2)) / Math.Max(1, all.Length - 1));
    }
}
