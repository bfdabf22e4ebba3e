using HyperSearch;
using static Search.Benchmarks.Bowls;

namespace Search.Benchmarks;

/// <summary>Spaces of 20 to 40 parameters, most of which are only there where others have a certain value.</summary>
internal static class ConditionalProblems
{
    /// <summary>A net, as <c>studies/architecture.cs</c> has it, with a dropout for each layer and schedules.</summary>
    public static double Net(ISuggest suggest)
    {
        var layers = suggest.Int("layers", 1, 5);
        var loss = 0.05 * Units(layers, 3, 1);
        for (var layer = 1; layer <= layers; layer++)
        {
            // Each layer has half the units of the one before.
            loss += 0.05 * Doublings(suggest.LogInt($"units_{layer}", 16, 1024), 1024 >> layer) / layers;
            loss += (suggest.Bool($"drops_{layer}") ? 0.3 * Units(suggest.Uniform($"dropout_{layer}", 0, 0.8), 0.2, 0.4) : 0.1) / layers;
        }

        var normalization = suggest.Choice("normalization", "none", "batch", "layer");
        loss += normalization switch { "batch" => 0, "layer" => 0.03, _ => 0.02 * layers };
        // What saturates suffers from depth where nothing normalizes.
        var saturation = suggest.Choice("activation", "relu", "leaky_relu", "elu", "gelu", "tanh", "sigmoid") switch { "gelu" => 0, "relu" or "elu" => 0.01, "leaky_relu" => 0.02, "tanh" => 0.05, _ => 0.1 };
        loss += saturation * (normalization == "none" ? layers : 1);
        loss += suggest.Choice("initialization", "he", "xavier", "small_normal") switch { "he" => 0, "xavier" => 0.01, _ => normalization == "none" ? 0.3 : 0.05 };

        var batch = suggest.Ordinal("batch_size", 16, 32, 64, 128, 256);
        loss += 0.01 * Doublings(batch, 64) + Optimizer(suggest, batch) + Schedule(suggest);
        loss += 0.02 * Decades(suggest.LogUniform("weight_decay", 1e-8, 1e-1), 1e-4);
        return loss + 0.1 * Units(suggest.Uniform("label_smoothing", 0, 0.5), 0.1, 0.2);
    }

    // Each optimizer has a learning rate of its own that is best, which rises with the batch.
    private static double Optimizer(ISuggest suggest, int batch)
    {
        var rate = suggest.LogUniform("lr", 1e-6, 1) / Math.Sqrt(batch / 64.0);
        switch (suggest.Choice("optimizer", "sgd", "momentum", "nesterov", "rmsprop", "adam"))
        {
            case "sgd":
                return 0.1 + 0.2 * Decades(rate, 1e-1);
            case "momentum":
                return 0.03 + 0.2 * Decades(rate / (1 - suggest.Uniform("momentum", 0.5, 0.99)), 1e-1);
            case "nesterov":
                return 0.02 + 0.2 * Decades(rate / (1 - suggest.Uniform("momentum", 0.5, 0.99)), 1e-1);
            case "rmsprop":
                return 0.04 + 0.2 * Decades(rate, 1e-3) + 0.05 * Units(suggest.Uniform("rho", 0.8, 0.999), 0.9, 0.1);
            default:
                return 0.2 * Decades(rate, 1e-3) + 0.05 * Units(suggest.Uniform("beta_1", 0.5, 0.99), 0.9, 0.2) + 0.02 * Decades(1 - suggest.Uniform("beta_2", 0.9, 0.999), 1e-2);
        }
    }

    private static double Schedule(ISuggest suggest) => suggest.Choice("schedule", "constant", "cosine", "step", "exponential") switch
    {
        "constant" => 0.08,
        "cosine" => 0.1 * Units(suggest.Uniform("warm_up", 0, 0.5), 0.1, 0.2),
        "step" => 0.02 + 0.05 * Units(suggest.Int("step_every", 1, 20), 10, 5) + 0.05 * Decades(suggest.LogUniform("step_factor", 0.01, 0.9), 0.1),
        _ => 0.04 + 0.1 * Units(suggest.Uniform("exponential_factor", 0.8, 1), 0.95, 0.05),
    };

    /// <summary>
    /// Which algorithm, and the settings of each: the one that is best when tuned well is bad when not, and the simple one is soon good.
    /// </summary>
    public static double Algorithms(ISuggest suggest)
    {
        var loss = suggest.Choice("imputation", "mean", "median", "most frequent") == "median" ? 0 : 0.01;
        var scaled = suggest.Choice("scaling", "none", "standard", "range", "rank");
        if (suggest.Bool("reduces"))
            loss += 0.02 + 0.05 * Units(suggest.Uniform("kept_variance", 0.5, 0.999), 0.95, 0.2);
        var unscaled = scaled switch { "standard" => 0, "none" => 0.2, _ => 0.02 };
        return loss + suggest.Choice("algorithm", "linear", "neighbours", "vectors", "forest", "boosting", "net") switch
        {
            "linear" => Linear(suggest) + unscaled / 4,
            "neighbours" => Neighbours(suggest) + unscaled,
            "vectors" => Vectors(suggest) + unscaled,
            "forest" => Forest(suggest),
            "boosting" => Boosting(suggest) + (scaled == "standard" ? 0 : 0.002),
            _ => SmallNet(suggest) + unscaled,
        };
    }

