#:package HyperSearch@0.2.0
#:package HyperSearch.Training@0.2.0
#:property PublishAot=false

using HyperSearch;
using HyperSearch.Training;

// Too little to learn from: 300 images for a net of seven layers, learning rate 0.01, 201 epochs. It learns them by heart;
// weight decay and dropout hold it back. Five first weights each. After "Deep Learning from Scratch" (K. Saitoh), section 6.4.

const string TrainingAccuracy = "training accuracy";

var data = new StudyOption("data", "digits (drawn by the program), or a folder with the four MNIST files.", "digits") { MayChange = true };
var sets = new Lazy<(Dataset Train, Dataset Test)>(() => (Dataset.Open(data.Value, count: 300), Dataset.OpenTest(data.Value)));

var study = new Study<Settings>("overfitting")
{
    Description = "300 images, seven layers, 201 epochs: plain, with weight decay, with dropout",
    Goal = Goal.Maximize("test accuracy"),
    Prepare = () => _ = sets.Value,
    Space = Settings.From,
    Objective = Train,
    Strategy = new GridSearch(),
    Budget = new Budget(Trials: 15),
    Options = [data],
    Conclusion = Conclude,
};
return await StudyApp.RunAsync(study, args);

double Train(Settings settings, ITrial trial, CancellationToken cancel)
{
    var net = new MlpSettings
    {
        Hidden = [100, 100, 100, 100, 100, 100],
        Optimizer = Optimizer.Sgd(0.01),
        L2 = settings.Against == "weight decay 0.1" ? 0.1 : 0,
        Dropout = settings.Against == "dropout 0.2" ? 0.2 : 0,
        BatchSize = 100,
        Epochs = 201,
        Seed = (ulong)settings.FirstWeights,
    };
    // The curves are of a thousand test images, the scores in the end of all of them.
    var model = Trainer.Train(net, sets.Value.Train, sets.Value.Test.Take(1000), epoch => trial.Report(
        epoch.Epoch, epoch.ValidationAccuracy, epoch.Curves.Select(curve => (curve.Name.Replace("validation", "test"), curve.Value))), cancel).Model;
    // Without what dropout takes away in training.
    trial.Record(TrainingAccuracy, model.Evaluate(sets.Value.Train, cancel).Scores.Accuracy);
    return model.Evaluate(sets.Value.Test, cancel).Scores.Accuracy;
}

static string Conclude(IReadOnlyList<ScoredSettings<Settings>> trials)
{
    var rows = trials.GroupBy(trial => trial.Settings.Against).Select(group => new Row(
        group.Key,
        MeanAndSpread.Of(group.Select(TrainingOf)),
        MeanAndSpread.Of(group.Select(trial => trial.Value)),
        MeanAndSpread.Of(group.Select(trial => TrainingOf(trial) - trial.Value)))).ToList();
    var lines = rows.Select(row => $"{row.Against,-16}   training {row.Training}   test {row.Test}   gap {row.Gap}")
        .Prepend($"accuracy, mean and spread of {rows.Max(row => row.Test.Count)} first weights").ToList();
    if (rows.Find(row => row.Against == "nothing") is { } plain)
    {
        lines.AddRange(rows.Where(row => row != plain).Select(row =>
            $"With {row.Against} the training accuracy is {row.Training.Mean:0.000} instead of {plain.Training.Mean:0.000}, and the gap to the test {Change(plain.Gap, row.Gap, "wider", "narrower")}; the test accuracy is {Change(plain.Test, row.Test, "better", "worse")}."));
    }
    return string.Join('\n', lines);
}

static double TrainingOf(ScoredSettings<Settings> trial) => trial.Metric(TrainingAccuracy) ?? double.NaN;

static string Change(MeanAndSpread from, MeanAndSpread to, string more, string less)
{
    double change = to.Mean - from.Mean, spread = Math.Max(from.Deviation, to.Deviation);
    return $"{(change > 0 ? more : less)} by {Math.Abs(change):0.000}, {(Math.Abs(change) > spread ? "beyond" : "within")} the spread";
}

record Row(string Against, MeanAndSpread Training, MeanAndSpread Test, MeanAndSpread Gap);

record Settings(string Against, int FirstWeights)
{
    public static Settings From(ISuggest suggest) => new(
        Against: suggest.Choice("against", "nothing", "weight decay 0.1", "dropout 0.2"),
        FirstWeights: suggest.Ordinal("first_weights", 1, 2, 3, 4, 5));
}
