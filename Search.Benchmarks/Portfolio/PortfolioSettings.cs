using HyperSearch;
using HyperSearch.Training;

namespace Search.Benchmarks;

/// <summary>The trainer's settings that the portfolio is made of, under the names by which its file has them.</summary>
internal static class PortfolioSettings
{
    private static readonly Dictionary<string, Activation> Activations = new()
    {
        ["relu"] = Activation.Relu,
        ["leaky_relu"] = Activation.LeakyRelu(),
        ["elu"] = Activation.Elu(),
        ["gelu"] = Activation.Gelu,
        ["tanh"] = Activation.Tanh,
        ["sigmoid"] = Activation.Sigmoid,
    };

    private static readonly Dictionary<string, Initialization> Initializations = new()
    {
        ["he"] = Initialization.HeNormal,
        ["xavier"] = Initialization.XavierNormal,
    };

    private static readonly Dictionary<string, Normalization> Normalizations = new()
    {
        ["none"] = Normalization.None,
        ["batch"] = Normalization.Batch(),
        ["layer"] = Normalization.Layer(),
    };

    public static MlpSettings From(ISuggest suggest) => new()
    {
        Hidden = [.. Enumerable.Repeat(suggest.LogInt("units", 16, 256), suggest.Int("layers", 1, 4))],
        Activation = Activations[suggest.Choice("activation", [.. Activations.Keys])],
        Initialization = Initializations[suggest.Choice("initialization", [.. Initializations.Keys])],
        Normalization = Normalizations[suggest.Choice("normalization", [.. Normalizations.Keys])],
        Optimizer = OptimizerFrom(suggest),
        BatchSize = suggest.Ordinal("batch_size", 16, 32, 64, 128),
        Dropout = suggest.Uniform("dropout", 0, 0.5),
        L2 = suggest.LogUniform("weight_decay", 1e-8, 1e-2),
    };

    /// <summary>A space as a study might have it: other ranges, the units of each layer, and less to choose.</summary>
    public static MlpSettings OfAStudy(ISuggest suggest) => new()
    {
        Hidden = [.. Enumerable.Range(1, suggest.Int("layers", 1, 3)).Select(layer => suggest.LogInt($"units_{layer}", 16, 128))],
        Activation = Activations[suggest.Choice("activation", "relu", "tanh", "sigmoid")],
        Optimizer = OptimizerFrom(suggest),
        BatchSize = suggest.Ordinal("batch_size", 16, 32, 64, 128),
        Dropout = suggest.Uniform("dropout", 0, 0.5),
        L2 = suggest.LogUniform("weight_decay", 1e-8, 1e-2),
    };

    /// <summary>An optimizer with its own learning rate, and momentum where it has one.</summary>
    public static Optimizer OptimizerFrom(ISuggest suggest)
    {
        var rate = suggest.LogUniform("lr", 1e-5, 1);
        return suggest.Choice("optimizer", "sgd", "momentum", "nesterov", "adagrad", "rmsprop", "adam") switch
        {
            "sgd" => Optimizer.Sgd(rate),
            "momentum" => Optimizer.Momentum(rate, suggest.Uniform("momentum", 0.5, 0.99)),
            "nesterov" => Optimizer.Nesterov(rate, suggest.Uniform("momentum", 0.5, 0.99)),
            "adagrad" => Optimizer.AdaGrad(rate),
            "rmsprop" => Optimizer.RmsProp(rate),
            _ => Optimizer.Adam(rate),
        };
    }
}
