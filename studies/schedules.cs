#:package HyperSearch@0.2.0
#:package HyperSearch.Training@0.2.0
#:property PublishAot=false

using HyperSearch;
using HyperSearch.Training;

// Schedules of the learning rate: large steps first, small ones at the end. A net 784-32-32-10 with momentum on 4,000 images,
// 20 epochs at a rate that is rather high if it stays; five first weights each, the same for every schedule.

var data = new StudyOption("data", "digits (drawn by the program), or a folder with the four MNIST files.", "digits") { MayChange = true };
var split = new Lazy<(Dataset Train, Dataset Validation, Dataset Test)>(
    () => Dataset.Open(data.Value, count: 5000).Split(validation: 0.2, test: 0, seed: 0));

var study = new Study<Settings>("schedules")
{
    Description = "the schedules of the learning rate, from a constant one to warm-up with cosine",
    Goal = Goal.Maximize("validation accuracy"),
    Prepare = () => _ = split.Value,
    Space = Settings.From,
    Objective = Train,
    Strategy = new GridSearch(),
    Budget = new Budget(Trials: 5 * Settings.Schedules.Count),
    Options = [data],
    Conclusion = Conclude,
};
return await StudyApp.RunAsync(study, args);

double Train(Settings settings, ITrial trial, CancellationToken cancel)
{
    var net = new MlpSettings
    {
        Hidden = [32, 32],
        Optimizer = Optimizer.Momentum(0.1),
        Schedule = Settings.Schedules[settings.Name],
        BatchSize = 32,
        Epochs = 20,
        Seed = (ulong)settings.FirstWeights,
    };
    return Trainer.Train(net, split.Value.Train, split.Value.Validation, epoch =>
    {
        trial.Record("learning rate", epoch.LearningRate, epoch.Epoch);
        return trial.Report(epoch.Epoch, epoch.ValidationAccuracy, epoch.Curves);
    }, cancel).ValidationAccuracy;
}

static string Conclude(IReadOnlyList<ScoredSettings<Settings>> trials)
{
    const string Reference = "constant";
    var constant = trials.Where(trial => trial.Settings.Name == Reference).DistinctBy(trial => trial.Settings).ToDictionary(trial => trial.Settings.FirstWeights, trial => trial.Value);
    var rows = trials.GroupBy(trial => trial.Settings.Name).Select(group => (
        Schedule: group.Key,
        Rates: string.Join(' ', group.First().Curve("learning rate").Where(at => at.Step is 1 or 5 or 10 or 15 or 20).Select(at => $"{at.Value,7:0.00000}")),
        Loss: MeanAndSpread.Of(group.Select(trial => trial.Metric("training loss") ?? double.NaN)),
        Accuracy: MeanAndSpread.Of(group.Select(trial => trial.Value)),
        Better: group.Count(trial => trial.Value > constant.GetValueOrDefault(trial.Settings.FirstWeights, double.NaN)),
        Count: group.Count())).ToList();
    var lines = rows.Select(row => $"{row.Schedule,-22} {row.Rates}  {row.Loss}  {row.Accuracy}").ToList();
    lines.Insert(0, $"{"schedule",-22} {"rate after 1, 5, 10, 15 and 20 epochs",-39}  {"training loss",-13}  validation accuracy");
    if (constant.Count == 0 || rows.Count < 2) return string.Join('\n', lines);
    var best = rows.Where(row => row.Schedule != Reference).MaxBy(row => row.Accuracy.Mean);
    var still = rows.First(row => row.Schedule == Reference);
    lines.Add($"The best schedule is {best.Schedule} with {best.Accuracy}, against {still.Accuracy} with a rate that stays; it is ahead with {best.Better} of {best.Count} first weights: " +
        (best.Accuracy.IsAbove(still.Accuracy) ? "as the course says, smaller steps at the end pay." : "here smaller steps at the end bring nothing that is certain."));
    var lowest = rows.MinBy(row => row.Loss.Mean);
    lines.Add($"The loss of the last epoch's mini-batches is {still.Loss.Mean:0.000} with a rate that stays, and lowest with {lowest.Schedule} ({lowest.Loss.Mean:0.000}).");
    return string.Join('\n', lines);
}

record Settings(string Name, int FirstWeights)
{
    public static readonly Dictionary<string, Schedule> Schedules = new()
    {
        ["constant"] = Schedule.Constant,
        ["step"] = Schedule.Step(epochs: 7, factor: 0.1),
        ["exponential"] = Schedule.Exponential(0.8),
        ["inverse time"] = Schedule.InverseTime(0.5),
        ["cosine"] = Schedule.Cosine(),
        ["reduce on plateau"] = Schedule.ReduceOnPlateau(factor: 0.2, patience: 2),
        ["warm-up, then cosine"] = Schedule.Cosine().AfterWarmUp(2),
    };

    public static Settings From(ISuggest suggest) => new(
        Name: suggest.Choice("schedule", [.. Schedules.Keys]),
        FirstWeights: suggest.Ordinal("first_weights", 1, 2, 3, 4, 5));
}
