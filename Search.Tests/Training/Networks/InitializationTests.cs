using HyperSearch.Training;

namespace Search.Tests;

public class InitializationTests
{
    private const int Inputs = 50, Outputs = 150, Count = 20_000;

    public static TheoryData<Initialization, double, bool> Deviations() => new()
    {
        { Initialization.Normal(0.01), 0.01, false },
        { Initialization.XavierNormal, 0.1, false },
        { Initialization.XavierUniform, 0.1, true },
        { Initialization.HeNormal, 0.2, false },
        { Initialization.HeUniform, 0.2, true },
        { Initialization.UniformFanIn, Math.Sqrt(1.0 / 150), true },
        { Initialization.LeCunNormal, Math.Sqrt(0.02), false },
    };

    [Theory]
    [MemberData(nameof(Deviations))]
    public void Weights_have_the_deviation_that_the_paper_asks_for(Initialization initialization, double deviation, bool uniform)
    {
        var random = new RandomNumbers(1, RandomPurpose.Initialize);
        double[] weights = [.. Enumerable.Range(0, Count).Select(_ => initialization.Draw(ref random, Inputs, Outputs))];
        // Four standard errors each: a false alarm in 16,000, but the seed is fixed.
        Assert.Equal(0, weights.Average(), 4 * deviation / Math.Sqrt(Count));
        Assert.Equal(1, Math.Sqrt(weights.Average(w => w * w)) / deviation, 4 / Math.Sqrt(2 * Count));
        Assert.Equal(uniform, weights.Max() <= deviation * Math.Sqrt(3));
    }

    [Fact]
    public void As_PyTorch_begins_its_layers_the_biases_are_drawn_as_well_in_the_same_range_and_else_they_are_zero()
    {
        // torch.manual_seed(0); (torch.nn.Linear(100, 200).bias.abs().max(), torch.nn.Conv2d(1, 8, 3).bias.abs().max()) → (0.0999, 0.3256)
        var net = new MlpSettings { Convolutions = [new(8)], Image = new(4, 4), Hidden = [200], Initialization = Initialization.UniformFanIn };
        Assert.Equal([("convolution1", 1.0 / 3), ("dense1", Math.Sqrt(1.0 / 32)), ("output", Math.Sqrt(1.0 / 200))], Largest(net).Select(layer => (layer.Name, layer.Range)));
        Assert.All(Largest(net), layer => Assert.InRange(layer.Bias, 0.5 * layer.Range, layer.Range));
        Assert.All(Largest(net), layer => Assert.InRange(layer.Weight, 0.9 * layer.Range, layer.Range));
        Assert.All(Largest(net with { Initialization = Initialization.HeUniform }), layer => Assert.Equal(0, layer.Bias));
    }

    [Fact]
    public void Convolutions_before_them_do_not_change_the_weights_of_hidden_layers()
    {
        var net = new MlpSettings { Hidden = [5], Seed = 4 };
        Assert.Equal(FirstWeights(net), FirstWeights(net with { Convolutions = [new(1, Size: 1)], Image = new(4, 4) }));

        static unsafe float[] FirstWeights(MlpSettings settings)
        {
            var network = MlpBuilder.Build(settings, 16, 3, batchSize: 1);
            network.Initialize(settings.Seed);
            var weights = network.Layers.OfType<DenseLayer>().First().Weights;
            var values = new Span<float>(weights.Value, weights.Length).ToArray();
            GC.KeepAlive(network);
            return values;
        }
    }

    /// <summary>Of each layer with weights the greatest magnitudes, and 1 / √(inputs of an output).</summary>
    private static unsafe List<(string Name, double Range, double Weight, double Bias)> Largest(MlpSettings settings)
    {
        var network = MlpBuilder.Build(settings, 16, 10, batchSize: 1);
        network.Initialize(1);
        var largest = network.Layers.OfType<WeightedLayer>().Select(layer => (
            layer.Weights.Name[..^".weights".Length], Math.Sqrt(1.0 / layer.Weights.Inputs),
            Enumerable.Range(0, layer.Weights.Count).Max(i => (double)Math.Abs(layer.Weights.Value[layer.Weights.Place(i)])),
            Enumerable.Range(0, layer.Bias!.Count).Max(i => (double)Math.Abs(layer.Bias.Value[i])))).ToList();
        GC.KeepAlive(network);
        return largest;
    }

    [Fact]
    public void A_constant_is_a_constant()
    {
        var random = new RandomNumbers(1, RandomPurpose.Initialize);
        Assert.Equal(0.5, Initialization.Constant(0.5).Draw(ref random, Inputs, Outputs));
    }

    [Fact]
    public void Values_out_of_range_are_refused()
    {
        Assert.Throws<ArgumentException>(Initialization.Normal(-1).Validate);
        Assert.Throws<ArgumentException>(Initialization.Constant(double.NaN).Validate);
    }
}
