#:package HyperSearch@0.2.0
#:package HyperSearch.Training@0.2.0
#:property PublishAot=false

using HyperSearch;
using HyperSearch.Training;

// Where the first weights come from: all of them 0.01, or normal with standard deviation 0.01, 1, Xavier's or He's, with
// sigmoid, tanh or ReLU, in five layers of 100. What each layer puts out before training, and the loss over 2,000 steps.
// After "Deep Learning from Scratch" (K. Saitoh), section 6.2, whose rule is Xavier for sigmoid and tanh, He for ReLU.

const string Different = "different units";
const int Steps = 2000, BatchSize = 100;
const double Diverged = 100; // the loss on record where it grew beyond that, or is no number

var data = new StudyOption("data", "digits (drawn by the program), or a folder with the four MNIST files.", "digits") { MayChange = true };
var images = new Lazy<Dataset>(() => Dataset.Open(data.Value, count: 5000));

var study = new Study<Settings>("initialization")
{
    Description = "five initializations and three activations: what the layers put out, and the loss over 2,000 steps",
    Goal = Goal.Minimize("training loss"),
    Prepare = () => _ = images.Value,
    Space = Settings.From,
    Objective = Train,
    Strategy = new GridSearch(),
    Budget = new Budget(Trials: 15),
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
        "constant" => Initialization.Constant(0.01),
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
    var result = Trainer.Train(
        Net(settings), images.Value, images.Value.Take(BatchSize),
        epoch => trial.Report(epoch.Epoch, last = epoch.TrainingLoss < Diverged ? epoch.TrainingLoss : Diverged, epoch.Curves.Where(curve => Math.Abs(curve.Value) < Diverged)),
        cancel);
    trial.Record(Different, DifferentUnits(result.Model.Activations(images.Value.Take(200))[^1]));
    return last;
}

string Conclude(IReadOnlyList<ScoredSettings<Settings>> trials)
{
    var lines = new List<string> { "What layers 1 to 5 put out before training, as histograms on one scale; the last layer's standard deviation as a share of the first's; the loss after training" };
    foreach (var group in trials.GroupBy(trial => trial.Settings.Activation))
    {
        var (low, high) = group.Key switch { "sigmoid" => (0f, 1f), "tanh" => (-1f, 1f), _ => (0f, 2f) };
        lines.Add($"\n{group.Key}, from {low:0} to {high:0}{(group.Key == "relu" ? " and more" : "")}");
        foreach (var trial in group)
        {
            // From the settings alone, so that a report can look at what another process trained.
            var layers = new TrainingSession(Net(trial.Settings), images.Value, images.Value.Take(1)).Model.Activations(images.Value.Take(200));
            lines.Add($"{trial.Settings.Weights,-9} {string.Join(' ', layers.Select(layer => Histogram(layer, low, high)))}  kept {Deviation(layers[^1]) / Math.Max(Deviation(layers[0]), 1e-30),7:0.0000}  loss {trial.Value:0.000}");
        }
    }
    lines.Add("");
    lines.AddRange(trials.GroupBy(trial => trial.Settings.Activation).Select(Compare));
    if (trials.Where(trial => trial.Settings.Weights == "constant").Select(trial => trial.Metric(Different)).Max() is { } units)
        lines.Add($"With constant weights the 100 units of the last layer do at most {units} different things after training.");
    return string.Join('\n', lines);
}

// What the course's rule says, and what came out.
static string Compare(IGrouping<string, ScoredSettings<Settings>> group)
{
    var rule = group.Key == "relu" ? "He" : "Xavier";
    var best = group.MinBy(trial => trial.Value)!;
    return $"With {group.Key} the rule is {rule}, and the loss falls lowest with {best.Settings.Weights} ({best.Value:0.000}): " +
        (best.Settings.Weights == rule ? "as the rule says." : $"against the rule, which gives {group.First(trial => trial.Settings.Weights == rule).Value:0.000}.");
}

static double Deviation(float[] values)
{
    double mean = values.Average(value => (double)value);
    return Math.Sqrt(values.Average(value => (value - mean) * (value - mean)));
}

// How many columns of [rows · 100] are not the same.
static int DifferentUnits(float[] outputs) => Enumerable.Range(0, 100).Select(unit => string.Join(' ', outputs.Where((_, i) => i % 100 == unit))).Distinct().Count();

// The highest bar is the fullest bin; one that is not empty shows.
static string Histogram(float[] values, float low, float high)
{
    const int Bins = 16;
    const string Bars = " ▁▂▃▄▅▆▇█";
    var counts = new int[Bins];
    foreach (float value in values)
        counts[Math.Clamp((int)(Bins * (value - low) / (high - low)), 0, Bins - 1)]++;
    return $"[{string.Concat(counts.Select(count => Bars[(int)Math.Ceiling(8.0 * count / counts.Max())]))}]";
}

record Settings(string Activation, string Weights)
{
    public static Settings From(ISuggest suggest) => new(
        Activation: suggest.Choice("activation", "sigmoid", "tanh", "relu"),
        Weights: suggest.Choice("weights", "constant", "0.01", "1", "Xavier", "He"));
}
