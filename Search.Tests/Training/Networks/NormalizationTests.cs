using Search.Training;

namespace Search.Tests;

public unsafe class NormalizationTests
{
    private static readonly MlpSettings Settings = new()
    {
        Hidden = [10], Activation = Activation.Identity, Normalization = Normalization.Batch(momentum: 0.25), Optimizer = Optimizer.Sgd(0.01), BatchSize = 25, Epochs = 3,
    };

    [Fact]
    public void Running_averages_follow_the_batches_by_the_momentum()
    {
        var network = new Network(Settings, features: 6, outputs: 2, batchSize: 25);
        network.Initialize(1);
        var layer = network.Layers.OfType<BatchNormLayer>().Single();
        double mean = 0, variance = 1;
        for (int batch = 0; batch < 3; batch++)
        {
            Fill(network, (ulong)batch);
            Matrix normalized = network.Forward(25, Pass.Inference with { Training = true }, layers: 1);
            double[] x = [.. Enumerable.Range(0, 25).Select(row => (double)normalized[row, 4])];
            mean = (0.75 * mean) + (0.25 * x.Average());
            variance = (0.75 * variance) + (0.25 * x.Sum(value => Math.Pow(value - x.Average(), 2)) / 24);
            network.Forward(25, Pass.Inference with { Training = true });
        }

        Assert.Equal(mean, layer.RunningMean[4], 1e-6);
        Assert.Equal(variance, layer.RunningVariance[4], 1e-6);
        GC.KeepAlive(network);
    }

    [Fact]
    public void Exact_statistics_are_those_of_the_whole_training_set()
    {
        Dataset data = TestNumbers.Data(110, features: 6, classes: 2);
        MlpSettings exact = Settings with { Hidden = [10, 7], Activation = Activation.Tanh, Normalization = Normalization.Batch(statistics: BatchStatistics.Exact) };
        var session = new TrainingSession(exact, data, data);
        session.RunEpoch(TestContext.Current.CancellationToken);
        // What goes into the second normalization, with everything before it in inference:
        int second = session.Network.Layers.Select((layer, i) => (layer, i)).Last(pair => pair.layer is BatchNormLayer).i;
        var inputs = new List<double>();
        for (int row = 0; row < data.Count; row++)
        {
            data.Input(row).CopyTo(new Span<float>(session.Network.Input.Row(0), 6));
            inputs.Add(session.Network.Forward(1, Pass.Inference, layers: second)[0, 3]);
        }

        var layer = (BatchNormLayer)session.Network.Layers[second];
        Assert.Equal(inputs.Average(), layer.RunningMean[3], 1e-5);
        Assert.Equal(inputs.Average(x => x * x) - (inputs.Average() * inputs.Average()), layer.RunningVariance[3], 1e-5);
        GC.KeepAlive(session);
    }

    [Theory]
    [InlineData("batch")]
    [InlineData("layer")]
    [InlineData("dropout")]
    public void In_inference_a_row_does_not_depend_on_the_others(string kind)
    {
        MlpSettings settings = kind switch
        {
            "batch" => Settings,
            "layer" => Settings with { Normalization = Normalization.Layer() },
            _ => Settings with { Normalization = Normalization.None, Dropout = 0.5 },
        };
        Dataset data = TestNumbers.Data(100, features: 6, classes: 2);
        Model model = Trainer.Train(settings, data, data, cancel: TestContext.Current.CancellationToken).Model;
        float[] alone = model.Predict(data.Input(7));
        model.Evaluate(data, TestContext.Current.CancellationToken);
        Assert.Equal(alone, model.Predict(data.Input(7)));
    }

    [Fact]
    public void A_normalized_layer_has_no_bias_unless_the_normalization_comes_later()
    {
        Assert.Equal(["output.bias"], Biases(Normalization.Batch()));
        Assert.Equal(["dense1.bias", "output.bias"], Biases(Normalization.Batch(NormalizationPlace.AfterActivation)));
        Assert.Equal(["dense1.bias", "output.bias"], Biases(Normalization.None));

        static IEnumerable<string> Biases(Normalization normalization)
            => new Network(Settings with { Normalization = normalization }, 6, 2, 25).Parameters.All.Select(parameter => parameter.Name).Where(name => name.EndsWith("bias", StringComparison.Ordinal));
    }

    [Fact]
    public void A_last_mini_batch_of_one_row_does_no_harm()
    {
        Dataset data = TestNumbers.Data(26, features: 6, classes: 2);
        TrainingResult result = Trainer.Train(Settings, data, data, cancel: TestContext.Current.CancellationToken);
        Assert.True(double.IsFinite(result.ValidationLoss));
    }

    private static void Fill(Network network, ulong stream)
    {
        float[] numbers = TestNumbers.Normal(25 * 6, stream);
        for (int row = 0; row < 25; row++)
            numbers.AsSpan(row * 6, 6).CopyTo(new Span<float>(network.Input.Row(row), 6));
    }
}
