using HyperSearch;
using static Search.Benchmarks.Bowls;

namespace Search.Benchmarks;

/// <summary>Spaces whose parameters are always there.</summary>
internal static class FlatProblems
{
    private const int Options = 2000, Choosable = 4;

    private static readonly int[] Numbers = [.. Enumerable.Range(0, Options)];
    private static readonly string[] Letters = ["a", "b", "c", "d"];

    /// <summary>Two thousand options of which nothing is known, such as words or pretrained nets; and what is set beside them.</summary>
    public static double ManyOptions(ISuggest suggest) =>
        (suggest.Choice("model", Numbers) * 1103 + 421) % Options / (Options - 1.0)
        + 0.1 * Decades(suggest.LogUniform("lr", 1e-6, 1), 1e-4)
        + 0.2 * Units(suggest.Uniform("dropout", 0, 1), 0.3, 0.5)
        + 0.02 * Units(suggest.Int("epochs", 1, 20), 8, 5);

    /// <summary>
    /// Eight choices that matter by pairs: what is good of one depends on its neighbours. With b everywhere nothing is lost, and with
    /// one that departs from it more than with some combinations of others.
    /// </summary>
    public static double Choices(ISuggest suggest)
    {
        int[] chosen = [.. Enumerable.Range(0, 8).Select(i => Array.IndexOf(Letters, suggest.Choice($"c{i}", Letters)))];
        var loss = 0.0;
        for (var i = 0; i < chosen.Length; i++)
            loss += PairLosses[i, chosen[i], chosen[(i + 1) % chosen.Length]];
        return loss;
    }

    // Drawn once; b with b is free, and each option has a share of its own that a main effect can find.
    private static readonly double[,,] PairLosses = DrawPairLosses();

    private static double[,,] DrawPairLosses()
    {
        var random = new RandomStream(8, 0, StreamPurpose.Setup);
        var losses = new double[8, Choosable, Choosable];
        for (var i = 0; i < 8; i++)
        {
            double[] own = [random.NextDouble(), 0, random.NextDouble(), random.NextDouble()];
            for (var one = 0; one < Choosable; one++)
            {
                for (var other = 0; other < Choosable; other++)
                    losses[i, one, other] = (one, other) == (1, 1) ? 0 : 0.3 * own[one] + random.NextDouble();
            }
        }
        return losses;
    }

    /// <summary>A training that diverges or runs out of memory in nearly half of the space, and is best close to where it does.</summary>
    public static double Failing(ISuggest suggest)
    {
        var speed = suggest.LogUniform("lr", 1e-5, 10) / (1 - suggest.Uniform("momentum", 0, 0.99));
        var (units, layers, batch) = (suggest.LogInt("units", 16, 4096), suggest.Int("layers", 1, 8), suggest.LogInt("batch_size", 8, 1024));
        var memory = (double)units * units * layers + 200.0 * units * batch;
        var loss = 0.3 * Decades(speed, 0.3) + 0.05 * Doublings(units, 1024) + 0.05 * Units(layers, 4, 2) + 0.03 * Doublings(batch, 64)
            + 0.2 * Units(suggest.Uniform("dropout", 0, 0.9), 0.2, 0.4);
        return speed > 0.6 || memory > 2.5e7 ? double.NaN : loss;
    }

    /// <summary>An accuracy: at chance in most of the space, since nothing is learnt there, and in steps of a hundredth elsewhere.</summary>
    public static double Plateau(ISuggest suggest)
    {
        var (rate, decay) = (suggest.LogUniform("lr", 1e-6, 10), suggest.LogUniform("weight_decay", 1e-8, 1));
        var deep = suggest.Int("layers", 1, 10);
        var loss = 0.1 * Decades(rate, 3e-2) + 0.02 * Decades(decay, 1e-5) + 0.02 * Units(deep, 5, 2)
            + 0.02 * Doublings(suggest.LogInt("units", 8, 1024), 256)
            + suggest.Choice("activation", "relu", "tanh", "sigmoid") switch { "relu" => 0, "tanh" => 0.05, _ => 0.04 * deep }
            + 0.1 * Units(suggest.Uniform("dropout", 0, 0.9), 0.1, 0.5);
        var learns = rate is > 1e-3 and < 0.5 && decay < 1e-2;
        return learns ? Math.Min(0.9, Math.Floor(100 * loss) / 100) : 0.9;
    }

    /// <summary>Twelve parameters of all kinds: four matter, two of them together, and the others hardly.</summary>
    public static double FewMatter(ISuggest suggest)
    {
        var (rate, batch) = (suggest.LogUniform("lr", 1e-6, 1), suggest.Ordinal("batch_size", 8, 16, 32, 64, 128, 256));
        var loss = 0.3 * Decades(rate / Math.Sqrt(batch / 32.0), 2e-3)
            + suggest.Choice("optimizer", "sgd", "momentum", "adagrad", "adam") switch { "adam" => 0, "momentum" => 0.05, "sgd" => 0.15, _ => 0.2 }
            + 0.1 * Doublings(suggest.LogInt("units", 8, 2048), 300)
            + 0.01 * Units(suggest.Int("layers", 1, 6), 3, 2)
            + 0.005 * (suggest.Choice("initialization", "he", "xavier", "orthogonal") == "he" ? 0 : 1);
        double[] hardly = [suggest.Uniform("dropout", 0, 0.9), suggest.Uniform("smoothing", 0, 0.9), suggest.Uniform("clip", 0, 0.9), suggest.Uniform("average", 0, 0.9)];
        loss += hardly.Sum(value => 0.01 * Units(value, 0.3, 0.5));
        return loss + 0.003 * Decades(suggest.LogUniform("weight_decay", 1e-8, 1e-1), 1e-4) + 0.003 * Decades(suggest.LogUniform("epsilon", 1e-10, 1e-3), 1e-7);
    }

    /// <summary>What <see cref="Noise"/> hides.</summary>
    public static double Smooth(ISuggest suggest) =>
        0.1 * Decades(suggest.LogUniform("lr", 1e-5, 1), 1e-3)
        + 0.02 * Decades(suggest.LogUniform("weight_decay", 1e-8, 1e-1), 1e-4)
        + 0.2 * Units(suggest.Uniform("dropout", 0, 0.9), 0.3, 0.5)
        + 0.03 * Doublings(suggest.LogInt("units", 16, 1024), 200)
        + suggest.Choice("optimizer", "sgd", "momentum", "adam") switch { "adam" => 0, "momentum" => 0.03, _ => 0.1 };

    /// <summary>The standard deviation of a score: it rises with the learning rate, so that what looks best is often only lucky.</summary>
    public static double Noise(ISuggest suggest) => 0.01 + 0.04 * (Math.Log10(suggest.LogUniform("lr", 1e-5, 1)) + 5);
}
