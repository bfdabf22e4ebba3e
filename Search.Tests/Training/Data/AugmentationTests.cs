using HyperSearch.Training;

namespace Search.Tests;

public class AugmentationTests
{
    private static readonly (int Height, int Width) Size = (5, 7);
    private static readonly float[] Image = TestNumbers.Normal(35);

    [Fact]
    public void Without_any_change_the_image_stays_as_it_is() => Assert.Equal(Image, Changed(new Augmentation(), 0));

    [Fact]
    public void A_certain_flip_mirrors_the_image_and_twice_is_never()
    {
        var once = Changed(new Augmentation(Flip: 1), 0);
        for (var y = 0; y < Size.Height; y++)
        {
            for (var x = 0; x < Size.Width; x++)
                Assert.Equal(Image[y * 7 + 6 - x], once[y * 7 + x], 1e-6);
        }
    }

    [Fact]
    public void A_shift_moves_a_dot_by_no_more_than_it_may_and_keeps_its_ink()
    {
        var dot = new float[35];
        dot[2 * 7 + 3] = 1;
        for (ulong stream = 0; stream < 50; stream++)
        {
            var moved = Changed(new Augmentation(Shift: 1.5), stream, dot);
            Assert.Equal(1, moved.Sum(), 1e-5);
            double x = moved.Select((ink, i) => (double)ink * (i % 7)).Sum(), y = moved.Select((ink, i) => (double)ink * (i / 7)).Sum();
            Assert.InRange(x, 1.4999, 4.5001);
            Assert.InRange(y, 0.4999, 3.5001);
        }
    }

    [Fact]
    public void A_turn_leaves_the_centre_where_it_is()
    {
        for (ulong stream = 0; stream < 50; stream++)
            Assert.Equal(Image[2 * 7 + 3], Changed(new Augmentation(Rotation: 180), stream)[2 * 7 + 3], 1e-5);
    }

    [Fact]
    public void Noise_has_its_deviation()
    {
        double[] off = [.. Enumerable.Range(0, 300).SelectMany(stream => Changed(new Augmentation(Noise: 0.2), (ulong)stream).Zip(Image, (a, b) => (double)a - b))];
        Assert.Equal(0.2, Math.Sqrt(off.Average(x => x * x)), 4 * 0.2 / Math.Sqrt(2 * off.Length)); // a false alarm in 16,000, but the seed is fixed
    }

    [Fact]
    public void Every_epoch_changes_an_image_differently_and_every_run_the_same()
    {
        var (training, validation, _) = Dataset.Open("digits", 120).Split(0.2, 0, 0);
        var settings = new MlpSettings { Hidden = [8], Augmentation = new Augmentation(10, 2, 0, 0.1), Optimizer = Optimizer.Sgd(1e-30), Epochs = 3 };
        double[] Losses() => [.. Trainer.Train(settings, training, validation, cancel: TestContext.Current.CancellationToken).Epochs.Select(epoch => epoch.TrainingLoss)];
        var losses = Losses();
        Assert.Equal(3, losses.Distinct().Count());
        Assert.Equal(losses, Losses());
    }

    [Fact]
    public void Values_that_make_no_sense_are_refused()
    {
        Augmentation[] wrong = [new(Rotation: 181), new(Shift: -1), new(Flip: 1.1), new(Noise: double.NaN)];
        Assert.All(wrong, augmentation => Assert.Throws<ArgumentException>(() => augmentation.Validate((28, 28))));
        Assert.Throws<ArgumentException>(() => new Augmentation(Shift: 1).Validate(default));
        new Augmentation(Noise: 1).Validate(default);
    }

    private static float[] Changed(Augmentation augmentation, ulong stream, float[]? image = null)
    {
        var random = new RandomNumbers(1, RandomPurpose.Augment, stream);
        var target = new float[35];
        augmentation.Apply(image ?? Image, target, Size, ref random);
        return target;
    }
}
