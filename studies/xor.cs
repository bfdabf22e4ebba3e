#:package HyperSearch@0.2.0
#:package HyperSearch.Training@0.2.0
#:property PublishAot=false

using HyperSearch;
using HyperSearch.Training;

// Exclusive or: which of two inputs is positive, but not both? No line tells that. Two layers with nothing between them are
// one line; with an activation between them they are not. Five first weights each.

const int Epochs = 2000;
int[] shown = [1, 10, 100, 500, 1000, Epochs];
(string Name, float[] Inputs)[] corners = [("-1 -1", [-1, -1]), ("-1 +1", [-1, 1]), ("+1 -1", [1, -1]), ("+1 +1", [1, 1])];

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
    Budget = new Budget(Trials: 20),
    Conclusion = Conclude,
};
return await StudyApp.RunAsync(study, args);

double Train(Settings settings, ITrial trial, CancellationToken cancel)
{
    var net = new MlpSettings
    {
        Hidden = [16],
        Activation = settings.Activation switch { "sigmoid" => Activation.Sigmoid, "tanh" => Activation.Tanh, "relu" => Activation.Relu, _ => Activation.Identity },
        Initialization = Initialization.XavierNormal,
        Optimizer = Optimizer.GradientDescent(0.5),
        Epochs = Epochs,
        Seed = (ulong)settings.Seed,
    };
    // The points that it learns are all that there are: the loss is that after the epoch.
    var result = Trainer.Train(net, data, data, epoch =>
        !(shown.Contains(epoch.Epoch) || epoch.Epoch % 40 == 0) || trial.Report(epoch.Epoch, epoch.ValidationAccuracy, [("loss", epoch.ValidationLoss)]), cancel);
    foreach (var (name, inputs) in corners)
        trial.Record($"at {name}", Probability(result.Model.Predict(inputs)));
    return result.ValidationAccuracy;
}

// That of class 1, by softmax of the two outputs.
static double Probability(float[] outputs) => 1 / (1 + Math.Exp(outputs[0] - outputs[1]));

string Conclude(IReadOnlyList<ScoredSettings<Settings>> trials)
{
    var groups = trials.GroupBy(trial => trial.Settings.Activation).Select(group => (
        Between: group.Key,
        Trials: group.ToList(),
        Accuracy: MeanAndSpread.Of(group.Select(trial => trial.Value)),
        Best: group.MinBy(trial => trial.Metric("loss"))!)).ToList();
    List<string> lines =
    [
        $"between the layers   accuracy        loss after epoch {string.Concat(shown.Select(epoch => $"{epoch,8}"))}   (means of {groups.Max(group => group.Trials.Count)} first weights)",
        .. groups.Select(group => $"{group.Between,-18}   {group.Accuracy}                    {string.Concat(shown.Select(epoch => $"{group.Trials.Average(trial => LossAfter(trial, epoch)),8:0.000}"))}"),
        "",
        $"probability of \"one alone\" at the corners, of the first weights with the least loss:",
        $"corner   wanted {string.Concat(groups.Select(group => $"{group.Between,9}"))}",
        .. corners.Select(corner => $"{corner.Name,-6}   {(corner.Inputs[0] != corner.Inputs[1] ? 1 : 0),6} {string.Concat(groups.Select(group => $"{group.Best.Metric($"at {corner.Name}"),9:0.000}"))}"),
        "",
        .. groups.Select(group => $"With {(group.Between == "none" ? "nothing" : group.Between)} between the layers, {group.Trials.Count(trial => trial.Value == 1)} of {group.Trials.Count} first weights tell all points apart; on average {group.Accuracy.Mean:0.00} of them."),
    ];
    return string.Join('\n', lines);
}

static double LossAfter(ScoredSettings<Settings> trial, int epoch) =>
    trial.Curve("loss").FirstOrDefault(measured => measured.Step == epoch) is { Step: > 0 } measured ? measured.Value : double.NaN;

record Settings(string Activation, int Seed)
{
    public static Settings From(ISuggest suggest) => new(
        Activation: suggest.Choice("activation", "none", "sigmoid", "tanh", "relu"),
        Seed: suggest.Ordinal("first_weights", 1, 2, 3, 4, 5));
}
