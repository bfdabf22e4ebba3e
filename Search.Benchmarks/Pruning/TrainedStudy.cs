using HyperSearch;
using HyperSearch.Training;

namespace Search.Benchmarks;

/// <summary>A study of <c>studies/</c> as the measurements of pruners run it: random points, 100 trials.</summary>
/// <param name="Name">What the option <c>--study</c> calls it.</param>
/// <param name="Images">How many images; a fifth of them validates.</param>
/// <param name="Space">The settings of a training but for its epochs and seed.</param>
/// <param name="Epochs">How long a trial trains that nothing stops.</param>
internal sealed record TrainedStudy(string Name, int Images, int Epochs, Func<ISuggest, MlpSettings> Space)
{
    public const int Trials = 100;

    public static TrainedStudy Named(string name) => name switch
    {
        "first" => new("first", 500, 50, First),
        "architecture" => new("architecture", 2000, 27, Architecture),
        _ => throw new ArgumentException($"There is no study {name}: first or architecture."),
    };

    // studies/mnist-log-uniform.cs.
    private static MlpSettings First(ISuggest suggest) => new()
    {
        Hidden = [100, 100, 100, 100, 100, 100],
        Optimizer = Optimizer.Sgd(suggest.LogUniform("lr", 1e-6, 1e-2)),
        L2 = suggest.LogUniform("weight_decay", 1e-8, 1e-4),
        BatchSize = 100,
    };

    // studies/architecture.cs, with ranges and options of that file.
    private static MlpSettings Architecture(ISuggest suggest)
    {
        var layers = suggest.Int("layers", 1, 4);
        return new()
        {
            Hidden = [.. Enumerable.Range(1, layers).Select(layer => suggest.LogInt($"units_{layer}", 16, 256))],
            Activation = suggest.Choice("activation", "relu", "leaky_relu", "elu", "gelu", "tanh", "sigmoid") switch
            {
                "relu" => Activation.Relu,
                "leaky_relu" => Activation.LeakyRelu(),
                "elu" => Activation.Elu(),
                "gelu" => Activation.Gelu,
                "tanh" => Activation.Tanh,
                _ => Activation.Sigmoid,
            },
            Initialization = suggest.Choice("initialization", "he", "xavier", "small_normal") switch
            {
                "he" => Initialization.HeNormal,
                "xavier" => Initialization.XavierNormal,
                _ => Initialization.Normal(0.01),
            },
            Normalization = suggest.Choice("normalization", "none", "batch", "layer") switch
            {
                "none" => Normalization.None,
                "batch" => Normalization.Batch(),
                _ => Normalization.Layer(),
            },
            Optimizer = PortfolioSettings.OptimizerFrom(suggest),
            BatchSize = suggest.Ordinal("batch_size", 16, 32, 64, 128),
            Dropout = suggest.Uniform("dropout", 0, 0.5),
            L2 = suggest.LogUniform("weight_decay", 1e-8, 1e-2),
        };
    }
}
