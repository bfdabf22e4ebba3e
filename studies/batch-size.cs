#:package HyperSearch@0.2.0
#:package HyperSearch.Training@0.2.0
#:property PublishAot=false

using HyperSearch;
using HyperSearch.Training;

// How many images to a step? Mini-batches of 1 to 4,000, which is all of them, each for 10 epochs at a rate of 0.01; and
// gradient descent, a step an epoch, with larger steps and with more of them. A net 784-32-32-10, three first weights each.
// The course: 0.93 with batches of 8 and 0.26 with 4,000 after equal epochs.

var data = new StudyOption("data", "digits (drawn by the program), or a folder with the four MNIST files.", "digits") { MayChange = true };
var split = new Lazy<(Dataset Train, Dataset Validation, Dataset Test)>(
    () => Dataset.Open(data.Value, count: 5000).Split(validation: 0.2, test: 0, seed: 0));

var study = new Study<Settings>("batch-size")
{
    Description = "mini-batches of one image to all after equal epochs, and gradient descent against stochastic",
    Goal = Goal.Maximize("validation accuracy"),
    Prepare = () => _ = split.Value,
    Space = Settings.From,
    Objective = Train,
    Strategy = new GridSearch(),
    Budget = new Budget(Trials: 3 * Settings.Plans.Count),
    Options = [data],
    Conclusion = Conclude,
};
return await StudyApp.RunAsync(study, args);

double Train(Settings settings, ITrial trial, CancellationToken cancel)
{
    var plan = Settings.Plans[settings.Plan];
    var net = new MlpSettings
    {
        Hidden = [32, 32],
        Optimizer = plan.BatchSize is null ? Optimizer.GradientDescent(plan.Rate) : Optimizer.Sgd(plan.Rate),
        BatchSize = plan.BatchSize ?? 1,
        Epochs = plan.Epochs,
        Seed = (ulong)settings.FirstWeights,
    };
    var result = Trainer.Train(net, split.Value.Train, split.Value.Validation, epoch => trial.Report(epoch.Epoch, epoch.ValidationAccuracy, epoch.Curves), cancel);
    trial.Record("steps", plan.Epochs * (plan.BatchSize is { } size ? Math.Ceiling((double)split.Value.Train.Count / size) : 1));
    trial.Record("training seconds", result.Epochs.Sum(epoch => epoch.Seconds));
    return result.ValidationAccuracy;
}

static string Conclude(IReadOnlyList<ScoredSettings<Settings>> trials)
{
    var rows = trials.GroupBy(trial => trial.Settings.Plan).Select(group => (
        Plan: group.Key,
        Steps: group.First().Metric("steps") ?? 0,
        Seconds: group.Average(trial => trial.Metric("training seconds") ?? 0),
        Accuracy: MeanAndSpread.Of(group.Select(trial => trial.Value)))).ToList();
    var lines = rows.Select(row => $"{row.Plan,-38} {row.Steps,7:N0} {row.Seconds,8:0.00}  {row.Accuracy}").ToList();
    lines.Insert(0, $"{"mini-batches",-38} {"steps",7} {"seconds",8}  validation accuracy");
    double Mean(string plan) => rows.FirstOrDefault(row => row.Plan == plan).Accuracy?.Mean ?? double.NaN;
    var (eight, all, larger, longer) = (Mean("of 8"), Mean("of all 4,000"), Mean("gradient descent, rate 0.2"), Mean("gradient descent, rate 0.2, 200 epochs"));
    if (eight is double.NaN || all is double.NaN || larger is double.NaN || longer is double.NaN) return string.Join('\n', lines);
    lines.Add($"After equal epochs batches of 8 come to {eight:0.00} and batches of all images to {all:0.00}: " +
        (eight - all > 0.3 ? "as the course says (0.93 and 0.26), few steps get nowhere, however good each is." : "the course's 0.93 and 0.26 are further apart."));
    lines.Add($"Gradient descent at twenty times the rate comes to {larger:0.00} in as many epochs, and to {longer:0.00} in 200 of them: " +
        (longer >= eight - 0.02 ? "it gets there too, for twenty times the images." : "it stays behind, for twenty times the images."));
    return string.Join('\n', lines);
}

record Settings(string Plan, int FirstWeights)
{
    // Gradient descent has no batch size.
    public static readonly Dictionary<string, (int? BatchSize, double Rate, int Epochs)> Plans = new()
    {
        ["of 1"] = (1, 0.01, 10),
        ["of 8"] = (8, 0.01, 10),
        ["of 32"] = (32, 0.01, 10),
        ["of 128"] = (128, 0.01, 10),
        ["of 512"] = (512, 0.01, 10),
        ["of all 4,000"] = (4000, 0.01, 10),
        ["gradient descent, rate 0.2"] = (null, 0.2, 10),
        ["gradient descent, rate 0.2, 200 epochs"] = (null, 0.2, 200),
    };

    public static Settings From(ISuggest suggest) => new(
        Plan: suggest.Choice("plan", [.. Plans.Keys]),
        FirstWeights: suggest.Ordinal("first_weights", 1, 2, 3));
}
