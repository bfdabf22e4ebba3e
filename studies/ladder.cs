#:package HyperSearch@0.2.0
#:package HyperSearch.Training@0.2.0
#:property PublishAot=false

using HyperSearch;
using HyperSearch.Training;

// The ladder of a course on neural nets: one thing more with every rung, from linear layers to dropout and weight decay, and
// at last the best combination that a search finds. A net 784-512-256-128-10, 15 epochs, learning rate 0.01, momentum 0.5.

var data = new StudyOption("data", "digits (drawn by the program), or a folder with the four MNIST files.", "digits") { MayChange = true };
var images = new StudyOption("images", "How many images; a fifth of them validates.", "10000");
var split = new Lazy<(Dataset Train, Dataset Validation, Dataset Test)>(
    () => Dataset.Open(data.Value, count: int.Parse(images.Value)).Split(validation: 0.2, test: 0, seed: 0));

string[] names = ["linear layers only", "+ ReLU", "+ He initialization", "+ batch normalization", "Adam instead of SGD", "+ dropout 0.2", "+ L2 0.001"];
Setting[] rungs =
[
    new() { { "activation", "none" }, { "first_weights", "lecun" }, { "normalized", false }, { "optimizer", "sgd" }, { "dropout", 0.0 }, { "l2", 0.0 }, { "lr", 0.01 } },
    new() { { "activation", "relu" }, { "first_weights", "lecun" }, { "normalized", false }, { "optimizer", "sgd" }, { "dropout", 0.0 }, { "l2", 0.0 }, { "lr", 0.01 } },
    new() { { "activation", "relu" }, { "first_weights", "he" }, { "normalized", false }, { "optimizer", "sgd" }, { "dropout", 0.0 }, { "l2", 0.0 }, { "lr", 0.01 } },
    new() { { "activation", "relu" }, { "first_weights", "he" }, { "normalized", true }, { "optimizer", "sgd" }, { "dropout", 0.0 }, { "l2", 0.0 }, { "lr", 0.01 } },
    new() { { "activation", "relu" }, { "first_weights", "he" }, { "normalized", true }, { "optimizer", "adam" }, { "dropout", 0.0 }, { "l2", 0.0 }, { "lr", 0.01 } },
    new() { { "activation", "relu" }, { "first_weights", "he" }, { "normalized", true }, { "optimizer", "adam" }, { "dropout", 0.2 }, { "l2", 0.0 }, { "lr", 0.01 } },
    new() { { "activation", "relu" }, { "first_weights", "he" }, { "normalized", true }, { "optimizer", "adam" }, { "dropout", 0.2 }, { "l2", 0.001 }, { "lr", 0.01 } },
];

var study = new Study<Settings>("ladder")
{
    Description = "from linear layers to everything that a course teaches, a rung at a time, and the best by search",
    Goal = Goal.Maximize("validation accuracy"),
    Prepare = () => _ = split.Value,
    Space = Settings.From,
    Objective = Train,
    Strategy = new FirstThen(new ManualSearch(rungs), new RandomSearch()),
    Budget = new Budget(Trials: rungs.Length + 24),
    Options = [data, images],
    Conclusion = Conclude,
};
return await StudyApp.RunAsync(study, args);

double Train(Settings settings, ITrial trial, CancellationToken cancel)
{
    var net = new MlpSettings
    {
        Hidden = [512, 256, 128],
        Activation = settings.Activation == "relu" ? Activation.Relu : Activation.Identity,
        Initialization = settings.FirstWeights == "he" ? Initialization.HeNormal : Initialization.LeCunNormal,
        Normalization = settings.Normalized ? Normalization.Batch() : Normalization.None,
        Optimizer = settings.Optimizer == "adam" ? Optimizer.Adam(settings.LearningRate) : Optimizer.Momentum(settings.LearningRate, 0.5),
        Dropout = settings.Dropout,
        L2 = settings.L2,
        BatchSize = 128,
        Epochs = 15,
        Seed = trial.Seed,
    };
    return Trainer.Train(net, split.Value.Train, split.Value.Validation, epoch => trial.Report(epoch.Epoch, epoch.ValidationAccuracy, epoch.Curves), cancel)
        .ValidationAccuracy;
}

string Conclude(IReadOnlyList<ScoredSettings<Settings>> trials)
{
    var ladder = trials.Where(trial => trial.Trial.Number < names.Length).Select(trial => (Name: names[trial.Trial.Number], Trial: trial)).ToList();
    var found = trials.Where(trial => trial.Trial.Number >= names.Length).ToList();
    if (ladder.Count == 0) return "";
    if (found.Count > 0) ladder.Add(("best by search", found.MaxBy(trial => trial.Value)!));
    var lines = ladder.Select((rung, i) => $"{i + 1}  {rung.Name,-22} {rung.Trial.Value:0.000}  {Curve(rung.Trial.Trial)}").ToList();
    var (first, best) = (ladder[0], ladder.MaxBy(rung => rung.Trial.Value));
    lines.Insert(0, "rung                      validation accuracy, after each epoch");
    lines.Add($"From \"{first.Name}\" to \"{best.Name}\" the share of wrong answers falls from {1 - first.Trial.Value:0.000} to {1 - best.Trial.Value:0.000}.");
    if (best.Name == "best by search") lines.Add($"The best by search: {best.Trial.Settings}.");
    return string.Join('\n', lines);
}

static string Curve(Trial trial) => string.Join(' ', trial.Measurements.Select(measurement => $"{measurement.Value:.000}"));

// One strategy until it has nothing left, then another.
sealed class FirstThen(IStrategy first, IStrategy then) : IStrategy
{
    public Proposal? Propose(History history, ref RandomStream random) => first.Propose(history, ref random) ?? then.Propose(history, ref random);
}

record Settings(string Activation, string FirstWeights, bool Normalized, string Optimizer, double LearningRate, double Dropout, double L2)
{
    public static Settings From(ISuggest suggest) => new(
        Activation: suggest.Choice("activation", "none", "relu"),
        FirstWeights: suggest.Choice("first_weights", "lecun", "he"),
        Normalized: suggest.Bool("normalized"),
        Optimizer: suggest.Choice("optimizer", "sgd", "adam"),
        LearningRate: suggest.Ordinal("lr", 0.0003, 0.001, 0.003, 0.01, 0.03),
        Dropout: suggest.Uniform("dropout", 0, 0.5, step: 0.1),
        L2: suggest.Ordinal("l2", 0.0, 0.00001, 0.0001, 0.001));
}
