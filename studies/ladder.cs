#:package HyperSearch@0.2.0
#:package HyperSearch.Training@0.2.0
#:property PublishAot=false

using HyperSearch;
using HyperSearch.Training;

// The ladder of a course on neural nets: one thing more with every rung, from linear layers to dropout and weight decay, and
// at last the best combination that a search finds. A net 784-512-256-128-10, 15 epochs, learning rate 0.01, momentum 0.5.
// Each rung, and what the search finds, is trained with five first weights.

const int Seeds = 5, Searched = 20;

var data = new StudyOption("data", "digits (drawn by the program), or a folder with the four MNIST files.", "digits") { MayChange = true };
var images = new StudyOption("images", "How many images; a fifth of them validates.", "4000");
var split = new Lazy<(Dataset Train, Dataset Validation, Dataset Test)>(
    () => Dataset.Open(data.Value, count: int.Parse(images.Value)).Split(validation: 0.2, test: 0, seed: 0));

string[] names = ["linear layers only", "+ ReLU", "+ He initialization", "+ batch normalization", "Adam instead of SGD", "+ dropout 0.2", "+ L2 0.001"];
Setting[] rungs =
[
    .. from first in Enumerable.Range(1, Seeds)
       from rung in new (string Activation, string Weights, bool Normalized, string Optimizer, double Dropout, double L2)[]
       {
           ("none", "lecun", false, "sgd", 0, 0), ("relu", "lecun", false, "sgd", 0, 0), ("relu", "he", false, "sgd", 0, 0), ("relu", "he", true, "sgd", 0, 0),
           ("relu", "he", true, "adam", 0, 0), ("relu", "he", true, "adam", 0.2, 0), ("relu", "he", true, "adam", 0.2, 0.001),
       }
       select new Setting
       {
           { "activation", rung.Activation }, { "initialization", rung.Weights }, { "normalized", rung.Normalized }, { "optimizer", rung.Optimizer },
           { "lr", 0.01 }, { "dropout", rung.Dropout }, { "l2", rung.L2 }, { "first_weights", first },
       },
];

var study = new Study<Settings>("ladder")
{
    Description = "from linear layers to everything that a course teaches, a rung at a time, and the best by search",
    Goal = Goal.Maximize("validation accuracy"),
    Prepare = () => _ = split.Value,
    Space = Settings.From,
    Objective = Train,
    Strategy = new RungsThenSearch(new ManualSearch(rungs), rungs.Length, Searched, Seeds),
    Budget = new Budget(Trials: rungs.Length + Searched + Seeds),
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
        Initialization = settings.Initialization == "he" ? Initialization.HeNormal : Initialization.LeCunNormal,
        Normalization = settings.Normalized ? Normalization.Batch() : Normalization.None,
        Optimizer = settings.Optimizer == "adam" ? Optimizer.Adam(settings.LearningRate) : Optimizer.Momentum(settings.LearningRate, 0.5),
        Dropout = settings.Dropout,
        L2 = settings.L2,
        BatchSize = 128,
        Epochs = 15,
        Seed = (ulong)settings.FirstWeights,
    };
    return Trainer.Train(net, split.Value.Train, split.Value.Validation, epoch => trial.Report(epoch.Epoch, epoch.ValidationAccuracy, epoch.Curves), cancel)
        .ValidationAccuracy;
}

