using Search.Training;

namespace Search.Tests;

public class TrainerTests
{
    private static readonly MlpSettings Small = new() { Hidden = [30, 20], Optimizer = Optimizer.Momentum(0.05), BatchSize = 32, Epochs = 4, L2 = 1e-4, Seed = 5 };
    private static readonly (Dataset Training, Dataset Validation, Dataset) Digits = Dataset.Open("digits", 600).Split(0.2, 0, 0);

    [Fact]
    public void Training_learns()
    {
        TrainingResult result = Train(Small with { Epochs = 15 });
        Assert.Equal(15, result.Epochs.Count);
        Assert.Equal(Enumerable.Range(1, 15), result.Epochs.Select(epoch => epoch.Epoch));
        Assert.True(result.Epochs[^1].TrainingLoss < result.Epochs[0].TrainingLoss / 2);
        Assert.True(result.ValidationAccuracy > 0.5, $"{result.ValidationAccuracy}");
    }

    [Fact]
    public void Training_side_by_side_gives_the_same_bits_as_training_alone()
    {
        MlpSettings[] settings = [.. Enumerable.Range(0, 6).Select(i => Small with { Seed = (ulong)i })];
        (double, double)[] alone = [.. settings.Select(Losses)];
        (double, double)[] together = [.. settings.AsParallel().AsOrdered().WithDegreeOfParallelism(3).Select(Losses)];
        Assert.Equal(alone, together);
        Assert.Equal(6, alone.Distinct().Count());
    }

    [Fact]
    public void A_step_allocates_nothing()
    {
        var session = new TrainingSession(Small, Digits.Training, Digits.Validation);
        int[] batch = [.. Enumerable.Range(0, Small.BatchSize)];
        session.TrainStep(batch, 0.01);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int step = 0; step < 20; step++)
            session.TrainStep(batch, 0.01);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void The_callback_sees_every_epoch_and_can_end_training()
    {
        var seen = new List<EpochReport>();
        TrainingResult result = Train(Small, epoch =>
        {
            seen.Add(epoch);
            return epoch.Epoch < 2;
        });
        Assert.True(result.Stopped);
        Assert.Equal(2, seen.Count);
        Assert.Equal(seen, result.Epochs);
        Assert.Equal(seen[^1].ValidationAccuracy, result.ValidationAccuracy);
    }

    [Fact]
    public void Cancelling_ends_training_before_the_next_mini_batch()
    {
        using var cancel = new CancellationTokenSource();
        Assert.Throws<OperationCanceledException>(() => Trainer.Train(
            Small with { Epochs = 1_000_000 },
            Digits.Training,
            Digits.Validation,
            _ =>
            {
                cancel.Cancel();
                return true;
            },
            cancel.Token));
    }

    [Fact]
    public void L2_makes_the_weights_smaller()
    {
        double free = WeightNorm(Small with { L2 = 0 }), decayed = WeightNorm(Small with { L2 = 0.1 });
        Assert.True(decayed < 0.8 * free, $"{decayed} against {free}");
    }

    [Fact]
    public void Settings_that_make_no_sense_are_refused_with_the_value()
    {
        MlpSettings[] wrong =
        [
            Small with { Hidden = [3, 0] }, Small with { BatchSize = 0 }, Small with { Epochs = 0 }, Small with { L2 = -1 },
            Small with { L2 = double.NaN }, Small with { Optimizer = Optimizer.Sgd(-1) },
        ];
        Assert.All(wrong, settings => Assert.Throws<ArgumentException>(() => Train(settings)));
        Assert.Throws<ArgumentException>(() => Trainer.Train(Small, Digits.Training, TestNumbers.Data(10, 3, 10), cancel: TestContext.Current.CancellationToken));
    }

    private static TrainingResult Train(MlpSettings settings, Func<EpochReport, bool>? onEpoch = null)
        => Trainer.Train(settings, Digits.Training, Digits.Validation, onEpoch, TestContext.Current.CancellationToken);

    private static (double, double) Losses(MlpSettings settings)
    {
        TrainingResult result = Train(settings);
        return (result.Epochs[^1].TrainingLoss, result.ValidationLoss);
    }

    private static unsafe double WeightNorm(MlpSettings settings)
    {
        var session = new TrainingSession(settings, Digits.Training, Digits.Validation);
        for (int epoch = 0; epoch < settings.Epochs; epoch++)
            session.RunEpoch(CancellationToken.None);
        double sum = 0;
        for (int i = 0; i < session.Network.Parameters.WeightLength; i++)
            sum += session.Network.Parameters.Values[i] * session.Network.Parameters.Values[i];
        GC.KeepAlive(session);
        return Math.Sqrt(sum);
    }
}
