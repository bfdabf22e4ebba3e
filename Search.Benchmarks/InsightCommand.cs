using System.Globalization;
using HyperSearch;
using HyperSearch.Core;
using HyperSearch.Runner;
using HyperSearch.Training;

namespace Search.Benchmarks;

/// <summary>
/// <c>insight [--data FOLDER] [--study first|architecture] [--trials 100] [--seeds 5] [--csv FILE]</c>: whether a study's sentences are true. It
/// runs the study, and trains again on fresh seeds what its insight speaks of: the default, each step of the ablation, and the default
/// with one parameter tuned.
/// </summary>
internal static class InsightCommand
{
    // Other seeds than those of the study's trials.
    private const ulong FirstSeed = 1_000_000;

    public static int Run(string[] args) => RunAsync(new(args)).GetAwaiter().GetResult();

    private static async Task<int> RunAsync(Flags flags)
    {
        var trained = TrainedStudy.Named(flags.Text("--study", "architecture"));
        var (train, validation, _) = Dataset.Open(flags.Text("--data", "digits"), trained.Images).Split(validation: 0.2, test: 0, seed: 0);
        var (space, study, trials) = await RunStudyAsync(trained, train, validation, flags.Number("--trials", TrainedStudy.Trials));
        var insight = StudyInsight.Of(study, trials);
        foreach (var sentence in insight.Sentences)
            Console.WriteLine(sentence);

        var rows = new List<string> { "what,expected,trained,standard_error" };
        var seeds = flags.Number("--seeds", 5);
        Console.WriteLine($"\n{"",-44} {"expected",9} {"trained",9} {"±",7}  (means of {seeds} trainings, and their standard errors)");
        var setting = Enumerable.Range(0, space.Count).ToDictionary(i => space[i].Name, i => space[i].ValueOf(space[i].IsCategorical ? 0 : 0.5), StringComparer.Ordinal);
        var origin = Train(setting);
        Add("the default", insight.Ablation[0].Value, origin);
        foreach (var gain in insight.Tunability.Where(gain => gain.Tuned is not null))
        {
            var tuned = new Dictionary<string, ParameterValue>(setting, StringComparer.Ordinal) { [gain.Parameter!] = gain.Tuned!.Value };
            Add($"the default with {gain.Parameter} = {gain.Tuned}", insight.Ablation[0].Value + gain.Gain, Train(tuned));
        }
        var (now, changes) = (new Dictionary<string, ParameterValue>(setting, StringComparer.Ordinal), insight.Ablation.Skip(1).ToArray());
        foreach (var (i, step) in changes.Index())
        {
            if (step.To is { } value)
                now[step.Parameter!] = value;
            // What a change brings with it follows it, with the same expectation.
            if (i + 1 == changes.Length || changes[i + 1].Value != step.Value)
                Add($"… then {step.Parameter}: {step.From} → {step.To}", step.Value, Train(now));
        }
        if (flags.Text("--csv") is { } csv)
            await File.WriteAllLinesAsync(csv, rows);
        return 0;

        double[] Train(Dictionary<string, ParameterValue> values)
        {
            var settings = trained.Space(new PointReader(space, space.Complete(values).Codes));
            return [.. Enumerable.Range(0, seeds).Select(seed => Score(trained, settings, FirstSeed + (ulong)seed, train, validation, null, default))];
        }

        void Add(string what, double expected, double[] scores)
        {
            var mean = scores.Average();
            var error = Math.Sqrt(scores.Sum(score => (score - mean) * (score - mean)) / Math.Max(1, scores.Length - 1) / scores.Length);
            Console.WriteLine($"{what,-44} {expected,9:F3} {mean,9:F3} {error,7:F3}");
            rows.Add(string.Create(CultureInfo.InvariantCulture, $"\"{what}\",{expected:R},{mean:R},{error:R}"));
        }
    }

    private static async Task<(SearchSpace Space, StudyDefinition Study, IReadOnlyList<Trial> Trials)> RunStudyAsync(TrainedStudy trained, Dataset train, Dataset validation, int trials)
    {
        var study = new Study<MlpSettings>(trained.Name)
        {
            Goal = Goal.Maximize("validation accuracy"),
            Space = trained.Space,
            Objective = (settings, trial, cancel) => Score(trained, settings, trial.Seed, train, validation, trial, cancel),
            Budget = new(trials),
        };
        await using var store = new MemoryStudyStore();
        var space = study.TraceSpace();
        var record = await store.OpenAsync(new(study.Name, space, study.Goal, study.Seed) { PlannedTrials = trials });
        await new StudyRunner(study, space, record, new() { Workers = Environment.ProcessorCount }).RunAsync();
        return (space, record.Study, await record.ReadAsync());
    }

    private static double Score(TrainedStudy trained, MlpSettings settings, ulong seed, Dataset train, Dataset validation, ITrial? trial, CancellationToken cancel) =>
        Trainer.Train(settings with { Epochs = trained.Epochs, Seed = seed }, train, validation, epoch => trial?.Report(epoch.Epoch, epoch.ValidationAccuracy) ?? true, cancel: cancel).ValidationAccuracy;
}
