#:package HyperSearch@0.2.0
#:package HyperSearch.Training@0.2.0
#:property PublishAot=false

using HyperSearch;
using HyperSearch.Training;

// Exclusive or: which of two inputs is positive, but not both? No line tells that. Two layers with nothing between them are
// one line; with an activation between them they are not. Five first weights each.

// Points in the four quadrants, each with its mirror images, so that a line is right for half of them.
float[] places = [0.2f, 0.4f, 0.6f, 0.8f, 1f];
var points = places.SelectMany(x => places.SelectMany(y => new[] { (x, y), (-x, y), (x, -y), (-x, -y) })).ToArray();
var data = Dataset.FromArrays(
    "xor",
    [.. points.SelectMany(point => new[] { point.Item1, point.Item2 })],
    labels: [.. points.Select(point => point.Item1 > 0 != point.Item2 > 0 ? 1 : 0)]);

var study = new Study<Settings>("xor")
{
    Description = "exclusive or by two layers, with and without an activation between them",
    Goal = Goal.Maximize("accuracy"),
    Space = Settings.From,
    Objective = Train,
    Strategy = new GridSearch(),
    Budget = new Budget(Trials: 15),
    Conclusion = Conclude,
};
return await StudyApp.RunAsync(study, args);

double Train(Settings settings, ITrial trial, CancellationToken cancel)
{
    var net = new MlpSettings
    {
        Hidden = [16],
        Activation = settings.Activation switch { "tanh" => Activation.Tanh, "relu" => Activation.Relu, _ => Activation.Identity },
        Initialization = Initialization.XavierNormal,
        Optimizer = Optimizer.GradientDescent(0.5),
        Epochs = 2000,
        Seed = (ulong)settings.Seed,
    };
    return Trainer.Train(net, data, data, cancel: cancel).ValidationAccuracy;
}

static string Conclude(IReadOnlyList<ScoredSettings<Settings>> trials)
{
    var lines = trials.GroupBy(trial => trial.Settings.Activation)
        .Select(group => $"{group.Key}: {group.Average(trial => trial.Value):0.00} (mean of {group.Count()} first weights)");
    return $"Accuracy on exclusive or with this between the two layers: {string.Join("; ", lines)}.";
}

record Settings(string Activation, int Seed)
{
    public static Settings From(ISuggest suggest) => new(
        Activation: suggest.Choice("activation", "none", "tanh", "relu"),
        Seed: suggest.Ordinal("first_weights", 1, 2, 3, 4, 5));
}
