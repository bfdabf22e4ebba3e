using HyperSearch.Training;

namespace Search.Tests;

public unsafe class NormalizationTests
{
    private static readonly MlpSettings Settings = new()
    {
        Hidden = [10],
        Activation = Activation.Identity,
        Normalization = Normalization.Batch(momentum: 0.25),
        Optimizer = Optimizer.Sgd(0.01),
        BatchSize = 25,
        Epochs = 3,
    };

    [Fact]
    public void Running_averages_follow_the_batches_by_the_momentum()
    {
        var network = MlpBuilder.Build(Settings, features: 6, outputs: 2, batchSize: 25);
        network.Initialize(1);
        var layer = network.Layers.OfType<BatchNormLayer>().Single();
        double mean = 0, variance = 1;
        for (var batch = 0; batch < 3; batch++)
        {
            Fill(network, (ulong)batch);
            var normalized = network.Forward(25, Pass.Inference with { Training = true }, layers: 1);
            double[] x = [.. Enumerable.Range(0, 25).Select(row => (double)normalized[row, 4])];
            mean = 0.75 * mean + 0.25 * x.Average();
            variance = 0.75 * variance + 0.25 * x.Sum(value => Math.Pow(value - x.Average(), 2)) / 24;
            network.Forward(25, Pass.Inference with { Training = true });
        }
        Assert.Equal(mean, layer.RunningMean[4], 1e-6);
        Assert.Equal(variance, layer.RunningVariance[4], 1e-6);
        GC.KeepAlive(network);
    }

    [Fact]
    public void Exact_statistics_are_those_of_the_whole_training_set()
    {
        var data = TestNumbers.Data(110, features: 6, classes: 2);
        var exact = Settings with { Hidden = [10, 7], Activation = Activation.Tanh, Normalization = Normalization.Batch(statistics: BatchStatistics.Exact) };
        var session = new TrainingSession(exact, data, data);
        session.RunEpoch(TestContext.Current.CancellationToken);
        // What goes into the second normalization, with everything before it in inference:
        var second = session.Network.Layers.Select((layer, i) => (layer, i)).Last(pair => pair.layer is BatchNormLayer).i;
        var inputs = new List<double>();
        for (var row = 0; row < data.Count; row++)
        {
            data.Input(row).CopyTo(new Span<float>(session.Network.Input.Row(0), 6));
            inputs.Add(session.Network.Forward(1, Pass.Inference, layers: second)[0, 3]);
        }
        var layer = (BatchNormLayer)session.Network.Layers[second];
        Assert.Equal(inputs.Average(), layer.RunningMean[3], 1e-5);
        Assert.Equal(inputs.Average(x => x * x) - inputs.Average() * inputs.Average(), layer.RunningVariance[3], 1e-5);
        GC.KeepAlive(session);
    }

    [Theory]
    [InlineData("batch")]
    [InlineData("layer")]
    [InlineData("dropout")]
    public void In_inference_a_row_does_not_depend_on_the_others(string kind)
    {
        var settings = kind switch
        {
            "batch" => Settings,
            "layer" => Settings with { Normalization = Normalization.Layer() },
            _ => Settings with { Normalization = Normalization.None, Dropout = 0.5 },
        };
        var data = TestNumbers.Data(100, features: 6, classes: 2);
        var model = Trainer.Train(settings, data, data, cancel: TestContext.Current.CancellationToken).Model;
        var alone = model.Predict(data.Input(7));
        model.Evaluate(data, TestContext.Current.CancellationToken);
        Assert.Equal(alone, model.Predict(data.Input(7)));
    }

    [Fact]
    public void A_normalized_layer_has_no_bias_unless_the_normalization_comes_later()
    {
        Assert.Equal(["output.bias"], Biases(Normalization.Batch()));
        Assert.Equal(["dense1.bias", "output.bias"], Biases(Normalization.Batch(NormalizationPlace.AfterActivation)));
        Assert.Equal(["dense1.bias", "output.bias"], Biases(Normalization.None));

        static IEnumerable<string> Biases(Normalization normalization) =>
            MlpBuilder.Build(Settings with { Normalization = normalization }, 6, 2, 25).Parameters.All.Select(parameter => parameter.Name).Where(name => name.EndsWith("bias", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    public void A_few_rows_that_are_left_for_a_last_mini_batch_do_no_harm(int left)
    {
        // Trained on by themselves, these cost 6, 270 and 27 % of the loss, and the deviation of such a ratio of means is about 3 %.
        var (training, validation, _) = Dataset.Open("digits", 600).Split(0.3, 0, 0);
        double without = Loss(384), with = Loss(384 + left);
        Assert.True(with < 1.12 * without, $"{without} → {with}");

        double Loss(int rows) => Enumerable.Range(0, 20).Average(seed => Trainer.Train(
            new MlpSettings { Hidden = [30, 20], Normalization = Normalization.Batch(), Optimizer = Optimizer.Momentum(0.05), BatchSize = 32, Epochs = 5, Seed = (ulong)seed },
            training.Take(rows), validation, cancel: TestContext.Current.CancellationToken).ValidationLoss);
    }

    [Fact]
    public void A_last_mini_batch_of_one_row_does_no_harm()
    {
        // It is trained on with the one before it: the statistics are those of one mini-batch of all rows.
        var data = TestNumbers.Data(26, features: 6, classes: 2);
        float[] joined = Variances(Settings with { Epochs = 1 }), whole = Variances(Settings with { Epochs = 1, BatchSize = 26 });
        Assert.Equal(whole, joined);

        float[] Variances(MlpSettings settings)
        {
            var session = new TrainingSession(settings, data, data);
            session.RunEpoch(TestContext.Current.CancellationToken);
            var variances = session.Network.Layers.OfType<BatchNormLayer>().Single().RunningVariance.ToArray();
            GC.KeepAlive(session);
            return variances;
        }
    }

    private static void Fill(Network network, ulong stream)
    {
        var numbers = TestNumbers.Normal(25 * 6, stream);
        for (var row = 0; row < 25; row++)
            numbers.AsSpan(row * 6, 6).CopyTo(new Span<float>(network.Input.Row(row), 6));
    }
}
