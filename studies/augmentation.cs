#:package HyperSearch@0.2.0
#:package HyperSearch.Training@0.2.0
#:property PublishAot=false

using HyperSearch;
using HyperSearch.Training;

// More images from few: each of 300 is turned, moved, mirrored or made noisy anew whenever it is used. What helps must leave
// a digit what it is; a mirrored one is another, or none. A net 784-100-10, 100 epochs, five first weights each.

var data = new StudyOption("data", "digits (drawn by the program), or a folder with the four MNIST files.", "digits") { MayChange = true };
var sets = new Lazy<(Dataset Train, Dataset Validation)>(() => (Dataset.Open(data.Value, count: 300), Dataset.OpenTest(data.Value, count: 1000)));

var study = new Study<Settings>("augmentation")
{
    Description = "300 images turned, moved, mirrored or made noisy: what helps, and what harms",
    Goal = Goal.Maximize("validation accuracy"),
    Prepare = () => _ = sets.Value,
    Space = Settings.From,
    Objective = Train,
    Strategy = new GridSearch(),
    Budget = new Budget(Trials: 5 * Settings.Changes.Count),
    Options = [data],
    Conclusion = Conclude,
};
return await StudyApp.RunAsync(study, args);

double Train(Settings settings, ITrial trial, CancellationToken cancel)
{
    var net = new MlpSettings
    {
        Hidden = [100],
        Optimizer = Optimizer.Adam(0.001),
        Augmentation = Settings.Changes[settings.Change],
        BatchSize = 50,
        Epochs = 100,
        Seed = (ulong)settings.FirstWeights,
    };
    return Trainer.Train(net, sets.Value.Train, sets.Value.Validation, epoch => trial.Report(epoch.Epoch, epoch.ValidationAccuracy, epoch.Curves), cancel)
        .ValidationAccuracy;
}

static string Conclude(IReadOnlyList<ScoredSettings<Settings>> trials)
{
    const string Reference = "nothing";
    var plain = trials.Where(trial => trial.Settings.Change == Reference).DistinctBy(trial => trial.Settings).ToDictionary(trial => trial.Settings.FirstWeights, trial => trial.Value);
    // The gain is that over the training with the same first weights.
    var rows = trials.GroupBy(trial => trial.Settings.Change).Select(group => (
        Change: group.Key,
        Training: group.Average(trial => trial.Metric("training accuracy") ?? double.NaN),
        Validation: MeanAndSpread.Of(group.Select(trial => trial.Value)),
        Gain: MeanAndSpread.Of(group.Where(trial => plain.ContainsKey(trial.Settings.FirstWeights)).Select(trial => trial.Value - plain[trial.Settings.FirstWeights])))).ToList();
    var lines = rows.Select(row => $"{row.Change,-26} {row.Training,8:0.000}  {row.Validation,-13}  {(row.Change == Reference ? "" : row.Gain)}").ToList();
    lines.Insert(0, $"{"change",-26} {"training",8}  {"validation",-13}  gain over nothing");

    // A mean beyond twice its standard error is told from none.
    bool IsCertain(MeanAndSpread gain) => Math.Abs(gain.Mean) > 2 * gain.StandardError;
    var others = rows.Where(row => row.Change != Reference).ToList();
    string Names(Func<MeanAndSpread, bool> which) => string.Join(", ", others.Where(row => which(row.Gain)).Select(row => $"{row.Change} ({row.Gain.Mean:+0.000;-0.000})")) is { Length: > 0 } names ? names : "nothing";
    lines.Add($"It helps: {Names(gain => IsCertain(gain) && gain.Mean > 0)}. It harms: {Names(gain => IsCertain(gain) && gain.Mean < 0)}. Not told from chance: {Names(gain => !IsCertain(gain))}.");
    if (others.FirstOrDefault(row => row.Change == "mirrored") is { Gain: { } mirrored })
        lines.Add(mirrored.Mean < 0 && IsCertain(mirrored) ? "Mirrored digits harm, as the course says: they are no digits." : "Otherwise than the course says, mirrored digits do not harm here.");
    return string.Join('\n', lines);
}

record Settings(string Change, int FirstWeights)
{
    public static readonly Dictionary<string, Augmentation?> Changes = new()
    {
        ["nothing"] = null,
        ["turned by up to 15°"] = new(Rotation: 15),
        ["moved by up to 2 pixels"] = new(Shift: 2),
        ["turned and moved"] = new(Rotation: 15, Shift: 2),
        ["mirrored"] = new(Flip: 0.5),
        ["noise of 0.1"] = new(Noise: 0.1),
    };

    public static Settings From(ISuggest suggest) => new(
        Change: suggest.Choice("change", [.. Changes.Keys]),
        FirstWeights: suggest.Ordinal("first_weights", 1, 2, 3, 4, 5));
}
