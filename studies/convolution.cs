#:package HyperSearch@0.2.0
#:package HyperSearch.Training@0.2.0
#:property PublishAot=false

using HyperSearch;
using HyperSearch.Training;

// The rung above the ladder: nets that know that neighbouring pixels belong together. Two dense nets, the second with what the
// ladder ends with and three times the epochs, then convolutions. Five first weights each.

const int Epochs = 5;
const string Dense = "dense 128", Ladder = "the ladder's net, 15 epochs", One = "one convolution", Two = "two convolutions", Normalized = "+ batch normalization";

var data = new StudyOption("data", "digits (drawn by the program), or a folder with the four MNIST files.", "digits") { MayChange = true };
var images = new StudyOption("images", "How many images; a fifth of them validates.", "4000");
var split = new Lazy<(Dataset Train, Dataset Validation, Dataset Test)>(
    () => Dataset.Open(data.Value, count: int.Parse(images.Value)).Split(validation: 0.2, test: 0, seed: 0));

// 3 × 3 filters; the greatest of 2 × 2 pixels halves a feature map's height and width.
Convolution first = new(Filters: 16, Size: 3, Padding: 1, Pool: Pooling.Max(2)), second = new(Filters: 32, Size: 3, Padding: 1, Pool: Pooling.Max(2));

var study = new Study<Settings>("convolution")
{
    Description = "dense nets against one and two convolutions with max pooling, and batch normalization of feature maps",
    Goal = Goal.Maximize("validation accuracy"),
    Prepare = () => _ = split.Value,
    Space = Settings.From,
    Objective = Train,
    Strategy = new GridSearch(),
    Budget = new Budget(Trials: 25),
    Options = [data, images],
    Conclusion = Conclude,
};
return await StudyApp.RunAsync(study, args);

double Train(Settings settings, ITrial trial, CancellationToken cancel)
{
    var plain = new MlpSettings { Hidden = [128], Optimizer = Optimizer.Adam(0.001), BatchSize = 64, Epochs = Epochs, Seed = (ulong)settings.FirstWeights };
    var net = settings.Net switch
    {
        Dense => plain,
        Ladder => plain with { Hidden = [512, 256, 128], Normalization = Normalization.Batch(), Dropout = 0.2, Epochs = 3 * Epochs },
        One => plain with { Convolutions = [first] },
        Two => plain with { Convolutions = [first, second] },
        _ => plain with { Convolutions = [first, second], Normalization = Normalization.Batch() },
    };
    return Trainer.Train(net, split.Value.Train, split.Value.Validation, epoch => trial.Report(epoch.Epoch, epoch.ValidationAccuracy, epoch.Curves), cancel)
        .ValidationAccuracy;
}

static string Conclude(IReadOnlyList<ScoredSettings<Settings>> trials)
{
    var rungs = trials.GroupBy(trial => trial.Settings.Net)
        .Select(rung => (Net: rung.Key, Mean: rung.Average(trial => trial.Value), Low: rung.Min(trial => trial.Value), High: rung.Max(trial => trial.Value))).ToList();
    var table = rungs.Select(rung => $"{rung.Net,-28} {rung.Mean:0.0000}  ({rung.Low:0.0000} … {rung.High:0.0000})");
    var text = $"net                          validation accuracy, mean (lowest … highest)\n{string.Join('\n', table)}";
    bool IsDense(string net) => net is Dense or Ladder;
    if (!rungs.Any(rung => IsDense(rung.Net)) || rungs.All(rung => IsDense(rung.Net)))
        return text;
    var dense = rungs.Where(rung => IsDense(rung.Net)).MaxBy(rung => rung.Mean);
    var convolution = rungs.Where(rung => !IsDense(rung.Net)).MaxBy(rung => rung.Mean);
    return $"{text}\nOf the convolutional nets \"{convolution.Net}\" is the best, of the dense ones \"{dense.Net}\": the share of wrong answers is {1 - convolution.Mean:0.0000} " +
        $"against {1 - dense.Mean:0.0000}. {(convolution.Low > dense.High ? "Its worst first weights are better than the other's best." : convolution.Mean > dense.Mean ? "Some first weights turn that round." : "Here convolutions bring nothing.")}";
}

record Settings(string Net, int FirstWeights)
{
    public static Settings From(ISuggest suggest) => new(
        Net: suggest.Choice("net", "dense 128", "the ladder's net, 15 epochs", "one convolution", "two convolutions", "+ batch normalization"),
        FirstWeights: suggest.Int("first_weights", 1, 5));
}
