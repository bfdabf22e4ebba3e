#:package HyperSearch@0.2.0
#:package HyperSearch.Training@0.2.0
#:property PublishAot=false

using HyperSearch;
using HyperSearch.Training;

// A race of the optimizers on 4,000 images, each at the rate that it is usually given; and the ways they take down a narrow
// valley, f(x, y) = x²/20 + y², from (-7, 2). After "Deep Learning from Scratch" (K. Saitoh), section 6.1.

var data = new StudyOption("data", "digits (drawn by the program), or a folder with the four MNIST files.", "digits") { MayChange = true };
var split = new Lazy<(Dataset Train, Dataset Validation, Dataset Test)>(
    () => Dataset.Open(data.Value, count: 5000).Split(validation: 0.2, test: 0, seed: 0));

var study = new Study<Settings>("optimizers")
{
    Description = "nine optimizers on images, and their ways down a narrow valley",
    Goal = Goal.Maximize("validation accuracy"),
    Prepare = () => _ = split.Value,
    Space = Settings.From,
    Objective = Train,
    Strategy = new GridSearch(),
    Budget = new Budget(Trials: 3 * Settings.Optimizers.Count),
    Options = [data],
    Conclusion = trials => $"{Race(trials)}\n\n{Valley.Tell()}",
};
return await StudyApp.RunAsync(study, args);

double Train(Settings settings, ITrial trial, CancellationToken cancel)
{
    var net = new MlpSettings
    {
        Hidden = [100, 100, 100, 100],
        Optimizer = Settings.Optimizers[settings.Rule].OnImages,
        BatchSize = 128,
        Epochs = 10,
        Seed = (ulong)settings.FirstWeights,
    };
    return Trainer.Train(net, split.Value.Train, split.Value.Validation, epoch => trial.Report(epoch.Epoch, epoch.ValidationAccuracy, epoch.Curves), cancel)
        .ValidationAccuracy;
}

static string Race(IReadOnlyList<ScoredSettings<Settings>> trials)
{
    int[] epochs = [1, 3, 10];
    var rows = trials.GroupBy(trial => trial.Settings.Rule).Select(group => (
        Optimizer: group.Key,
        Rate: Settings.Optimizers[group.Key].OnImages.LearningRate,
        After: epochs.Select(epoch => MeanAndSpread.Of(group.SelectMany(trial => trial.Trial.Measurements).Where(at => at.Step == epoch).Select(at => at.Value))).ToArray(),
        Loss: group.Average(trial => trial.Metric("training loss") ?? double.NaN))).ToList();
    var lines = rows.Select(row => $"{row.Optimizer,-9}  {row.Rate,5}  {string.Join("  ", row.After.Select(accuracy => $"{accuracy,-13}"))}  {row.Loss:0.000}").ToList();
    lines.Insert(0, $"optimizer   rate  validation accuracy after\n                  {string.Join("  ", epochs.Select(epoch => $"{$"epoch {epoch}",-13}"))}  training loss");
    var (quickest, slowest, best) = (rows.MaxBy(row => row.After[0].Mean), rows.MinBy(row => row.After[0].Mean), rows.MaxBy(row => row.After[^1].Mean));
    lines.Add($"After one epoch {quickest.Optimizer} is ahead ({quickest.After[0].Mean:0.00}) and {slowest.Optimizer} behind ({slowest.After[0].Mean:0.00}); after {epochs[^1]}, {best.Optimizer} is ahead ({best.After[^1].Mean:0.000}).");
    if (rows.FirstOrDefault(row => row.Optimizer == "SGD") is { After: { } sgd })
    {
        var behind = rows.Count(row => row.After[^1].Mean <= sgd[^1].Mean) - 1;
        lines.Add(behind == 0
            ? $"As the course says, all learn faster than plain SGD ({sgd[^1].Mean:0.000} at the end)."
            : $"Otherwise than the course says, {behind} are no faster than plain SGD ({sgd[^1].Mean:0.000} at the end).");
    }

    return string.Join('\n', lines);
}

record Settings(string Rule, int FirstWeights)
{
    // The rates on images are the usual ones, those in the valley the book's where it has the optimizer.
    public static readonly Dictionary<string, (Optimizer OnImages, Optimizer InValley)> Optimizers = new()
    {
        ["SGD"] = (Optimizer.Sgd(0.01), Optimizer.Sgd(0.95)),
        ["momentum"] = (Optimizer.Momentum(0.01), Optimizer.Momentum(0.1)),
        ["Nesterov"] = (Optimizer.Nesterov(0.01), Optimizer.Nesterov(0.1)),
        ["AdaGrad"] = (Optimizer.AdaGrad(0.01), Optimizer.AdaGrad(1.5)),
        ["RMSProp"] = (Optimizer.RmsProp(0.001), Optimizer.RmsProp(0.1)),
        ["AdaDelta"] = (Optimizer.AdaDelta(1), Optimizer.AdaDelta(50)),
        ["Adam"] = (Optimizer.Adam(0.001), Optimizer.Adam(0.3)),
        ["NAdam"] = (Optimizer.NAdam(0.001), Optimizer.NAdam(0.3)),
        ["AdamW"] = (Optimizer.AdamW(0.001), Optimizer.AdamW(0.3)),
    };

