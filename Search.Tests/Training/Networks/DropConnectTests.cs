using HyperSearch.Training;

namespace Search.Tests;

public sealed unsafe class DropConnectTests
{
    private static readonly MlpSettings Net = new() { Hidden = [50], Activation = Activation.Identity, DropConnect = 0.3, Seed = 2 };

    [Fact]
    public void So_many_weights_are_dropped_others_at_each_step_and_the_rest_divided_by_what_is_left()
    {
        float[] first = Sums(step: 0), second = Sums(step: 1);
        // 100 weights of 1 for each of 50 units: each sum is kept / 0.7, and five deviations are 5 √(5000 · 0.3 · 0.7) = 162 weights.
        Assert.InRange(first.Sum() * 0.7, 3500 - 162, 3500 + 162);
        Assert.All(first, sum => Assert.Equal(0, Math.IEEERemainder(sum * 0.7, 1), 1e-4));
        Assert.NotEqual(first, second);
        Assert.Equal(first, Sums(step: 0));
    }

    [Fact]
    public void In_inference_all_weights_are_there_as_they_are() => Assert.All(Sums(step: null), sum => Assert.Equal(100, sum));

    [Fact]
    public void It_draws_other_numbers_than_dropout_and_changes_neither_the_first_weights_nor_the_masks_of_dropout()
    {
        var both = Network(Net with { Dropout = 0.3 });
        var dropout = Network(Net with { Dropout = 0.3, DropConnect = 0 });
        Assert.Equal(dropout.Layers.OfType<DropoutLayer>().Count(), both.Layers.OfType<DropoutLayer>().Count());
        Assert.Equal(Outputs(dropout, step: null, layers: 1), Outputs(both, step: null, layers: 1));
        // Where dropout leaves a zero, it does so with DropConnect as well.
        float[] without = Outputs(dropout, step: 3, layers: 2), with = Outputs(both, step: 3, layers: 2);
        Assert.Equal(without.Select(value => value == 0), with.Select(value => value == 0));
    }

    private static float[] Sums(long? step) => Outputs(Network(Net), step, layers: 1);

    private static Network Network(MlpSettings settings)
    {
        var network = MlpBuilder.Build(settings with { Initialization = Initialization.Constant(1) }, features: 100, outputs: 2, batchSize: 1);
        network.Initialize(settings.Seed);
        new Span<float>(network.Input.Row(0), 100).Fill(1);
        return network;
    }

    /// <param name="step">Null: inference.</param>
    private static float[] Outputs(Network network, long? step, int layers)
    {
        var outputs = network.Forward(1, new Pass(Training: step is not null, step ?? 0), layers);
        var values = new Span<float>(outputs.Row(0), outputs.Columns).ToArray();
        GC.KeepAlive(network);
        return values;
    }
}
