#:package HyperSearch@0.2.0
#:package HyperSearch.Training@0.2.0
#:property PublishAot=false

using HyperSearch;
using HyperSearch.Training;

// Where batch normalization stands, before the activation or after it, and what it goes by when the net is used: averages that
// follow the mini-batches, or the exact mean and variance of the training set, taken anew after each epoch. A net
// 784-32-32-10, 4,000 images in mini-batches of 500: the averages have followed only 8 of them after the first epoch.

var data = new StudyOption("data", "digits (drawn by the program), or a folder with the four MNIST files.", "digits") { MayChange = true };
var split = new Lazy<(Dataset Train, Dataset Validation, Dataset Test)>(
    () => Dataset.Open(data.Value, count: 5000).Split(validation: 0.2, test: 0, seed: 0));

var study = new Study<Settings>("batch-norm-places")
{
    Description = "batch normalization before and after the activation, by running and by exact statistics",
    Goal = Goal.Maximize("validation accuracy"),
    Prepare = () => _ = split.Value,
    Space = Settings.From,
    Objective = Train,
    Strategy = new GridSearch(),
    Budget = new Budget(Trials: 25),
    Options = [data],
    Conclusion = Conclude,
};
return await StudyApp.RunAsync(study, args);

double Train(Settings settings, ITrial trial, CancellationToken cancel)
{
    var place = settings.Place == "before" ? NormalizationPlace.BeforeActivation : NormalizationPlace.AfterActivation;
    var statistics = settings.Statistics == "exact" ? BatchStatistics.Exact : BatchStatistics.Running;
    var net = new MlpSettings
    {
        Hidden = [32, 32],
        Normalization = settings.Place == "none" ? Normalization.None : Normalization.Batch(place, statistics),
        Optimizer = Optimizer.Sgd(0.1),
        BatchSize = 500,
        Epochs = 20,
        Seed = (ulong)settings.FirstWeights,
    };
    return Trainer.Train(net, split.Value.Train, split.Value.Validation, epoch => trial.Report(epoch.Epoch, epoch.ValidationAccuracy, epoch.Curves), cancel)
        .ValidationAccuracy;
}

static string Conclude(IReadOnlyList<ScoredSettings<Settings>> trials)
{
    int[] epochs = [1, 2, 5, 20];
    var rows = trials.GroupBy(trial => (trial.Settings.Place, trial.Settings.Statistics)).Select(group => (
        group.Key.Place,
        group.Key.Statistics,
        After: epochs.Select(epoch => MeanAndSpread.Of(group.SelectMany(trial => trial.Trial.Measurements).Where(at => at.Step == epoch).Select(at => at.Value))).ToArray())).ToList();
    var lines = rows.Select(row => $"{row.Place,-6}  {row.Statistics,-10}  {string.Join("  ", row.After.Select(accuracy => $"{accuracy,-13}"))}").ToList();
    lines.Insert(0, $"place   statistics  {string.Join("  ", epochs.Select(epoch => $"{$"epoch {epoch}",-13}"))} (validation accuracy)");
    foreach (var place in rows.GroupBy(row => row.Place).Where(group => group.Count() == 2))
    {
        MeanAndSpread[] running = place.First(row => row.Statistics == "running").After, exact = place.First(row => row.Statistics == "exact").After;
        lines.Add($"{(place.Key == "before" ? "Before" : "After")} the activation, exact statistics change the accuracy by {Change(running[0], exact[0])} after the first epoch and by {Change(running[^1], exact[^1])} at the end.");
    }

    MeanAndSpread[]? After(string place, string statistics) => rows.Where(row => (row.Place, row.Statistics) == (place, statistics)).Select(row => row.After).FirstOrDefault();
    if (After("none", "") is { } none && After("before", "exact") is { } before && After("after", "exact") is { } after)
    {
        bool Helps(int epoch) => before[epoch].IsAbove(none[epoch]) && after[epoch].IsAbove(none[epoch]);
        lines.Add($"At the end it is {before[^1].Mean:0.000} before and {after[^1].Mean:0.000} after the activation: " +
            (before[^1].IsAbove(after[^1]) ? "before is better." : after[^1].IsAbove(before[^1]) ? "after is better." : "no more apart than by chance."));
        lines.Add($"Without batch normalization it is {none[2].Mean:0.000} after {epochs[2]} epochs and {none[^1].Mean:0.000} at the end: " +
            (Helps(2) ? "as the course says, a net learns faster with it in both places, " : "otherwise than the course says, a net learns no faster with it in both places, ") +
            (Helps(3) ? "and comes further." : "but comes no further than by chance."));
    }

    return string.Join('\n', lines);
}

static string Change(MeanAndSpread from, MeanAndSpread to) => (to.Mean - from.Mean).ToString("+0.000;-0.000") is var change && change.EndsWith("0.000") ? "0.000" : change;

record Settings(string Place, string Statistics, int FirstWeights)
{
    public static Settings From(ISuggest suggest)
    {
        var place = suggest.Choice("place", "none", "before", "after");
        return new(
            place,
            Statistics: place == "none" ? "" : suggest.Choice("statistics", "running", "exact"),
            FirstWeights: suggest.Ordinal("first_weights", 1, 2, 3, 4, 5));
    }
}
