using HyperSearch;
using HyperSearch.Runner;
using HyperSearch.Training;

namespace Search.Tests;

/// <summary>A training whose numbers run away ends with the worst scores there are, by whichever of them it is judged.</summary>
public sealed class DivergenceTests : IDisposable
{
    private static readonly (Dataset Training, Dataset Validation, Dataset) Digits = Dataset.Open("digits", 300).Split(0.2, 0, 0);
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    public static TheoryData<string> Nets() => [.. Settings().Keys];

    [Theory]
    [MemberData(nameof(Nets))]
    public void A_learning_rate_that_diverges_never_has_the_best_score(string net)
    {
        var (settings, training, validation) = Settings()[net];
        var result = Trainer.Train(settings, training, validation, cancel: Token);

        Assert.True(result.Diverged);
        Assert.True(result.Stopped);
        Assert.True(result.Epochs.Count < settings.Epochs);
        Assert.Equal(Scores.Worst(training.HasLabels), result.Final.Validation);
        Assert.Equal(Scores.Worst(training.HasLabels), result.Final.Training);
        Assert.Equal(double.PositiveInfinity, result.ValidationLoss);
        Assert.Equal(training.HasLabels ? 0 : double.NaN, result.ValidationAccuracy);
        Assert.Equal(training.HasLabels ? 0 : double.NaN, result.Final.Validation.TopKAccuracy);
        Assert.Equal(training.HasLabels ? double.NaN : double.NegativeInfinity, result.Final.Validation.RSquared);
        Assert.Equal(result.Final.Validation, result.Model.Evaluate(validation, Token).Scores);
    }

    [Fact]
    public void Early_stopping_goes_back_to_the_weights_from_before()
    {
        // A linear model, trained by a rate that rises without end.
        MlpSettings rising = new()
        {
            Hidden = [],
            Loss = Loss.MeanSquaredError,
            Optimizer = Optimizer.Sgd(100),
            Schedule = Schedule.Constant.AfterWarmUp(3000),
            Epochs = 3000,
            EarlyStopping = new EarlyStopping(3000),
            BatchSize = 16,
        };
        var result = Trainer.Train(rising, Digits.Training, Digits.Validation, cancel: Token);

        Assert.True(result.Diverged);
        Assert.True(result.Final.Epoch < result.Epochs.Count);
        Assert.Equal(result.Epochs.Min(epoch => epoch.ValidationLoss), result.ValidationLoss);
        Assert.Equal(result.Final.Validation, result.Model.Evaluate(Digits.Validation, Token).Scores);
    }

    [Fact]
    public void It_saves_neither_checkpoint_nor_model()
    {
        var (settings, training, validation) = Settings()["accuracy"];
        var saved = new List<int>();
        var result = Trainer.Train(
            settings, training, validation, _ => false, new Checkpointing(null, (epoch, _) => saved.Add(epoch)) { Interval = TimeSpan.Zero }, Token);
        Assert.True(result.Diverged);
        Assert.Empty(saved);
        Assert.Contains("diverged", Assert.Throws<InvalidOperationException>(() => result.Model.Save(_folder.File("model"))).Message, StringComparison.Ordinal);
        Assert.False(File.Exists(_folder.File("model")));
    }

    [Fact]
    public async Task A_trial_that_diverged_is_the_worst_by_accuracy_and_has_failed_by_loss()
    {
        var byAccuracy = await RunAsync(result => result.ValidationAccuracy, epoch => epoch.ValidationAccuracy);
        Assert.Equal((TrialState.Complete, 0.0), (byAccuracy.State, byAccuracy.Value));
        var byTopK = await RunAsync(result => result.Final.Validation.TopKAccuracy, epoch => epoch.Validation.TopKAccuracy);
        Assert.Equal((TrialState.Complete, 0.0), (byTopK.State, byTopK.Value));
        var byLoss = await RunAsync(result => result.ValidationLoss, report: null);
        Assert.Equal(TrialState.Failed, byLoss.State);
        var byReportedLoss = await RunAsync(result => result.ValidationLoss, epoch => epoch.ValidationLoss);
        Assert.Equal(TrialState.Failed, byReportedLoss.State);
    }

    private static async Task<Trial> RunAsync(Func<TrainingResult, double> score, Func<EpochReport, double>? report)
    {
        var (settings, training, validation) = Settings()["accuracy"];
        var study = Studies.Create(
            (_, trial, cancel) => score(Trainer.Train(settings, training, validation, epoch => report is null || trial.Report(epoch.Epoch, report(epoch)), cancel)),
            trials: 1);
        await using var store = new MemoryStudyStore();
        var record = await store.OpenAsync(Studies.Define(study), CancellationToken.None);
        await new StudyRunner(study, study.TraceSpace(), record, new()).RunAsync(Token);
        return Assert.Single(await record.ReadAsync());
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static Dictionary<string, (MlpSettings, Dataset, Dataset)> Settings()
    {
        MlpSettings net = new() { Hidden = [20, 10], Optimizer = Optimizer.Sgd(1e10), BatchSize = 32, Epochs = 30 };
        var x = TestNumbers.Normal(400);
        var line = Dataset.FromArrays("line", x, [.. x.Select(value => 3 * value - 1)], outputs: 1);
        var (training, validation, _) = line.Split(0.25, 0, 0);
        return new()
        {
            ["accuracy"] = (net, Digits.Training, Digits.Validation),
            ["top 3"] = (net with { TopK = 3 }, Digits.Training, Digits.Validation),
            ["of all classes"] = (net with { TopK = 10 }, Digits.Training, Digits.Validation),
            ["batch normalization"] = (net with { Normalization = Normalization.Batch(), Optimizer = Optimizer.Sgd(1e30), L2 = 1 }, Digits.Training, Digits.Validation),
            ["weight normalization"] = (net with { Normalization = Normalization.Weight, Optimizer = Optimizer.Sgd(1e38), L2 = 1 }, Digits.Training, Digits.Validation),
            ["label smoothing"] = (net with { LabelSmoothing = 0.1 }, Digits.Training, Digits.Validation),
            ["sigmoid cross-entropy"] = (net with { Loss = Loss.SigmoidCrossEntropy, Optimizer = Optimizer.Momentum(1e20) }, Digits.Training, Digits.Validation),
            ["mean squared error of labels"] = (net with { Loss = Loss.MeanSquaredError }, Digits.Training, Digits.Validation),
            ["regression"] = (net with { Loss = Loss.MeanSquaredError }, training, validation),
            ["linear regression"] = (net with { Loss = Loss.MeanSquaredError, Hidden = [] }, training, validation),
            ["from the first step"] = (net with { Optimizer = Optimizer.AdamW(1e38) }, Digits.Training, Digits.Validation),
            ["in the last step of an epoch"] = (net with { BatchSize = 240, Epochs = 5, Optimizer = Optimizer.Sgd(1e38), L1 = 1e3 }, Digits.Training, Digits.Validation),
        };
    }
}