    public static Settings From(ISuggest suggest) => new(
        Rule: suggest.Choice("optimizer", [.. Optimizers.Keys]),
        FirstWeights: suggest.Ordinal("first_weights", 1, 2, 3));
}

// f(x, y) = x²/20 + y² as the loss of a linear model that the trainer trains. Of the rows (±a, 0) and (0, ±b) with targets t
// the mean squared error is a² (u - t/a)²/2 + b² (v - t/b)²/2 for weights u and v; a² = 1/10 and b² = 2 give the valley, and
// targets that put its lowest point at (7, -2) from where all weights are 0 let it begin at (x, y) = (-7, 2). The bias stays 0.
static class Valley
{
    private const int Steps = 30, Columns = 37, Rows = 9;
    private const double StartX = -7, StartY = 2, MostX = 8, MostY = 2.6;
    private static readonly float A = (float)Math.Sqrt(0.1), B = (float)Math.Sqrt(2);
    private static readonly Dataset Slope = Dataset.FromArrays(
        "valley",
        inputs: [A, 0, -A, 0, 0, B, 0, -B],
        targets: [(float)(-StartX * A), (float)(StartX * A), (float)(-StartY * B), (float)(StartY * B)],
        outputs: 1);

    public static string Tell()
    {
        var paths = Settings.Optimizers.Select(optimizer => (Name: optimizer.Key, Rate: optimizer.Value.InValley.LearningRate, Path: Path(optimizer.Value.InValley))).ToList();
        var lines = new List<string> { $"The valley x²/20 + y² from ({StartX}, {StartY}), {Steps} steps: S the start, + the lowest point, o a step" };
        foreach (var pair in paths.Chunk(2))
        {
            lines.Add(("  " + string.Join("  ", pair.Select(one => Title(one.Name, one.Rate, one.Path).PadRight(Columns)))).TrimEnd());
            var pictures = pair.Select(one => Draw(one.Path)).ToList();
            lines.AddRange(Enumerable.Range(0, Rows).Select(row => $"  {string.Join("  ", pictures.Select(picture => picture[row]))}".TrimEnd()));
        }

        var restless = paths.MaxBy(one => Turns(one.Path));
        var nearest = paths.MinBy(one => Height(one.Path[^1]));
        lines.Add($"{restless.Name} goes from one side of the valley to the other most often, {Turns(restless.Path)} times{(restless.Name == "SGD" ? ", as the course says" : "; the course says that of SGD")}. After {Steps} steps {nearest.Name} is lowest, at {Height(nearest.Path[^1]):0.0000}.");
        return string.Join('\n', lines);
    }

    private static List<(double X, double Y)> Path(Optimizer optimizer)
    {
        var linear = new MlpSettings
        {
            Hidden = [],
            Loss = Loss.MeanSquaredError,
            Initialization = Initialization.Constant(0),
            Optimizer = optimizer,
            BatchSize = Slope.Count,
            Epochs = Steps,
        };
        var session = new TrainingSession(linear, Slope, Slope);
        var path = new List<(double X, double Y)> { (StartX, StartY) };
        while (!session.Finished)
        {
            session.RunEpoch();
            // What the model says of (1, 0) and (0, 1) are its weights.
            path.Add((session.Model.Predict([1, 0])[0] + StartX, session.Model.Predict([0, 1])[0] + StartY));
        }

        return path;
    }

    private static double Height((double X, double Y) at) => at.X * at.X / 20 + at.Y * at.Y;

    private static int Turns(List<(double X, double Y)> path) => path.Zip(path.Skip(1)).Count(step => step.First.Y * step.Second.Y < 0);

    private static string Title(string name, double rate, List<(double X, double Y)> path) =>
        $"{name}, rate {rate}: to ({path[^1].X:0.00}, {path[^1].Y:0.00})";

    private static string[] Draw(List<(double X, double Y)> path)
    {
        var picture = Enumerable.Range(0, Rows).Select(_ => Enumerable.Repeat(' ', Columns).ToArray()).ToArray();
        void Mark(double x, double y, char mark)
        {
            int column = (int)Math.Round((x + MostX) / (2 * MostX) * (Columns - 1)), row = (int)Math.Round((MostY - y) / (2 * MostY) * (Rows - 1));
            if (column is >= 0 and < Columns && row is >= 0 and < Rows)
                picture[row][column] = mark;
        }

        const int Between = 40;
        foreach (var (from, to) in path.Zip(path.Skip(1)))
        {
            for (var i = 1; i < Between; i++)
                Mark(from.X + (to.X - from.X) * i / Between, from.Y + (to.Y - from.Y) * i / Between, '·');
        }

        foreach (var (x, y) in path)
            Mark(x, y, 'o');
        Mark(0, 0, '+');
        Mark(StartX, StartY, 'S');
        return [.. picture.Select(row => new string(row))];
    }
}
