#:package HyperSearch@0.2.0
#:package HyperSearch.Training@0.2.0
#:property PublishAot=false

using HyperSearch;
using HyperSearch.Training;

// Four ways to search at equal budget: by hand, one thing at a time; a grid, then a finer one around its best point; at random;
// Bayesian, by a Gaussian process. A trial of this study is a whole search of 54 trainings for the learning rate, units and
// dropout of a small net on 1,000 images. It is judged by the best validation accuracy that it found, and by that net's
// accuracy on test images that no search has seen. Five seeds each: of the split, of the first weights and of the search.

var data = new StudyOption("data", "digits (drawn by the program), or a folder with the four MNIST files.", "digits") { MayChange = true };
var images = new Lazy<(Dataset Learning, Dataset Test)>(() => (Dataset.Open(data.Value, count: 1500), Dataset.OpenTest(data.Value, count: 1000)));

const int Trainings = 54;
const string TestAccuracy = "test accuracy";

var study = new Study<Settings>("four-ways")
{
    Description = "by hand, by a grid with refinement, at random and Bayesian, at equal budget",
    Goal = Goal.Maximize("best validation accuracy"),
    Prepare = () => _ = images.Value,
    Space = Settings.From,
    AsyncObjective = SearchAsync,
    Strategy = new GridSearch(),
    Budget = new Budget(Trials: 20),
    Options = [data],
    Conclusion = Conclude,
};
return await StudyApp.RunAsync(study, args);

async Task<double> SearchAsync(Settings settings, ITrial trial, CancellationToken cancel)
{
    var (train, validation, _) = images.Value.Learning.Split(validation: 1 / 3.0, test: 0, seed: (ulong)settings.Seed);
    var search = new Study<Net>("one search")
    {
        Goal = Goal.Maximize("validation accuracy"),
        Space = Net.From,
        Objective = (net, training, stop) => Train(net, training, train, validation, stop),
        Strategy = settings.Way switch
        {
            "by hand" => new OneAtATime(values: 9),
            "grid" => new GridSearch(levels: 3) { Rounds = 2 },
            "random" => new RandomSearch(),
            _ => new GaussianProcessSearch(),
        },
        // None may know more than the others when it begins.
        LearnFrom = Earlier.None,
        Budget = new Budget(Trials: Trainings),
        Seed = (ulong)settings.Seed,
    };
    var result = await search.RunAsync(options: new() { Workers = 1 }, cancel: cancel);
    cancel.ThrowIfCancellationRequested();
    double best = 0;
    foreach (var training in result.Trials)
        trial.Report(training.Number + 1, best = Math.Max(best, training.Value ?? 0));
    trial.Record(TestAccuracy, result.Best.Metric(TestAccuracy)!.Value);
    return result.Value;
}

double Train(Net net, ITrial training, Dataset train, Dataset validation, CancellationToken cancel)
{
    var settings = new MlpSettings
    {
        Hidden = [net.Units],
        Optimizer = Optimizer.Sgd(net.LearningRate),
        Dropout = net.Dropout,
        BatchSize = 50,
        Epochs = 8,
        Seed = training.Seed,
    };
    var result = Trainer.Train(settings, train, validation, cancel: cancel);
    training.Record(TestAccuracy, result.Model.Evaluate(images.Value.Test, cancel).Scores.Accuracy);
    return result.ValidationAccuracy;
}

static string Conclude(IReadOnlyList<ScoredSettings<Settings>> trials)
{
    int[] after = [9, 27, Trainings];
    var rows = trials.GroupBy(trial => trial.Settings.Way).Select(group => (
        Way: group.Key,
        Best: after.Select(count => MeanAndSpread.Of(group.SelectMany(trial => trial.Trial.Measurements).Where(at => at.Step == count).Select(at => at.Value))).ToArray(),
        Test: MeanAndSpread.Of(group.Select(trial => trial.Metric(TestAccuracy) ?? double.NaN)),
        Bayesian: group.Count(trial => trials.Any(other => other.Settings == trial.Settings with { Way = "Bayesian" } && other.Value > trial.Value)),
        Count: group.Count())).ToList();
    var lines = rows.Select(row => $"{row.Way,-9} {string.Join("  ", row.Best.Select(best => $"{best,-13}"))}  {row.Test}").ToList();
    lines.Insert(0, $"{"",-9} {"best validation accuracy after",-43}  test accuracy\n{"",-9} {string.Join("  ", after.Select(count => $"{$"{count} trainings",-13}"))}  of the best net");
    if (rows.Count < Settings.Ways.Length) return string.Join('\n', lines);
    var (best, worst, onTest) = (rows.MaxBy(row => row.Best[^1].Mean), rows.MinBy(row => row.Best[^1].Mean), rows.MaxBy(row => row.Test.Mean));
    var bayesian = rows.First(row => row.Way == "Bayesian").Best[^1];
    var others = rows.Where(row => row.Way != "Bayesian").ToList();
    lines.Add($"After {Trainings} trainings most was found \"{best.Way}\" ({best.Best[^1].Mean:0.000}) and least \"{worst.Way}\" ({worst.Best[^1].Mean:0.000}): " +
        (best.Way == "Bayesian" ? "as the course says, Bayesian search finds most at equal budget." : "otherwise than the course says, Bayesian search does not find most here."));
    lines.Add($"It is ahead of {string.Join(", ", others.Select(row => $"\"{row.Way}\" in {row.Bayesian} of {row.Count}"))} seeds; by more than chance it is above " +
        (string.Join(", ", others.Where(row => bayesian.IsAbove(row.Best[^1])).Select(row => $"\"{row.Way}\"")) is { Length: > 0 } names ? $"{names}." : "none."));
    lines.Add($"On test images the best nets come to {rows.Min(row => row.Test.Mean):0.000} to {onTest.Test.Mean:0.000}, \"{onTest.Way}\" first" +
        (onTest.Way == best.Way ? ", as by validation." : $", not \"{best.Way}\": part of what a search finds is luck with the images that it is judged by."));
    return string.Join('\n', lines);
}

// As by hand: so many values of one parameter, all others as in the best trial so far; then of the next. The second time
// around the values lie between those of the first.
sealed class OneAtATime(int values) : IStrategy
{
    public Proposal? Propose(History history, ref RandomStream random)
    {
        var (turn, value) = Math.DivRem(history.Number, values);
        var (pass, parameter) = Math.DivRem(turn, history.Space.Count);
        double[] codes = history.Best is { } best ? [.. best.Point.Codes] : [.. Enumerable.Repeat(0.5, history.Space.Count)];
        codes[parameter] = (value + (pass % 2 == 0 ? 0.5 : 0)) / values;
        return new(new Point(codes));
    }
}

record Net(double LearningRate, int Units, double Dropout)
{
    public static Net From(ISuggest suggest) => new(
        LearningRate: suggest.LogUniform("lr", 1e-4, 10),
        Units: suggest.LogInt("units", 4, 64),
        Dropout: suggest.Uniform("dropout", 0, 0.6));
}

record Settings(string Way, int Seed)
{
    public static readonly string[] Ways = ["by hand", "grid", "random", "Bayesian"];

    public static Settings From(ISuggest suggest) => new(
        Way: suggest.Choice("way", Ways),
        Seed: suggest.Ordinal("seed", 1, 2, 3, 4, 5));
}
