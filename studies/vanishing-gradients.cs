#:package HyperSearch@0.2.0
#:package HyperSearch.Training@0.2.0
#:property PublishAot=false

using HyperSearch;
using HyperSearch.Training;

// What a deep net does to gradients and to units: eight hidden layers of 50, with sigmoid, tanh, ReLU or leaky ReLU. How large
// the gradient of the loss is in each layer before training, and after training at a small and at a large rate how many units
// are dead: they answer the same to every image, and a ReLU that does learns nothing any more. Three first weights each.

var data = new StudyOption("data", "digits (drawn by the program), or a folder with the four MNIST files.", "digits") { MayChange = true };
var split = new Lazy<(Dataset Train, Dataset Validation, Dataset Test)>(
    () => Dataset.Open(data.Value, count: 5000).Split(validation: 0.2, test: 0, seed: 0));

const int Layers = 8;
const string Gradient = "gradient by layer", Dead = "dead by layer"; // recorded with the layer as their step

var study = new Study<Settings>("vanishing-gradients")
{
    Description = "gradients and dead units by layer, with sigmoid, tanh, ReLU and leaky ReLU",
    Goal = Goal.Maximize("validation accuracy"),
    Prepare = () => _ = split.Value,
    Space = Settings.From,
    Objective = Train,
    Strategy = new GridSearch(),
    Budget = new Budget(Trials: 36),
    Options = [data],
    Conclusion = Conclude,
};
return await StudyApp.RunAsync(study, args);

double Train(Settings settings, ITrial trial, CancellationToken cancel)
{
    var net = new MlpSettings
    {
        Hidden = [.. Enumerable.Repeat(50, Layers)],
        Activation = settings.Activation switch
        {
            "sigmoid" => Activation.Sigmoid,
            "tanh" => Activation.Tanh,
            "relu" => Activation.Relu,
            _ => Activation.LeakyRelu(),
        },
        Initialization = settings.Activation is "sigmoid" or "tanh" ? Initialization.XavierNormal : Initialization.HeNormal,
        Optimizer = Optimizer.Sgd(settings.LearningRate),
        BatchSize = 100,
        Epochs = 10,
        Seed = (ulong)settings.FirstWeights,
    };
    var session = new TrainingSession(net, split.Value.Train, split.Value.Validation);
    foreach (var (layer, gradient) in session.GradientSizes().Index())
        trial.Record(Gradient, gradient.Size, layer + 1);
    var result = Trainer.Continue(session, epoch => trial.Report(epoch.Epoch, epoch.ValidationAccuracy, epoch.Curves), cancel);
    trial.Record("diverged", result.Diverged ? 1 : 0);
    foreach (var (layer, outputs) in session.Model.Activations(split.Value.Validation).Index().Where(_ => !result.Diverged))
        trial.Record(Dead, ShareOfDead(outputs, split.Value.Validation.Count), layer + 1);
    return result.ValidationAccuracy;
}

// outputs: [rows · units]
static double ShareOfDead(float[] outputs, int rows)
{
    var units = outputs.Length / rows;
    return Enumerable.Range(0, units).Count(unit => Enumerable.Range(1, rows - 1).All(row => outputs[row * units + unit] == outputs[unit])) / (double)units;
}

static string Conclude(IReadOnlyList<ScoredSettings<Settings>> trials)
{
    static double[] Means(IEnumerable<ScoredSettings<Settings>> trials, string name) =>
        [.. trials.SelectMany(trial => trial.Curve(name)).GroupBy(at => at.Step).OrderBy(layer => layer.Key).Select(layer => layer.Average(at => at.Value))];

    var lines = new List<string> { $"Gradient of the loss before training, root mean square by layer\n{"",-11} {string.Join(' ', Enumerable.Range(1, Layers + 1).Select(layer => $"{layer,7}"))}  first : last" };
    var shares = new Dictionary<string, double>();
    foreach (var group in trials.GroupBy(trial => trial.Settings.Activation))
    {
        var sizes = Means(group, Gradient);
        shares[group.Key] = sizes[0] / sizes[^1];
        lines.Add($"{group.Key,-11} {string.Join(' ', sizes.Select(size => $"{size,7:0.0E+0}"))}  {shares[group.Key]:0.0E+0}");
    }

    lines.Add($"Dead units after training, share by layer, and validation accuracy\n{"",-11} {"rate",4} {string.Join(' ', Enumerable.Range(1, Layers).Select(layer => $"{layer,5}"))}  accuracy");
    var ends = trials.GroupBy(trial => (trial.Settings.Activation, trial.Settings.LearningRate)).Select(group => (
        group.Key.Activation, Rate: group.Key.LearningRate, Dead: Means(group, Dead), Accuracy: MeanAndSpread.Of(group.Select(trial => trial.Value)),
        Diverged: group.Count(trial => trial.Metric("diverged") == 1), Count: group.Count())).ToList();
    lines.AddRange(ends.Select(end => $"{end.Activation,-11} {end.Rate,4} {string.Join(' ', end.Dead.Select(share => $"{share,5:0.00}"))}  {end.Accuracy}{(end.Diverged > 0 ? $" ({end.Diverged} of {end.Count} NaN)" : "")}"));

    if (shares.TryGetValue("sigmoid", out var sigmoid) && shares.TryGetValue("relu", out var relu))
    {
        lines.Add($"Of the last layer's gradient, sigmoids let {sigmoid:0.0E+0} through to the first, ReLUs {relu:0.0E+0}: " +
            (sigmoid < 1e-3 && relu > 0.1 ? "as the course says, it vanishes with sigmoids and not with ReLU." : "not what the course says."));
    }

    var dying = ends.Where(end => end.Activation == "relu" && end.Dead.Length > 0).OrderBy(end => end.Rate).Select(end => (end.Rate, Share: end.Dead.Average())).ToList();
    if (dying.Count > 1)
    {
        lines.Add($"Of the ReLUs {dying[0].Share:0.00} are dead after training at {dying[0].Rate}, and {dying[^1].Share:0.00} at {dying[^1].Rate}: " +
            (dying[^1].Share > dying[0].Share + 0.1 ? "as the course says, large steps kill them." : "large steps do not kill them here."));
    }

    var leaky = ends.Where(end => end.Activation == "leaky relu").SelectMany(end => end.Dead).ToList();
    if (leaky.Count > 0)
        lines.Add(leaky.Max() == 0 ? "Leaky ReLUs never die." : $"Of leaky ReLUs up to {leaky.Max():0.00} of a layer are dead.");
    return string.Join('\n', lines);
}

record Settings(string Activation, double LearningRate, int FirstWeights)
{
    public static Settings From(ISuggest suggest) => new(
        Activation: suggest.Choice("activation", "sigmoid", "tanh", "relu", "leaky relu"),
        LearningRate: suggest.Ordinal("lr", 0.01, 0.1, 0.5),
        FirstWeights: suggest.Ordinal("first_weights", 1, 2, 3));
}
