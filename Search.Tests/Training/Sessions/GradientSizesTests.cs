using HyperSearch.Training;

namespace Search.Tests;

public sealed class GradientSizesTests
{
    private static readonly Dataset Images = Dataset.Open("digits", count: 60);

    [Fact]
    public void They_are_what_a_step_of_plain_gradient_descent_changes_the_weights_by()
    {
        const double Rate = 0.5;
        var session = new TrainingSession(new() { Hidden = [9, 7], Activation = Activation.Tanh, Optimizer = Optimizer.GradientDescent(Rate), Epochs = 1 }, Images, Images);
        var sizes = session.GradientSizes();
        float[][] before = [.. session.Model.Layers.Select(layer => layer.Weights)];
        session.RunEpoch();
        Assert.Equal(["dense1", "dense2", "output"], sizes.Select(layer => layer.Layer));
        for (var i = 0; i < sizes.Count; i++)
        {
            var change = session.Model.Layers[i].Weights.Zip(before[i], (after, was) => Math.Pow((after - was) / Rate, 2)).Average();
            Assert.Equal(Math.Sqrt(change), sizes[i].Size, 1e-3 * sizes[i].Size);
        }
    }

    [Fact]
    public void A_training_goes_on_as_if_nobody_had_asked_for_them()
    {
        var settings = new MlpSettings
        {
            Hidden = [9, 7],
            Normalization = Normalization.Batch(),
            Optimizer = Optimizer.Adam(0.01),
            Dropout = 0.2,
            L2 = 0.01,
            LabelSmoothing = 0.1,
            Augmentation = new(Shift: 1),
            BatchSize = 25,
            Epochs = 2,
        };
        TrainingSession asked = new(settings, Images, Images), left = new(settings, Images, Images);
        for (var epoch = 0; epoch < settings.Epochs; epoch++)
        {
            asked.GradientSizes();
            Assert.Equal(left.RunEpoch().Validation, asked.RunEpoch().Validation);
        }
        Assert.Equal(left.Model.Layers.SelectMany(layer => layer.Weights), asked.Model.Layers.SelectMany(layer => layer.Weights));
    }
}
