#:package HyperSearch@0.2.0
#:package HyperSearch.Training@0.2.0
#:property PublishAot=false

using HyperSearch;
using HyperSearch.Training;

// The learning rate too small, right and too large, without and with batch normalization: a net 784-32-32-10, 4,000 images,
// 10 epochs, three first weights each. The course's net ends in NaN at a rate of 2, and comes to 0.92 there with batch
// normalization, which bears larger steps.

var data = new StudyOption("data", "digits (drawn by the program), or a folder with the four MNIST files.", "digits") { MayChange = true };
var split = new Lazy<(Dataset Train, Dataset Validation, Dataset Test)>(
    () => Dataset.Open(data.Value, count: 5000).Split(validation: 0.2, test: 0, seed: 0));

const int Rates = 6;

var study = new Study<Settings>("learning-rate")
{
    Description = "learning rates from 0.0001 to 2, without and with batch normalization",
    Goal = Goal.Maximize("validation accuracy"),
    Prepare = () => _ = split.Value,
    Space = Settings.From,
    Objective = Train,
    Strategy = new GridSearch(levels: Rates),
    Budget = new Budget(Trials: 6 * Rates),
    Options = [data],
    Conclusion = Conclude,
};
return await StudyApp.RunAsync(study, args);

double Train(Settings settings, ITrial trial, CancellationToken cancel)
{
    var net = new MlpSettings
    {
        Hidden = [32, 32],
        Normalization = settings.Normalized ? Normalization.Batch() : Normalization.None,
        Optimizer = Optimizer.Sgd(settings.LearningRate),
        BatchSize = 100,
        Epochs = 10,
        Seed = (ulong)settings.FirstWeights,
    };
    var result = Trainer.Train(net, split.Value.Train, split.Value.Validation, epoch => trial.Report(epoch.Epoch, epoch.ValidationAccuracy, epoch.Curves), cancel);
    trial.Record("diverged", result.Diverged ? 1 : 0);
    return result.ValidationAccuracy;
}

static string Conclude(IReadOnlyList<ScoredSettings<Settings>> trials)
{
    List<ScoredSettings<Settings>> At(double rate, bool normalized) => [.. trials.Where(trial => trial.Settings.LearningRate == rate && trial.Settings.Normalized == normalized)];
    MeanAndSpread Accuracy(double rate, bool normalized) => MeanAndSpread.Of(At(rate, normalized).Select(trial => trial.Value));
    int Diverged(double rate, bool normalized) => At(rate, normalized).Count(trial => trial.Metric("diverged") == 1);
    string Cell(double rate, bool normalized) =>
        $"{Accuracy(rate, normalized)}{(Diverged(rate, normalized) is > 0 and var count ? $" ({count} of {At(rate, normalized).Count} NaN)" : "")}";

    var rates = trials.Select(trial => trial.Settings.LearningRate).Distinct().Order().ToList();
    string Range(bool normalized)
    {
        double Mean(double rate) => Accuracy(rate, normalized).Mean;
        var best = rates.MaxBy(Mean);
        var tooSmall = rates.Where(rate => rate < best && Mean(rate) < Mean(best) - 0.1).ToList();
        var tooLarge = rates.Where(rate => rate > best && Mean(rate) < Mean(best) - 0.1).ToList();
        return $"{best} is right ({Mean(best):0.00}), " +
            (tooSmall.Count > 0 ? $"{tooSmall[^1]} too small ({Mean(tooSmall[^1]):0.00}), " : "none too small, ") +
            (tooLarge.Count > 0 ? $"{tooLarge[0]} too large ({Mean(tooLarge[0]):0.00})" : "none too large");
    }

    var table = rates.Select(rate => $"{rate,6}  {Cell(rate, false),-31}  {Cell(rate, true)}");
    var (without, with) = (Accuracy(rates[^1], false), Accuracy(rates[^1], true));
    var large = with.Mean - without.Mean > 0.5
        ? "as the course says, batch normalization bears a rate at which nothing is learned without"
        : "that is not what the course says: NaN without, 0.92 with it";
    return $"  rate  {"without",-31}  with batch normalization (validation accuracy)\n{string.Join('\n', table)}\n" +
        $"Without batch normalization, {Range(false)}; with it, {Range(true)}.\n" +
        $"At {rates[^1]} the nets without it come to {without.Mean:0.00} ({Diverged(rates[^1], false)} of {At(rates[^1], false).Count} to NaN), and those with it to {with.Mean:0.00}: {large}.";
}

record Settings(double LearningRate, bool Normalized, int FirstWeights)
{
    public static Settings From(ISuggest suggest) => new(
        LearningRate: suggest.Ordinal("lr", 0.0001, 0.001, 0.01, 0.1, 0.5, 2),
        Normalized: suggest.Bool("normalized"),
        FirstWeights: suggest.Ordinal("first_weights", 1, 2, 3));
}
