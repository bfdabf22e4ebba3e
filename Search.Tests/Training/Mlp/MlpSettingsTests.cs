using HyperSearch.Training;

namespace Search.Tests;

public class MlpSettingsTests
{
    private static readonly MlpSettings Good = new() { Hidden = [6, 4] };
    private static readonly MlpSettings Images = Good with { Convolutions = [new(3, Size: 1)], Image = new(2, 2) };

    public static TheoryData<MlpSettings, string> Wrong() => new()
    {
        { Good with { Hidden = [3, 0] }, "[3, 0]" },
        { Good with { BatchSize = 0 }, "batch size" },
        { Good with { Epochs = 0 }, "epochs" },
        { Good with { TopK = 0 }, "top k" },
        { Good with { TopK = 4 }, "3 classes" },
        { Good with { L1 = -1 }, "L1" },
        { Good with { L2 = double.NaN }, "L2" },
        { Good with { ClipNorm = 0 }, "clip norm" },
        { Good with { Dropout = 1 }, "dropout" },
        { Good with { Hidden = [], Dropout = 0.1 }, "there are none" },
        { Good with { Hidden = [], Normalization = Normalization.Batch() }, "there are none" },
        { Good with { DropConnect = 1 }, "DropConnect" },
        { Good with { Hidden = [], DropConnect = 0.1 }, "there are none" },
        { Good with { Normalization = Normalization.Instance() }, "no convolutions" },
        { Good with { Convolutions = [new(2, Size: 1)] }, "no image size" },
        { Good with { Convolutions = [new(2, Size: 1)], Image = new(2, 3) }, "1 × 2 × 3, and test has 4 features" },
        { Images with { Image = new(0, 4) }, "height, width and channels ≥ 1" },
        { Images with { Convolutions = [new(0)] }, "filters, size and stride ≥ 1" },
        { Images with { Convolutions = [new(2, Size: 0)] }, "filters, size and stride ≥ 1" },
        { Images with { Convolutions = [new(2, Stride: 0)] }, "filters, size and stride ≥ 1" },
        { Images with { Convolutions = [new(2, Size: 2, Padding: 2)] }, "0 ≤ padding < size" },
        { Images with { Convolutions = [new(2, Size: 2, Padding: -1)] }, "0 ≤ padding < size" },
        { Images with { Convolutions = [new(2, Size: 3)] }, "3 × 3 and the image 2 × 2" },
        { Images with { Convolutions = [new(2, Size: 2), new(2, Size: 2)] }, "2 × 2 and the image 1 × 1" },
        { Images with { Convolutions = [new(2, Size: 1, Pool: Pooling.Max(3))] }, "3 × 3 and the map 2 × 2" },
        { Images with { Convolutions = [new(2, Size: 1, Pool: Pooling.Average(0))] }, "size ≥ 1" },
        { Images with { Convolutions = [new(2, Size: 1, Pool: Pooling.Max(1, stride: 0))] }, "stride ≥ 1" },
        { Images with { Convolutions = [new(2, Size: 1, Pool: new((PoolingKind)7, 1, 1))] }, "no kind 7" },
        { Images with { Convolutions = [.. Enumerable.Repeat(new Convolution(2, Size: 1), 257)] }, "at most 256" },
        { Images with { Convolutions = [new(2, Size: 2_000_000_000, Padding: 1_999_999_999)] }, "too large" },
        { Images with { Convolutions = [new(int.MaxValue, Size: 1)] }, "too large" },
        { Images with { Convolutions = [new(1_000_000, Size: 1), new(1_000_000, Size: 1)] }, "too large" },
        { Images with { Image = new(65536, 65536, 65536) }, "too large" },
        { Images with { Normalization = Normalization.Group(2) }, "number of filters" },
        { Images with { Normalization = Normalization.Group(3), Convolutions = [new(3, Size: 2)], Hidden = [6] }, "at least 2 numbers" },
        { Images with { Normalization = Normalization.Instance(), Convolutions = [new(3, Size: 2)] }, "at least 2 positions" },
        { Good with { LabelSmoothing = 1 }, "label smoothing" },
        { Good with { LabelSmoothing = 0.1, Loss = Loss.MeanSquaredError }, "needs softmax" },
        { Good with { Optimizer = Optimizer.AdamW(), L2 = 0.1 }, "two ways of the same thing" },
        { Good with { Optimizer = Optimizer.Sgd(-1) }, "learning rate" },
        { Good with { Schedule = Schedule.Step(0) }, "epochs" },
        { Good with { Activation = Activation.LeakyRelu(-1) }, "α" },
        { Good with { Activation = Activation.Elu(0) }, "α" },
        { Good with { Activation = Activation.PRelu(double.NaN) }, "α" },
        { Good with { Initialization = Initialization.Normal(-1) }, "deviation" },
        { Good with { Normalization = Normalization.Group(4) }, "[6, 4]" },
        { Good with { Normalization = Normalization.Batch(momentum: 0) }, "momentum" },
        { Good with { Normalization = Normalization.Batch(), BatchSize = 1 }, "at least 2 rows" },
        { Good with { Normalization = Normalization.Batch((NormalizationPlace)7) }, "place 7" },
        { Good with { Normalization = Normalization.Batch(statistics: (BatchStatistics)7) }, "statistics 7" },
        { Good with { Normalization = Normalization.Group(4), Hidden = [8, 4] }, "at least 2 units" },
        { Good with { Normalization = Normalization.Layer(), Hidden = [6, 1] }, "at least 2 units" },
        { Good with { Hidden = [.. Enumerable.Repeat(2, 257)] }, "at most 256" },
        { Good with { Hidden = [100_000, 100_000] }, "too large" },
        { Good with { Hidden = [int.MaxValue] }, "too large" },
        { Good with { Hidden = [40_000, 40_000, 40_000] }, "too large" },
        { Good with { EarlyStopping = new EarlyStopping(0) }, "patience" },
        { Good with { Augmentation = new Augmentation(Shift: 1) }, "no image size" },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void What_makes_no_sense_is_refused_with_the_reason(MlpSettings settings, string reason)
    {
        var data = TestNumbers.Data(10, features: 4, classes: 3);
        var error = Assert.Throws<ArgumentException>(() => new TrainingSession(settings, data, data));
        Assert.Contains(reason, error.Message, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void Batch_normalization_wants_two_rows_but_gradient_descent_takes_them_all_whatever_the_batch_size()
    {
        var batch = Good with { Normalization = Normalization.Batch() };
        var data = TestNumbers.Data(10, features: 4, classes: 3);
        Assert.Contains("at least 2 examples", Assert.Throws<ArgumentException>(() => new TrainingSession(batch, data.Take(1), data)).Message, StringComparison.Ordinal);
        Assert.NotNull(new TrainingSession(batch with { BatchSize = 1, Optimizer = Optimizer.GradientDescent(0.1) }, data, data));
        Assert.NotNull(new TrainingSession(Good with { BatchSize = 1 }, data.Take(1), data));
    }

    [Fact]
    public void Data_that_do_not_fit_each_other_or_the_loss_are_refused()
    {
        Dataset data = TestNumbers.Data(10, features: 4, classes: 3), wider = TestNumbers.Data(10, features: 5, classes: 3);
        var numbers = Dataset.FromArrays("numbers", TestNumbers.Normal(40), TestNumbers.Normal(10), outputs: 1);
        Assert.Throws<ArgumentException>(() => new TrainingSession(Good, data, wider));
        Assert.Throws<ArgumentException>(() => new TrainingSession(Good, data, data.Take(0)));
        Assert.Contains("needs labels", Assert.Throws<ArgumentException>(() => new TrainingSession(Good, numbers, numbers)).Message, StringComparison.Ordinal);
    }
}
