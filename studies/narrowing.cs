#:package HyperSearch@0.2.0
#:package HyperSearch.Training@0.2.0
#:property PublishAot=false

using HyperSearch;
using HyperSearch.Training;

// From coarse to fine: after a first round over wide ranges, the ranges that its best five trials lie in suggest where the
// second round looks. The study is that of mnist-log-uniform.cs. After "Deep Learning from Scratch" (K. Saitoh), section 6.5.

const int RoundLength = 50, Best = 5;

var data = new StudyOption("data", "digits (drawn by the program), or a folder with the four MNIST files.", "digits") { MayChange = true };
var split = new Lazy<(Dataset Train, Dataset Validation, Dataset Test)>(
    () => Dataset.Open(data.Value, count: 500).Split(validation: 0.2, test: 0, seed: 0));

var study = new Study<Settings>("narrowing")
{
    Description = "a second round of random search, in the ranges of the first one's best five",
    Goal = Goal.Maximize("validation accuracy"),
    Prepare = () => _ = split.Value,
    Space = Settings.From,
    Objective = Train,
    Strategy = new Narrowing(new RandomSearch()) { RoundLength = RoundLength, EliteShare = (double)Best / RoundLength, Explore = 0 },
    Budget = new Budget(Trials: 2 * RoundLength),
    Options = [data],
    Conclusion = Conclude,
};
return await StudyApp.RunAsync(study, args);

double Train(Settings settings, ITrial trial, CancellationToken cancel)
{
    var net = new MlpSettings
    {
        Hidden = [100, 100, 100, 100, 100, 100],
        Optimizer = Optimizer.Sgd(settings.LearningRate),
        L2 = settings.WeightDecay,
        BatchSize = 100,
        Epochs = 50,
        Seed = trial.Seed,
    };
    return Trainer.Train(net, split.Value.Train, split.Value.Validation, epoch => trial.Report(epoch.Epoch, epoch.ValidationAccuracy, epoch.Curves), cancel)
        .ValidationAccuracy;
}

static string Conclude(IReadOnlyList<ScoredSettings<Settings>> trials)
{
    var first = trials.Where(trial => trial.Trial.Number < RoundLength).OrderByDescending(trial => trial.Value).ToList();
    var second = trials.Where(trial => trial.Trial.Number is >= RoundLength and < 2 * RoundLength).OrderByDescending(trial => trial.Value).ToList();
    if (first.Count < Best || second.Count < Best)
        return "";
    var (one, two) = (MeanAndSpread.Of(first.Select(trial => trial.Value)), MeanAndSpread.Of(second.Select(trial => trial.Value)));
    double median = first[first.Count / 2].Value, spread = Math.Max(one.Deviation, two.Deviation);
    return
        $"round 1: {first.Count} trials, {RangesOf(first)}: validation accuracy {one}, best {first[0].Value:0.00}\n" +
        $"  its best {Best}:\n{string.Join('\n', first.Take(Best).Select(trial => $"    {trial.Value:0.00}  lr {trial.Settings.LearningRate:0.0e+0}  weight_decay {trial.Settings.WeightDecay:0.0e+0}"))}\n" +
        $"  they suggest {RangesOf(first.Take(Best))}\n" +
        $"round 2: {second.Count} trials, {RangesOf(second)}: validation accuracy {two}, best {second[0].Value:0.00}\n" +
        $"The second round's trials are {(two.Mean > one.Mean ? "better" : "no better")} on average: {two.Mean:0.000} against {one.Mean:0.000}, {(Math.Abs(two.Mean - one.Mean) > spread ? "beyond" : "within")} the spread ({spread:0.000}). " +
        $"{second.Count(trial => trial.Value > median)} of {second.Count} beat the first round's median ({median:0.00}), {second.Count(trial => trial.Value > first[0].Value)} its best ({first[0].Value:0.00}).";
}

static string RangesOf(IEnumerable<ScoredSettings<Settings>> trials)
{
    var settings = trials.Select(trial => trial.Settings).ToList();
    return $"lr {settings.Min(one => one.LearningRate):0.0e+0} … {settings.Max(one => one.LearningRate):0.0e+0}, weight_decay {settings.Min(one => one.WeightDecay):0.0e+0} … {settings.Max(one => one.WeightDecay):0.0e+0}";
}

record Settings(double LearningRate, double WeightDecay)
{
    public static Settings From(ISuggest suggest) => new(
        LearningRate: suggest.LogUniform("lr", 1e-6, 1e-2),
        WeightDecay: suggest.LogUniform("weight_decay", 1e-8, 1e-4));
}