string Conclude(IReadOnlyList<ScoredSettings<Settings>> trials)
{
    var ladder = trials.Where(trial => trial.Trial.Number < rungs.Length).GroupBy(trial => trial.Trial.Number % names.Length)
        .Select(group => Rung.Of(names[group.Key], group)).ToList();
    if (ladder.Count == 0)
        return "";
    // Not as the search saw it, which took the luckiest of many.
    var again = trials.Where(trial => trial.Trial.Number >= rungs.Length + Searched).GroupBy(trial => trial.Settings with { FirstWeights = 0 }).MaxBy(group => group.Count());
    List<string> lines =
    [
        $"{"mean and spread of " + Seeds + " first weights",-38}accuracy                        loss",
        $"{"",-26}validation      training        validation      training        change of validation accuracy",
        .. ladder.Select((rung, i) => $"{i + 1}  {rung.Line}   {(i == 0 ? "" : Change(ladder[i - 1].Validation, rung.Validation))}"),
    ];
    var highest = ladder.MaxBy(rung => rung.Validation.Mean)!;
    if (again is not null)
    {
        var found = Rung.Of("best by search", again);
        lines.Add($"{ladder.Count + 1}  {found.Line}   {Change(highest.Validation, found.Validation)}, against \"{highest.Name}\"");
        ladder.Add(found);
        lines.Add($"The best by search, of {Searched}: {again.Key.Describe()}.");
    }

    var (first, best) = (ladder[0], ladder.MaxBy(rung => rung.Validation.Mean)!);
    lines.Add($"From \"{first.Name}\" to \"{best.Name}\" the share of wrong answers falls from {1 - first.Validation.Mean:0.000} to {1 - best.Validation.Mean:0.000}.");
    return string.Join('\n', lines);
}

static string Change(MeanAndSpread from, MeanAndSpread to)
{
    var change = to.Mean - from.Mean;
    return $"{change:+0.000;-0.000}{(Math.Abs(change) > Math.Max(from.Deviation, to.Deviation) ? "" : ", within the spread")}";
}

record Rung(string Name, MeanAndSpread Validation, MeanAndSpread Training, MeanAndSpread ValidationLoss, MeanAndSpread TrainingLoss)
{
    public string Line => $"{Name,-22} {Validation}   {Training}   {ValidationLoss}   {TrainingLoss}";

    public static Rung Of(string name, IEnumerable<ScoredSettings<Settings>> trials) => new(
        name,
        MeanAndSpread.Of(trials.Select(trial => trial.Value)),
        Last(trials, "training accuracy"),
        Last(trials, "validation loss"),
        Last(trials, "training loss"));

    private static MeanAndSpread Last(IEnumerable<ScoredSettings<Settings>> trials, string metric) => MeanAndSpread.Of(trials.Select(trial => trial.Metric(metric)).OfType<double>());
}

// The rungs, then a search, then the best that it found with first weights that no trial had before.
sealed class RungsThenSearch(ManualSearch rungs, int rungCount, int searched, int seeds) : IStrategy
{
    private readonly AutoSearch _search = new();

    public Proposal? Propose(History history, ref RandomStream random)
    {
        if (history.Number < rungCount)
            return rungs.Propose(history, ref random);
        var last = history.Space.Count - 1;
        var ofSearch = history.Finished.Where(trial => trial.Number >= rungCount && trial.Number < rungCount + searched);
        var best = history.Number < rungCount + searched ? null : new TrialRanking(history.Goal).Best(ofSearch);
        var codes = (best?.Point ?? _search.Propose(history, ref random)!.Point).Codes.ToArray();
        codes[last] = history.Space[last].CodeOf(ParameterValue.Of(best is null ? 1.0 : seeds + 1 + history.Number % seeds));
        return new(new Point(codes)) { Note = best is null ? "search" : $"trial {best.Number} with other first weights" };
    }
}

record Settings(string Activation, string Initialization, bool Normalized, string Optimizer, double LearningRate, double Dropout, double L2, int FirstWeights)
{
    public static Settings From(ISuggest suggest) => new(
        Activation: suggest.Choice("activation", "none", "relu"),
        Initialization: suggest.Choice("initialization", "lecun", "he"),
        Normalized: suggest.Bool("normalized"),
        Optimizer: suggest.Choice("optimizer", "sgd", "adam"),
        LearningRate: suggest.Ordinal("lr", 0.0003, 0.001, 0.003, 0.01, 0.03),
        Dropout: suggest.Uniform("dropout", 0, 0.5, step: 0.1),
        L2: suggest.Ordinal("l2", 0.0, 0.00001, 0.0001, 0.001),
        FirstWeights: suggest.Ordinal("first_weights", 1, 2, 3, 4, 5, 6, 7, 8, 9, 10));

    public string Describe() => $"activation {Activation}, initialization {Initialization}, {(Normalized ? "with" : "without")} batch normalization, {Optimizer}, learning rate {LearningRate}, dropout {Dropout}, L2 {L2}";
}
