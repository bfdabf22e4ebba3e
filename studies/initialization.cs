#:package HyperSearch@0.2.0
#:package HyperSearch.Training@0.2.0
#:property PublishAot=false

using HyperSearch;
using HyperSearch.Training;

// Where the first weights come from: standard deviation 0.01, 1, Xavier's or He's, with sigmoid, tanh or ReLU, in five
// layers of 100. What each layer puts out before training, and the loss over 2,000 steps.
// After "Deep Learning from Scratch" (K. Saitoh), section 6.2.

var data = new StudyOption("data", "digits (drawn by the program), or a folder with the four MNIST files.", "digits") { MayChange = true };
var images = new Lazy<Dataset>(() => Dataset.Open(data.Value, count: 5000));

const int Steps = 2000, BatchSize = 100;
const double Diverged = 100; // the loss on record where it grew beyond that, or is no number

var study = new Study<Settings>("initialization")
{
    Description = "four initializations and three activations: what the layers put out, and the loss over 2,000 steps",
    Goal = Goal.Minimize("training loss"),
    Prepare = () => _ = images.Value,
    Space = Settings.From,
    Objective = Train,
    Strategy = new GridSearch(),
    Budget = new Budget(Trials: 12),
    Options = [data],
    Conclusion = Conclude,
};
return await StudyApp.RunAsync(study, args);

MlpSettings Net(Settings settings) => new()
{
    Hidden = [100, 100, 100, 100, 100],
    Activation = settings.Activation switch { "sigmoid" => Activation.Sigmoid, "tanh" => Activation.Tanh, _ => Activation.Relu },
    Initialization = settings.Weights switch
    {
        "0.01" => Initialization.Normal(0.01),
        "1" => Initialization.Normal(1),
        "Xavier" => Initialization.XavierNormal,
        _ => Initialization.HeNormal,
    },
    Optimizer = Optimizer.Sgd(0.01),
    BatchSize = BatchSize,
    Epochs = Math.Max(1, Steps * BatchSize / images.Value.Count),
};

double Train(Settings settings, ITrial trial, CancellationToken cancel)
{
    double last = Diverged;
    Trainer.Train(
        Net(settings), images.Value, images.Value.Take(BatchSize),
        epoch => trial.Report(epoch.Epoch, last = epoch.TrainingLoss < Diverged ? epoch.TrainingLoss : Diverged),
        cancel);
    return last;
}

string Conclude(IReadOnlyList<ScoredSettings<Settings>> trials)
{
    var lines = new List<string> { "What layers 1 and 5 put out before training: standard deviation, histogram from the least to the greatest value; the loss after training" };
    var kept = new Dictionary<(string, string), double>();
    foreach (var trial in trials.OrderBy(trial => trial.Settings.Activation))
    {
        var (activation, weights) = trial.Settings;
        var layers = new TrainingSession(Net(trial.Settings), images.Value, images.Value.Take(1)).Model.Activations(images.Value.Take(200));
        kept[(activation, weights)] = Deviation(layers[^1]) / Deviation(layers[0]);
        lines.Add($"{activation,-8} {weights,-7} layer 1: {Deviation(layers[0]),8:0.0000} {Histogram(layers[0])}  layer 5: {Deviation(layers[^1]),8:0.0000} {Histogram(layers[^1])}  loss {trial.Value:0.000}");
    }

    foreach (var group in trials.GroupBy(trial => trial.Settings.Activation))
    {
        var best = group.MinBy(trial => trial.Value)!;
        var spread = group.Select(trial => $"{trial.Settings.Weights} {kept[(group.Key, trial.Settings.Weights)]:0.####}");
        lines.Add($"With {group.Key}, layer 5 keeps this share of layer 1's spread: {string.Join(", ", spread)}; the loss falls lowest with {best.Settings.Weights} ({best.Value:0.000}).");
    }

    return string.Join('\n', lines);
}

static double Deviation(float[] values)
{
    double mean = values.Average(value => (double)value);
    return Math.Sqrt(values.Average(value => (value - mean) * (value - mean)));
}

static string Histogram(float[] values)
{
    const int Bins = 16;
    const string Bars = " ▁▂▃▄▅▆▇█";
    float least = values.Min(), width = Math.Max(values.Max() - least, 1e-30f);
    var counts = new int[Bins];
    foreach (float value in values)
        counts[Math.Min(Bins - 1, (int)(Bins * ((value - least) / width)))]++;
    return $"[{least:0.00} {string.Concat(counts.Select(count => Bars[(int)Math.Ceiling(8.0 * count / counts.Max())]))} {values.Max():0.00}]";
}

record Settings(string Activation, string Weights)
{
    public static Settings From(ISuggest suggest) => new(
        Activation: suggest.Choice("activation", "sigmoid", "tanh", "relu"),
        Weights: suggest.Choice("weights", "0.01", "1", "Xavier", "He"));
}
