using System.Globalization;
using HyperSearch;
using HyperSearch.Runner;
using HyperSearch.Training;

namespace Search.Benchmarks;

/// <summary>
/// <c>pruning [--data FOLDER] [--seeds 5] [--csv FILE]</c>: what each pruner saves, and loses, of the study
/// <c>studies/mnist-log-uniform.cs</c>: 100 random trials of 50 epochs on 500 images. Those that promote are measured also
/// without checkpoints, so that what they stop stays stopped.
/// </summary>
internal static class PruningCommand
{
    private static readonly (string Name, IPruner? Pruner)[] Pruners =
    [
        ("none", null),
        ("SuccessiveHalving()", new SuccessiveHalvingPruner()),
        ("SuccessiveHalving(5, 2)", new SuccessiveHalvingPruner(r: 5, eta: 2)),
        ("SuccessiveHalving(1, 3)", new SuccessiveHalvingPruner(r: 1, eta: 3)),
        ("Hyperband(50)", new HyperbandPruner(mostSteps: 50)),
        ("Median", new MedianPruner()),
    ];

    public static int Run(string[] args)
    {
        string Option(string name, string otherwise) => Array.IndexOf(args, name) is >= 0 and var at && at + 1 < args.Length ? args[at + 1] : otherwise;
        var (train, validation, _) = Dataset.Open(Option("--data", "digits"), count: 500).Split(validation: 0.2, test: 0, seed: 0);
        var seeds = int.Parse(Option("--seeds", "5"), CultureInfo.InvariantCulture);
        var lines = new List<string> { "pruner,seed,epochs,best,pruned,promoted" };
        Console.WriteLine($"{"pruner",-34} {"epochs",8} {"±",6} {"best",8} {"±",6} {"behind",8} {"most",8} {"promoted",8}   means over {seeds} seeds, and standard deviations; behind the best score without pruning, and the most behind");
        var unpruned = new double[seeds];
        foreach (var (name, pruner, promotes) in Pruners.SelectMany(Ways))
        {
            var runs = Enumerable.Range(0, seeds).Select(seed => RunAsync(pruner, promotes, (ulong)seed, train, validation).GetAwaiter().GetResult()).ToArray();
            if (pruner is null)
                unpruned = [.. runs.Select(run => run.Best)];
            var behind = unpruned.Zip(runs, (best, run) => best - run.Best).ToArray();
            Console.WriteLine($"{name,-34} {runs.Average(run => run.Epochs),8:F0} {Deviation(runs.Select(run => (double)run.Epochs)),6:F0} {runs.Average(run => run.Best),8:F3} {Deviation(runs.Select(run => run.Best)),6:F3} {behind.Average(),8:F3} {behind.Max(),8:F3} {runs.Average(run => run.Promoted),8:F1}");
            lines.AddRange(runs.Select((run, seed) => string.Create(CultureInfo.InvariantCulture, $"\"{name}\",{seed},{run.Epochs},{run.Best:R},{run.Pruned},{run.Promoted}")));
        }
        if (Option("--csv", "") is { Length: > 0 } file)
            File.WriteAllLines(file, lines);
        return 0;
    }

    private static IEnumerable<(string Name, IPruner? Pruner, bool Promotes)> Ways((string Name, IPruner? Pruner) one) => one.Pruner is IPromotingPruner
        ? [(one.Name, one.Pruner, false), (one.Name + ", promoting", one.Pruner, true)]
        : [(one.Name, one.Pruner, false)];

    private static double Deviation(IEnumerable<double> values)
    {
        var all = values.ToArray();
        return Math.Sqrt(all.Sum(value => Math.Pow(value - all.Average(), 2)) / Math.Max(1, all.Length - 1));
    }

    private static async Task<(int Epochs, double Best, int Pruned, int Promoted)> RunAsync(IPruner? pruner, bool promotes, ulong seed, Dataset train, Dataset validation)
    {
        var study = new Study<(double Rate, double Decay)>("pruning")
        {
            Goal = Goal.Maximize("validation accuracy"),
            Space = suggest => (suggest.LogUniform("lr", 1e-6, 1e-2), suggest.LogUniform("weight_decay", 1e-8, 1e-4)),
            Objective = (settings, trial, cancel) => Trainer.Train(
                new()
                {
                    Hidden = [100, 100, 100, 100, 100, 100],
                    Optimizer = Optimizer.Sgd(settings.Rate),
                    L2 = settings.Decay,
                    BatchSize = 100,
                    Epochs = 50,
                    Seed = trial.Seed,
                },
                train, validation, epoch => trial.Report(epoch.Epoch, epoch.ValidationAccuracy),
                new(trial.Checkpoint?.OpenRead(), trial.SaveCheckpoint), cancel).ValidationAccuracy,
            Strategy = new RandomSearch(),
            Pruner = pruner,
            Budget = new(Trials: 100),
            Seed = seed,
        };
        await using var store = new MemoryStudyStore();
        var space = study.TraceSpace();
        var record = await store.OpenAsync(new(study.Name, space, study.Goal, study.Seed));
        var folder = Directory.CreateTempSubdirectory();
        await new StudyRunner(study, space, record, new() { CheckpointFolder = promotes ? folder.FullName : null }).RunAsync();
        folder.Delete(recursive: true);
        var trials = await record.ReadAsync();
        return (trials.Sum(trial => trial.Measurements.Count),
            trials.Where(trial => trial.State == TrialState.Complete).Max(trial => trial.Value!.Value),
            trials.Count(trial => trial.State == TrialState.Pruned),
            trials.Count(trial => trial.PreviousResult is not null));
    }
}
