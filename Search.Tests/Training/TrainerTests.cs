using HyperSearch.Training;

namespace Search.Tests;

public class TrainerTests
{
    private static readonly MlpSettings Small = new() { Hidden = [30, 20], Optimizer = Optimizer.Momentum(0.05), BatchSize = 32, Epochs = 4, L2 = 1e-4, Seed = 5 };
    private static readonly MlpSettings Convolutional = Small with
    {
        Convolutions = [new(4, Size: 5, Stride: 2, Pool: Pooling.Max(2)), new(6, Padding: 1, Pool: Pooling.Average(2))],
        Hidden = [20],
        Normalization = Normalization.Batch(),
        Epochs = 2,
    };

    private static readonly (Dataset Training, Dataset Validation, Dataset) Digits = Dataset.Open("digits", 600).Split(0.2, 0, 0);

    [Fact]
    public void Training_learns()
    {
        var result = Train(Small with { Epochs = 15 });
        Assert.Equal(15, result.Epochs.Count);
        Assert.Equal(Enumerable.Range(1, 15), result.Epochs.Select(epoch => epoch.Epoch));
        Assert.True(result.Epochs[^1].TrainingLoss < result.Epochs[0].TrainingLoss / 2);
        Assert.True(result.ValidationAccuracy > 0.5, $"{result.ValidationAccuracy}");
    }

    [Fact]
    public void Training_side_by_side_gives_the_same_bits_as_training_alone()
    {
        MlpSettings[] settings = [.. Enumerable.Range(0, 6).Select(i => (i % 2 == 0 ? Small : Convolutional) with { Seed = (ulong)i })];
        (double, double)[] alone = [.. settings.Select(Losses)];
        (double, double)[] together = [.. settings.AsParallel().AsOrdered().WithDegreeOfParallelism(3).Select(Losses)];
        Assert.Equal(alone, together);
        Assert.Equal(6, alone.Distinct().Count());
    }

