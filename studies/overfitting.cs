#:package HyperSearch@0.2.0
#:package HyperSearch.Training@0.2.0
#:property PublishAot=false

using HyperSearch;
using HyperSearch.Training;

// Too little to learn from: 300 images for a net of seven layers, 200 epochs. It learns them by heart; weight decay and
// dropout hold it back. Three first weights each. After "Deep Learning from Scratch" (K. Saitoh), section 6.4.

using System.Collections.Concurrent;

var data = new StudyOption("data", "digits (drawn by the program), or a folder with the four MNIST files.", "digits") { MayChange = true };
var sets = new Lazy<(Dataset Train, Dataset Test)>(() => (Dataset.Open(data.Value, count: 300), Dataset.OpenTest(data.Value, count: 1000)));
var results = new ConcurrentDictionary<Settings, TrainingResult>();

var study = new Study<Settings>("overfitting")
{
    Description = "300 images, seven layers, 200 epochs: plain, with weight decay, with dropout",
    Goal = Goal.Maximize("test accuracy"),
    Prepare = () => _ = sets.Value,
    Space = Settings.From,
    Objective = (settings, trial, cancel) => Train(settings, epoch => trial.Report(epoch.Epoch, epoch.ValidationAccuracy), cancel).ValidationAccuracy,
    Strategy = new GridSearch(),
    Budget = new Budget(Trials: 9),
    Options = [data],
    Conclusion = Conclude,
};
return await StudyApp.RunAsync(study, args);

// Decided by the settings alone, so that a report can train again what another process trained.
TrainingResult Train(Settings settings, Func<EpochReport, bool>? onEpoch = null, CancellationToken cancel = default)
{
    var net = new MlpSettings
    {
        Hidden = [100, 100, 100, 100, 100, 100],
        Optimizer = Optimizer.Sgd(0.03),
        L2 = settings.Against == "weight decay 0.1" ? 0.1 : 0,
        Dropout = settings.Against == "dropout 0.2" ? 0.2 : 0,
        BatchSize = 100,
        Epochs = 200,
        Seed = (ulong)settings.FirstWeights,
    };
    return results[settings] = Trainer.Train(net, sets.Value.Train, sets.Value.Test, onEpoch, cancel);
}

string Conclude(IReadOnlyList<ScoredSettings<Settings>> trials)
{
    var rows = trials.GroupBy(trial => trial.Settings.Against).Select(group =>
    {
        double training = group.Average(trial => (results.GetValueOrDefault(trial.Settings) ?? Train(trial.Settings)).Model.Evaluate(sets.Value.Train).Scores.Accuracy);
        double test = group.Average(trial => trial.Value);
        return (Against: group.Key, Training: training, Test: test, Gap: training - test);
    }).ToList();
    var table = rows.Select(row => $"{row.Against,-18} training {row.Training:0.000}  test {row.Test:0.000}  gap {row.Gap:0.000}");
    var smallest = rows.MinBy(row => row.Gap);
    var widest = rows.MaxBy(row => row.Gap);
    return $"{string.Join('\n', table)}\n" +
        $"The gap between training and test accuracy is widest with {widest.Against} ({widest.Gap:0.000}) and smallest with {smallest.Against} ({smallest.Gap:0.000}).";
}

record Settings(string Against, int FirstWeights)
{
    public static Settings From(ISuggest suggest) => new(
        Against: suggest.Choice("against", "nothing", "weight decay 0.1", "dropout 0.2"),
        FirstWeights: suggest.Ordinal("first_weights", 1, 2, 3));
}