    private static double Linear(ISuggest suggest) => 0.2
        + 0.005 * Decades(suggest.LogUniform("linear_c", 1e-4, 1e4), 1)
        + (suggest.Choice("linear_penalty", "l1", "l2", "elastic") == "elastic" ? 0.05 * Units(suggest.Uniform("linear_mix", 0, 1), 0.3, 0.5) : 0.01);

    private static double Neighbours(ISuggest suggest) => 0.22
        + 0.01 * Doublings(suggest.LogInt("neighbours_k", 1, 128), 8)
        + (suggest.Bool("neighbours_weighted") ? 0 : 0.02)
        + (suggest.Choice("neighbours_distance", "euclid", "manhattan", "minkowski") == "minkowski" ? 0.02 * Units(suggest.Uniform("neighbours_p", 1, 5), 3, 1) : 0.01);

    private static double Vectors(ISuggest suggest)
    {
        var c = suggest.LogUniform("vectors_c", 1e-3, 1e4);
        switch (suggest.Choice("vectors_kernel", "linear", "radial", "polynomial"))
        {
            case "linear":
                return 0.2 + 0.01 * Decades(c, 0.1);
            case "radial":
                // A valley: what is lost by a narrow kernel is partly won back by a small C.
                var gamma = suggest.LogUniform("vectors_gamma", 1e-5, 10);
                return 0.05 + 0.1 * Decades(c * gamma, 1) + 0.01 * Decades(gamma, 1e-2);
            default:
                return 0.12 + 0.02 * Decades(c, 10) + 0.05 * Units(suggest.Int("vectors_degree", 2, 6), 3, 1) + 0.02 * Units(suggest.Uniform("vectors_offset", 0, 1), 0.5, 0.5);
        }
    }

    private static double Forest(ISuggest suggest) => 0.06
        + 0.01 * Doublings(suggest.LogInt("forest_trees", 10, 1000), 500)
        + 0.02 * Units(suggest.Uniform("forest_features", 0.05, 1), 0.4, 0.3)
        + 0.01 * Doublings(suggest.LogInt("forest_leaf", 1, 64), 2)
        + (suggest.Bool("forest_bounded") ? 0.01 * Doublings(suggest.LogInt("forest_depth", 2, 64), 32) : 0.003)
        + (suggest.Choice("forest_criterion", "gini", "entropy") == "entropy" ? 0 : 0.005)
        + (suggest.Bool("forest_bootstrap") ? 0 : 0.01);

    private static double Boosting(ISuggest suggest)
    {
        var (rate, trees) = (suggest.LogUniform("boosting_rate", 1e-4, 1), suggest.LogInt("boosting_trees", 10, 5000));
        return 0.1 * Decades(rate * trees, 50) + 0.02 * Decades(rate, 5e-2)
            + 0.03 * Units(suggest.Int("boosting_depth", 1, 15), 6, 3)
            + 0.05 * Units(suggest.Uniform("boosting_rows", 0.3, 1), 0.8, 0.3)
            + 0.05 * Units(suggest.Uniform("boosting_columns", 0.3, 1), 0.6, 0.3)
            + 0.005 * Decades(suggest.LogUniform("boosting_l1", 1e-6, 10), 1e-2)
            + 0.005 * Decades(suggest.LogUniform("boosting_l2", 1e-6, 10), 1)
            + 0.02 * Doublings(suggest.LogInt("boosting_leaf", 1, 128), 16);
    }

    private static double SmallNet(ISuggest suggest)
    {
        var layers = suggest.Int("net_layers", 1, 3);
        var loss = 0.02 + 0.02 * Units(layers, 2, 1);
        for (var layer = 1; layer <= layers; layer++)
            loss += 0.02 * Doublings(suggest.LogInt($"net_units_{layer}", 8, 512), 128) / layers;
        return loss + 0.1 * Decades(suggest.LogUniform("net_lr", 1e-6, 1), 1e-3) + 0.05 * Units(suggest.Uniform("net_dropout", 0, 0.8), 0.2, 0.3);
    }

    /// <summary>Eight parts that may be left out. Each is worth having when it is set well, and worse than nothing when it is not.</summary>
    public static double Parts(ISuggest suggest)
    {
        var loss = 0.2 * Decades(suggest.LogUniform("lr", 1e-5, 1), 3e-3);
        var augmentations = 0;
        foreach (var (part, best, isAugmentation) in PartsWithBest)
        {
            var isOn = suggest.Bool(part);
            loss += isOn ? 0.5 * Units(suggest.Uniform($"{part}_strength", 0, 1), best, 0.5) : isAugmentation ? 0 : 0.1;
            augmentations += isOn && isAugmentation ? 1 : 0;
        }

        // Any two augmentations are best; the third is too many.
        loss += augmentations switch { 0 => 0.2, 1 => 0.08, 2 => 0, _ => 0.1 };
        // One that never helps, with much to set.
        if (suggest.Bool("distills"))
            loss += 0.05 + 0.02 * Units(suggest.Uniform("temperature", 1, 10), 4, 3);
        return loss + 0.02 * Doublings(suggest.LogInt("batch_size", 8, 512), 64);
    }

    private static readonly (string Part, double Best, bool IsAugmentation)[] PartsWithBest =
    [
        ("dropout", 0.3, false), ("shift", 0.2, true), ("rotation", 0.1, true), ("noise", 0.05, true),
        ("smoothing", 0.1, false), ("clipping", 0.6, false), ("averaging", 0.9, false), ("warm_up", 0.25, false),
    ];
}