    [Theory]
    [InlineData("a hidden layer")]
    [InlineData("convolutions")]
    [InlineData("everything")]
    public void A_step_allocates_nothing(string net)
    {
        var settings = net == "a hidden layer" ? Small : net == "convolutions" ? Convolutional : Small with
        {
            Normalization = Normalization.Batch(),
            Dropout = 0.2,
            Optimizer = Optimizer.NAdam(),
            ClipNorm = 1,
            L1 = 1e-5,
            Activation = Activation.PRelu(),
            Augmentation = new Augmentation(10, 2, 0.5, 0.1),
            Loss = Loss.SigmoidCrossEntropy,
        };
        var session = new TrainingSession(settings, Digits.Training, Digits.Validation);
        int[] batch = [.. Enumerable.Range(0, Small.BatchSize)];
        session.TrainStep(batch, 0.01);
        // A collection meanwhile, which other tests may cause, counts what was left of the thread's buffer; so the least of several.
        Assert.Equal(0, Enumerable.Range(0, 5).Min(_ => Allocated()));

        long Allocated()
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var step = 0; step < 20; step++)
                session.TrainStep(batch, 0.01);
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }
    }

    [Fact]
    public void The_callback_sees_every_epoch_and_can_end_training()
    {
        var seen = new List<EpochReport>();
        var result = Train(Small, epoch =>
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
    public void L2_makes_the_weights_smaller_and_L1_makes_more_of_them_almost_zero()
    {
        float[] free = Weights(Small), squares = Weights(Small with { L2 = 0.1 }), sizes = Weights(Small with { L1 = 0.003 });
        Assert.True(squares.Sum(w => w * w) < 0.6 * free.Sum(w => w * w));
        Assert.True(sizes.Count(w => Math.Abs(w) < 0.002) > 3 * free.Count(w => Math.Abs(w) < 0.002));
    }

    [Fact]
    public void A_clipped_gradient_moves_the_weights_no_further_than_rate_times_limit()
    {
        var clipped = Small with { Optimizer = Optimizer.Sgd(0.5), ClipNorm = 0.01, L2 = 0 };
        var session = new TrainingSession(clipped, Digits.Training, Digits.Validation);
        var before = Weights(session);
        session.TrainStep([.. Enumerable.Range(0, 32)], 0.5);
        var moved = Math.Sqrt(Weights(session).Zip(before, (a, b) => ((double)a - b) * ((double)a - b)).Sum());
        Assert.Equal(0.005, moved, 0.0005);
    }

    [Fact]
    public void Updating_on_the_way_back_gives_the_same_bits_as_updating_at_the_end()
    {
        foreach (var net in (MlpSettings[])[Small with { Hidden = [50, 33] }, Small with { Hidden = [50], DropConnect = 0.3 }, Convolutional])
        {
            var adam = net with { Optimizer = Optimizer.AdamW(), L1 = 1e-5, L2 = 0 };
            Assert.Equal(Weights(adam), Weights(adam with { ClipNorm = 1e30 })); // clipping needs all gradients at once, and here changes none
        }
    }

    [Fact]
    public void Full_batch_gradient_descent_does_not_look_at_the_batch_size()
    {
        var descent = Small with { Optimizer = Optimizer.GradientDescent(0.1) };
        Assert.Equal(Losses(descent with { BatchSize = 7 }), Losses(descent with { BatchSize = 100 }));
    }

    [Fact]
    public void Early_stopping_goes_back_to_the_weights_with_the_lowest_validation_loss()
    {
        var result = Train(Small with { Epochs = 200, Optimizer = Optimizer.Momentum(0.3), Normalization = Normalization.Batch(), EarlyStopping = new EarlyStopping(5) });
        Assert.True(result.Stopped);
        Assert.Equal(result.Epochs.Min(epoch => epoch.ValidationLoss), result.ValidationLoss);
        Assert.Equal(result.Final.Epoch + 5, result.Epochs.Count);
        Assert.Equal(result.Final.Validation, result.Model.Evaluate(Digits.Validation, TestContext.Current.CancellationToken).Scores);
    }

    [Fact]
    public void Dropout_and_augmentation_do_not_shift_the_first_weights_nor_the_order_of_the_examples()
    {
        var plain = new TrainingSession(Small, Digits.Training, Digits.Validation);
        var other = new TrainingSession(Small with { Dropout = 0.5, Augmentation = new Augmentation(Noise: 0.1) }, Digits.Training, Digits.Validation);
        Assert.Equal(Weights(plain), Weights(other));
    }

    [Fact]
    public void A_models_hidden_layers_can_be_looked_into()
    {
        var model = Train(Small).Model;
        var layers = model.Activations(Digits.Validation);
        Assert.Equal([30 * Digits.Validation.Count, 20 * Digits.Validation.Count], layers.Select(layer => layer.Length));
        Assert.All(layers, layer => Assert.True(layer.Min() == 0 && layer.Max() > 0, "what ReLU puts out"));
    }

    [Fact]
    public void A_line_is_fitted_with_mean_squared_error()
    {
        var x = TestNumbers.Normal(400);
        var data = Dataset.FromArrays("line", x, [.. x.Select(value => 3 * value - 1)], outputs: 1);
        var (training, validation, _) = data.Split(0.25, 0, 0);
        var result = Trainer.Train(
            new MlpSettings { Hidden = [], Loss = Loss.MeanSquaredError, Optimizer = Optimizer.Momentum(0.05), Epochs = 30 },
            training, validation, cancel: TestContext.Current.CancellationToken);
        Assert.True(result.Final.Validation.RSquared > 0.9999, $"{result.Final.Validation}");
        Assert.Equal(5, result.Model.Predict([2])[0], 0.02);
    }

    [Fact]
    public void The_losses_that_are_reported_are_those_of_the_labels_alone_whatever_the_regularization()
    {
        var regular = Small with { LabelSmoothing = 0.3, L1 = 0.001, L2 = 0.01, Dropout = 0.2, Normalization = Normalization.Batch() };
        var result = Train(regular);
        var expected = Enumerable.Range(0, Digits.Validation.Count).Average(i =>
        {
            var z = result.Model.Predict(Digits.Validation.Input(i));
            return Math.Log(z.Sum(value => Math.Exp(value))) - z[Digits.Validation.Label(i)];
        });
        Assert.Equal(expected, result.ValidationLoss, 1e-5);
        Assert.Equal(result.ValidationLoss, result.Model.Evaluate(Digits.Validation, TestContext.Current.CancellationToken).Scores.Loss);

        // The first mini-batch, before the step on it: no more than what the first weights know, though the smoothed loss is as large.
        var one = Small with { LabelSmoothing = 0.9, Hidden = [], Initialization = Initialization.Constant(0), Optimizer = Optimizer.GradientDescent(1e-9), Epochs = 1, L2 = 0 };
        Assert.Equal(Math.Log(10), Train(one).Final.TrainingLoss, 1e-6);
    }

    [Fact]
    public void Data_of_more_classes_than_a_confusion_matrix_has_room_for_can_be_trained_on()
    {
        const int Classes = 70_000;
        var data = Dataset.FromArrays("many", [1, 2], labels: [0, Classes - 1], Classes);
        var result = Trainer.Train(new MlpSettings { Hidden = [], Epochs = 1 }, data, data, cancel: TestContext.Current.CancellationToken);
        Assert.True(double.IsFinite(result.ValidationLoss));
        Assert.Contains("confusion matrix", Assert.Throws<ArgumentException>(() => result.Model.Evaluate(data, TestContext.Current.CancellationToken)).Message, StringComparison.Ordinal);
    }

    private static TrainingResult Train(MlpSettings settings, Func<EpochReport, bool>? onEpoch = null) =>
        Trainer.Train(settings, Digits.Training, Digits.Validation, onEpoch, TestContext.Current.CancellationToken);

    private static (double, double) Losses(MlpSettings settings)
    {
        var result = Train(settings);
        return (result.Epochs[^1].TrainingLoss, result.ValidationLoss);
    }

    private static float[] Weights(MlpSettings settings)
    {
        var session = new TrainingSession(settings, Digits.Training, Digits.Validation);
        Trainer.Continue(session, cancel: TestContext.Current.CancellationToken);
        return Weights(session);
    }

    private static unsafe float[] Weights(TrainingSession session)
    {
        var weights = new Span<float>(session.Network.Parameters.Values, session.Network.Parameters.WeightLength).ToArray();
        GC.KeepAlive(session);
        return weights;
    }
}
