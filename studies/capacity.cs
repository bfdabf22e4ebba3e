#:package HyperSearch@0.2.0
#:package HyperSearch.Training@0.2.0
#:property PublishAot=false

using HyperSearch;
using HyperSearch.Training;

// Capacity against generalization: one hidden layer of 1 to 512 units learns 300 images until it knows them by heart, if it
// can, and is judged by 1,000 others. Once with the right labels, once with every fifth wrong. Three first weights each. The
// course: too small a net learns neither, too large a one learns the examples and not the digits.

var data = new StudyOption("data", "digits (drawn by the program), or a folder with the four MNIST files.", "digits") { MayChange = true };
var sets = new Lazy<(Dataset Right, Dataset Wrong, Dataset Validation)>(() =>
{
    var right = Dataset.Open(data.Value, count: 300);
    return (right, WithWrongLabels(right), Dataset.OpenTest(data.Value, count: 1000));
});

const int Widths = 9;

var study = new Study<Settings>("capacity")
{
    Description = "one to 512 hidden units and 300 images: what is learned, and what is learned by heart",
    Goal = Goal.Maximize("validation accuracy"),
    Prepare = () => _ = sets.Value,
    Space = Settings.From,
    Objective = Train,
    Strategy = new GridSearch(levels: Widths),
    Budget = new Budget(Trials: 6 * Widths),
    Options = [data],
    Conclusion = Conclude,
};
return await StudyApp.RunAsync(study, args);

static Dataset WithWrongLabels(Dataset right)
{
    int[] rows = [.. Enumerable.Range(0, right.Count)];
    return Dataset.FromArrays(
        $"{right.Name}, every fifth label wrong",
        [.. rows.SelectMany(row => right.Input(row).ToArray())],
        labels: [.. rows.Select(row => row % 5 == 0 ? (right.Label(row) + 1 + row / 5 % 9) % 10 : right.Label(row))],
        classes: 10);
}

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
    return Trainer.Train(net, settings.WrongLabels ? sets.Value.Wrong : sets.Value.Right, sets.Value.Validation, epoch => trial.Report(epoch.Epoch, epoch.ValidationAccuracy, epoch.Curves), cancel)
        .ValidationAccuracy;
}

static string Conclude(IReadOnlyList<ScoredSettings<Settings>> trials) => string.Join('\n', trials.GroupBy(trial => trial.Settings.WrongLabels).Select(group =>
{
    var rows = group.GroupBy(trial => trial.Settings.Units).OrderBy(width => width.Key).Select(width => (
        Units: width.Key,
        Training: MeanAndSpread.Of(width.Select(trial => trial.Metric("training accuracy") ?? double.NaN)),
        Validation: MeanAndSpread.Of(width.Select(trial => trial.Value)))).ToList();
    var lines = rows.Select(row => $"{row.Units,5}  {row.Training,-13}  {row.Validation,-13}  {row.Training.Mean - row.Validation.Mean,5:0.000}").ToList();
    lines.Insert(0, $"{(group.Key ? "Every fifth label wrong" : "The right labels")}\nunits  {"training",-13}  {"validation",-13}  gap");
    var (smallest, largest, best) = (rows[0], rows[^1], rows.MaxBy(row => row.Validation.Mean));
    var byHeart = rows.Where(row => row.Training.Mean > 0.99).Select(row => $"from {row.Units} units on it knows its images by heart").FirstOrDefault() ?? "it never knows its images by heart";
    lines.Add($"A net with {smallest.Units} learns neither ({smallest.Training.Mean:0.00} and {smallest.Validation.Mean:0.00}); {byHeart}. With {best.Units} it does best on others ({best.Validation}), with {largest.Units} it comes to {largest.Validation}: " +
        (best.Validation.Mean - largest.Validation.Mean > 0.02 ? "as the course says, more than enough does harm." : "otherwise than the course says, more than enough does no harm."));
    return string.Join('\n', lines);
}));

record Settings(bool WrongLabels, int Units, int FirstWeights)
{
    public static Settings From(ISuggest suggest) => new(
        WrongLabels: suggest.Bool("wrong_labels"),
        Units: suggest.Ordinal("units", 1, 2, 4, 8, 16, 32, 64, 128, 512),
        FirstWeights: suggest.Ordinal("first_weights", 1, 2, 3));
}
