#:package HyperSearch@0.2.0
#:package HyperSearch.Training@0.2.0
#:property PublishAot=false

using HyperSearch;
using HyperSearch.Training;

// How much the first weights matter, with batch normalization and without: 16 standard deviations from 1 to 0.0001, a net
// of five hidden layers of 100, 1,000 images, 20 epochs. After "Deep Learning from Scratch" (K. Saitoh), section 6.3.

var data = new StudyOption("data", "digits (drawn by the program), or a folder with the four MNIST files.", "digits") { MayChange = true };
var sets = new Lazy<(Dataset Train, Dataset Test)>(() => (Dataset.Open(data.Value, count: 1000), Dataset.OpenTest(data.Value, count: 1000)));

const int Deviations = 16;

var study = new Study<Settings>("batch-normalization")
{
    Description = "with and without batch normalization, over 16 standard deviations of the first weights",
    Goal = Goal.Maximize("training accuracy"),
    Prepare = () => _ = sets.Value,
    Space = Settings.From,
    Objective = Train,
    Strategy = new GridSearch(levels: Deviations),
    Budget = new Budget(Trials: 32),
    Options = [data],
    Conclusion = Conclude,
};
return await StudyApp.RunAsync(study, args);

double Train(Settings settings, ITrial trial, CancellationToken cancel)
{
    var net = new MlpSettings
    {
        Hidden = [100, 100, 100, 100, 100],
        Initialization = Initialization.Normal(settings.Deviation),
        Normalization = settings.Normalized ? Normalization.Batch() : Normalization.None,
        Optimizer = Optimizer.Sgd(0.01),
        BatchSize = 100,
        Epochs = 20,
        Seed = trial.Seed,
    };
    return Trainer.Train(net, sets.Value.Train, sets.Value.Test, epoch => trial.Report(epoch.Epoch, epoch.TrainingAccuracy, epoch.Curves), cancel)
        .Final.TrainingAccuracy;
}

static string Conclude(IReadOnlyList<ScoredSettings<Settings>> trials)
{
    const double Learned = 0.5;
    var table = trials.GroupBy(trial => trial.Settings.Deviation).OrderByDescending(group => group.Key)
        .Select(group => $"{group.Key,8:0.0000}  {string.Join("  ", group.OrderBy(trial => trial.Settings.Normalized).Select(trial => $"{(trial.Settings.Normalized ? "with" : "without")} {trial.Value:0.000}"))}");
    string Count(bool normalized)
    {
        var side = trials.Where(trial => trial.Settings.Normalized == normalized).ToList();
        return $"{side.Count(trial => trial.Value > Learned)} of {side.Count} standard deviations (mean accuracy {(side.Count == 0 ? 0 : side.Average(trial => trial.Value)):0.000})";
    }

    return $"deviation of the first weights, training accuracy\n{string.Join('\n', table)}\n" +
        $"More than half of the images are learned for {Count(true)} with batch normalization, and for {Count(false)} without.";
}

record Settings(double Deviation, bool Normalized)
{
    // 16 steps from 10⁰ to 10⁻⁴, equal on a log scale.
    public static Settings From(ISuggest suggest) => new(
        Deviation: suggest.Ordinal("deviation", [.. Enumerable.Range(0, 16).Select(i => Math.Round(Math.Pow(10, -4 * (15 - i) / 15.0), 6))]),
        Normalized: suggest.Bool("normalized"));
}
