#:package HyperSearch@0.2.0
#:package HyperSearch.Training@0.2.0
#:property PublishAot=false

using HyperSearch;
using HyperSearch.Training;

// Penalties on weights: L1, λ₁ Σ |w|, pulls each weight to 0 with the same force and makes most of them 0; L2, ½ λ₂ Σ w², pulls
// the large ones most and makes all of them small; the elastic net does both. A net 784-100-10, 1,000 images, 50 epochs, three
// first weights each.

var data = new StudyOption("data", "digits (drawn by the program), or a folder with the four MNIST files.", "digits") { MayChange = true };
var split = new Lazy<(Dataset Train, Dataset Validation, Dataset Test)>(
    () => Dataset.Open(data.Value, count: 2000).Split(validation: 0.5, test: 0, seed: 0));

const double NearZero = 0.001;

var study = new Study<Settings>("regularization")
{
    Description = "L1, L2 and both: how many weights are left, how large they are, and what that brings",
    Goal = Goal.Maximize("validation accuracy"),
    Prepare = () => _ = split.Value,
    Space = Settings.From,
    Objective = Train,
    Strategy = new GridSearch(),
    Budget = new Budget(Trials: 3 * Settings.Penalties.Count),
    Options = [data],
    Conclusion = Conclude,
};
return await StudyApp.RunAsync(study, args);

double Train(Settings settings, ITrial trial, CancellationToken cancel)
{
    var (l1, l2) = Settings.Penalties[settings.Penalty];
    var net = new MlpSettings
    {
        Hidden = [100],
        Optimizer = Optimizer.Sgd(0.1),
        L1 = l1,
        L2 = l2,
        BatchSize = 50,
        Epochs = 50,
        Seed = (ulong)settings.FirstWeights,
    };
    var result = Trainer.Train(net, split.Value.Train, split.Value.Validation, epoch => trial.Report(epoch.Epoch, epoch.ValidationAccuracy, epoch.Curves), cancel);
    float[] weights = [.. result.Model.Layers.SelectMany(layer => layer.Weights)];
    trial.Record("weights near 0", weights.Count(weight => Math.Abs(weight) < NearZero) / (double)weights.Length);
    trial.Record("size of weights", Math.Sqrt(weights.Average(weight => (double)weight * weight)));
    return result.ValidationAccuracy;
}

static string Conclude(IReadOnlyList<ScoredSettings<Settings>> trials)
{
    var rows = trials.GroupBy(trial => trial.Settings.Penalty).Select(group => (
        Penalty: group.Key,
        NearZero: group.Average(trial => trial.Metric("weights near 0") ?? double.NaN),
        Size: group.Average(trial => trial.Metric("size of weights") ?? double.NaN),
        Training: group.Average(trial => trial.Metric("training accuracy") ?? double.NaN),
        Validation: MeanAndSpread.Of(group.Select(trial => trial.Value)))).ToList();
    var lines = rows.Select(row => $"{row.Penalty,-24} {row.NearZero,14:0.000} {row.Size,16:0.0000} {row.Training,9:0.000}  {row.Validation}").ToList();
    lines.Insert(0, $"{"penalty",-24} |w| < {NearZero}: share  root mean square  training  validation accuracy");

    (string Penalty, double NearZero, double Size, double Training, MeanAndSpread Validation)? Row(string penalty) =>
        rows.FindIndex(row => row.Penalty == penalty) is >= 0 and var i ? rows[i] : null;
    if (Row("none") is { } none && Row("L1 0.001") is { } sparse && Row("L2 0.01") is { } small)
    {
        lines.Add($"L1 of 0.001 leaves {1 - sparse.NearZero:0.00} of the weights above {NearZero}, L2 of 0.01 leaves {1 - small.NearZero:0.00} and makes them {small.Size / none.Size:0.00} times as large: " +
            (sparse.NearZero > 0.5 && small.NearZero < 0.5 && small.Size < 0.7 * none.Size ? "as the course says, L1 makes them few and L2 makes them small." : "not what the course says, that L1 makes them few and L2 small."));
        if (Row("elastic net of half each") is { } elastic)
            lines.Add($"The elastic net with half of each leaves {1 - elastic.NearZero:0.00} and makes them {elastic.Size / none.Size:0.00} times as large: {(elastic.NearZero > small.NearZero && elastic.Size < none.Size ? "it does both." : "it does not do both.")}");
        var best = rows.MaxBy(row => row.Validation.Mean);
        lines.Add($"On images that training does not see, {best.Penalty} is best with {best.Validation}, against {none.Validation} without a penalty: " +
            (best.Validation.IsAbove(none.Validation) ? "a penalty helps." : "no more than other first weights bring."));
    }

    return string.Join('\n', lines);
}

record Settings(string Penalty, int FirstWeights)
{
    public static readonly Dictionary<string, (double L1, double L2)> Penalties = new()
    {
        ["none"] = (0, 0),
        ["L1 0.0001"] = (0.0001, 0),
        ["L1 0.001"] = (0.001, 0),
        ["L2 0.001"] = (0, 0.001),
        ["L2 0.01"] = (0, 0.01),
        ["elastic net of half each"] = (0.0005, 0.005),
    };

    public static Settings From(ISuggest suggest) => new(
        Penalty: suggest.Choice("penalty", [.. Penalties.Keys]),
        FirstWeights: suggest.Ordinal("first_weights", 1, 2, 3));
}
