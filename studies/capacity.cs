#:package HyperSearch@0.2.0
#:package HyperSearch.Training@0.2.0
#:property PublishAot=false

using HyperSearch;
using HyperSearch.Training;

// Capacity against generalization: one hidden layer of 1 to 512 units learns 300 images until it knows them by heart, if it
// can, and is judged by 1,000 others. Three first weights each. The course: too small a net learns neither, too large a one
// learns the examples and not the digits.

var data = new StudyOption("data", "digits (drawn by the program), or a folder with the four MNIST files.", "digits") { MayChange = true };
var sets = new Lazy<(Dataset Train, Dataset Validation)>(() => (Dataset.Open(data.Value, count: 300), Dataset.OpenTest(data.Value, count: 1000)));

const int Widths = 10;

var study = new Study<Settings>("capacity")
{
    Description = "one to 512 hidden units and 300 images: what is learned, and what is learned by heart",
    Goal = Goal.Maximize("validation accuracy"),
    Prepare = () => _ = sets.Value,
    Space = Settings.From,
    Objective = Train,
    Strategy = new GridSearch(levels: Widths),
    Budget = new Budget(Trials: 3 * Widths),
    Options = [data],
    Conclusion = Conclude,
};
return await StudyApp.RunAsync(study, args);

double Train(Settings settings, ITrial trial, CancellationToken cancel)
{
    var net = new MlpSettings
    {
        Hidden = [settings.Units],
        Optimizer = Optimizer.Adam(0.003),
        BatchSize = 50,
        Epochs = 100,
        Seed = (ulong)settings.FirstWeights,
    };
    return Trainer.Train(net, sets.Value.Train, sets.Value.Validation, epoch => trial.Report(epoch.Epoch, epoch.ValidationAccuracy, epoch.Curves), cancel)
        .ValidationAccuracy;
}

static string Conclude(IReadOnlyList<ScoredSettings<Settings>> trials)
{
    var rows = trials.GroupBy(trial => trial.Settings.Units).OrderBy(width => width.Key).Select(width => (
        Units: width.Key,
        Training: MeanAndSpread.Of(width.Select(trial => trial.Metric("training accuracy") ?? double.NaN)),
        Validation: MeanAndSpread.Of(width.Select(trial => trial.Value)),
        Loss: MeanAndSpread.Of(width.Select(trial => trial.Metric("validation loss") ?? double.NaN)))).ToList();
    var lines = rows.Select(row => $"{row.Units,5}  {row.Training,-17}  {row.Validation,-19}  {row.Training.Mean - row.Validation.Mean,5:0.000}  {row.Loss}").ToList();
    lines.Insert(0, $"units  training accuracy  validation accuracy  gap    validation loss");
    var (smallest, largest, best, surest) = (rows[0], rows[^1], rows.MaxBy(row => row.Validation.Mean), rows.MinBy(row => row.Loss.Mean));
    var byHeart = rows.Where(row => row.Training.Mean > 0.99).Select(row => $"from {row.Units} on it knows its images by heart").FirstOrDefault() ?? "it never knows its images by heart";
    lines.Add($"With {smallest.Units} the net learns {(smallest.Training.Mean < 0.5 ? "neither its images nor others" : "its images")} ({smallest.Training.Mean:0.00} and {smallest.Validation.Mean:0.00}); {byHeart}.");
    lines.Add(best.Validation.IsAbove(largest.Validation)
        ? $"As the course says, more than enough does harm: the accuracy on others is {best.Validation.Mean:0.000} with {best.Units} and {largest.Validation.Mean:0.000} with {largest.Units}."
        : $"Otherwise than the course says, more than enough costs no accuracy: {largest.Validation.Mean:0.000} with {largest.Units}, {best.Validation.Mean:0.000} at best.");
    lines.Add(largest.Loss.IsAbove(surest.Loss)
        ? $"The loss on others is lowest with {surest.Units} ({surest.Loss.Mean:0.00}) and {largest.Loss.Mean:0.00} with {largest.Units}: a net that is too large is surer of its errors."
        : $"Nor does it cost loss: {largest.Loss.Mean:0.00} with {largest.Units}, {surest.Loss.Mean:0.00} at best.");
    return string.Join('\n', lines);
}

record Settings(int Units, int FirstWeights)
{
    public static Settings From(ISuggest suggest) => new(
        Units: suggest.Ordinal("units", 1, 2, 4, 8, 16, 32, 64, 128, 256, 512),
        FirstWeights: suggest.Ordinal("first_weights", 1, 2, 3));
}
