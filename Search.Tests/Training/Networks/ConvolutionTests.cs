using HyperSearch.Training;

namespace Search.Tests;

public sealed unsafe class ConvolutionTests
{
    private static readonly MlpSettings Net = new()
    {
        Convolutions = [new(4, Padding: 1, Pool: Pooling.Max(2)), new(4, Size: 2, Pool: Pooling.Average(2, stride: 1))],
        Image = new(6, 7, 2),
        Hidden = [],
    };

    /// <summary>The loss; of each parameter Σ cos(i) · gradient[i]; of each running statistic Σ cos(i) · value[i].</summary>
    /// <remarks>
    /// PyTorch 1.13 in double precision, with wave(n, k) = torch.sin(0.7 * torch.arange(n) + k):
    /// <code>
    /// def block(channels, filters, size, padding, pool, k):
    ///     conv = nn.Conv2d(channels, filters, size, padding=padding, bias=norm is None)
    ///     conv.weight.data = 0.5 * wave(size * size * channels * filters, k).reshape(size, size, channels, filters).permute(3, 2, 0, 1)
    ///     if norm is None: conv.bias.data = 0.1 * wave(filters, k + 1)
    ///     return [conv] + ([norm(filters)] if norm else []) + [nn.ReLU(), pool]
    /// last = nn.Linear(4, 3)
    /// last.weight.data, last.bias.data = 0.5 * wave(12, 3).reshape(4, 3).T, 0.1 * wave(3, 4)
    /// net = nn.Sequential(*block(2, 4, 3, 1, nn.MaxPool2d(2), 1), *block(4, 4, 2, 0, nn.AvgPool2d(2, 1), 2), nn.Flatten(), last)
    /// nn.functional.cross_entropy(net(wave(5 * 84, 0).reshape(5, 2, 6, 7)), torch.tensor([0, 1, 2, 0, 1])).backward()
    /// </code>
    /// with norm of nn.BatchNorm2d, nn.GroupNorm(1 or 2, filters) and nn.InstanceNorm2d(filters, affine=True).
    /// </remarks>
    public static TheoryData<Normalization, double[]> Figures() => new()
    {
        { Normalization.None, [1.087598410, 0.017037281, -0.016879024, 0.000134839, 0.016628603, 0.005769043, -0.136450574] },
        { Normalization.Batch(), [1.075437750, -0.025129520, -0.010900587, 0.002533257, -0.081419479, 0.037136729, 0.008633864, 0.042453681, -0.104144108, 0.001437170, -0.077289127, 0.003140848, 0.144134146] },
        { Normalization.Layer(), [1.069245466, -0.048612366, 0.030416794, 0.001206365, 0.013215578, 0.032648652, 0.028410411, 0.002129835, -0.132807514] },
        { Normalization.Group(2), [1.087197295, 0.087435201, 0.022186820, 0.009633050, -0.058120079, 0.018543093, 0.021838004, 0.019864643, -0.112313266] },
        { Normalization.Instance(), [1.086733624, 0.155780018, 0.015792842, 0.011427564, -0.030761197, 0.005258112, 0.004872464, -0.013904621, -0.100105260] },
    };

    [Theory]
    [MemberData(nameof(Figures))]
    public void Loss_gradients_and_statistics_are_those_of_PyTorch(Normalization normalization, double[] expected)
    {
        var network = MlpBuilder.Build(Net with { Normalization = normalization }, features: 84, outputs: 3, batchSize: 5);
        network.Initialize(0);
        foreach (var (i, layer) in network.Layers.OfType<WeightedLayer>().Index())
        {
            for (var k = 0; k < layer.Weights.Count; k++)
                layer.Weights.Value[layer.Weights.Place(k)] = 0.5f * Wave(k, i + 1);
            for (var k = 0; k < layer.Bias?.Count; k++)
                layer.Bias.Value[k] = 0.1f * Wave(k, i + 2);
        }
        for (var i = 0; i < 5 * 84; i++)
            network.Input[i / 84, i % 84] = Wave(i, 0);

        var pass = new Pass(Training: true, Step: 0);
        var loss = Loss.SoftmaxCrossEntropy.Run(network.Forward(5, pass), [0, 1, 2, 0, 1], default, 0, network.OutputGradient) / 5;
        network.Backward(5, pass);
        Parameter[] parameters = [.. network.Layers.SelectMany(layer => layer.Parameters)];
        double[] actual =
        [
            loss,
            .. parameters.Where(parameter => parameter.Kind != ParameterKind.Statistic).Select(parameter => Projection(parameter, parameter.Gradient)),
            .. parameters.Where(parameter => parameter.Kind == ParameterKind.Statistic).Select(parameter => Projection(parameter, parameter.Value)),
        ];
        Assert.Equal(expected.Length, actual.Length);
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, 3e-6));
        GC.KeepAlive(network);
    }

    [Fact]
    public void Feature_maps_go_on_in_the_order_maps_height_width()
    {
        // Two filters of one pixel: the image itself, and its double.
        var data = Dataset.FromArrays("image", [1, 2, 3, 4, 5, 6], [0], classes: 2, imageSize: (2, 3));
        var session = new TrainingSession(new MlpSettings { Convolutions = [new(2, Size: 1), new(1, Size: 1)], Hidden = [4] }, data, data);
        var weights = session.Network.Layers.OfType<ConvolutionLayer>().First().Weights;
        (weights.Value[weights.Place(0)], weights.Value[weights.Place(1)]) = (1, 2);
        var blocks = session.Model.Activations(data);
        Assert.Equal([1, 2, 3, 4, 5, 6, 2, 4, 6, 8, 10, 12], blocks[0]);
        Assert.Equal([12, 6, 4], blocks.Select(block => block.Length));
        Assert.Equal(new ImageShape(2, 3), session.Model.Settings.Image);
    }

    [Fact]
    public void Images_with_channels_are_read_plane_by_plane()
    {
        // One filter that takes the second channel alone.
        var data = Dataset.FromArrays("image", [1, 2, 3, 4, 5, 6, 7, 8], [0], classes: 2);
        var session = new TrainingSession(new MlpSettings { Convolutions = [new(1, Size: 1)], Image = new(2, 2, 2), Hidden = [] }, data, data);
        var weights = session.Network.Layers.OfType<ConvolutionLayer>().First().Weights;
        (weights.Value[weights.Place(0)], weights.Value[weights.Place(1)]) = (0, 1);
        Assert.Equal([5, 6, 7, 8], session.Model.Activations(data)[0]);
    }

    private static float Wave(int i, int k) => (float)Math.Sin(0.7 * i + k);

    private static double Projection(Parameter parameter, float* values) =>
        Enumerable.Range(0, parameter.Count).Sum(i => Math.Cos(i) * values[parameter.Place(i)]);
}
