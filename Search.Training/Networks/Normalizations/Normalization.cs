using System.Text.Json.Serialization;

namespace HyperSearch.Training;

/// <summary>What keeps the hidden layers' numbers in range. On convolutions a feature map takes the place of a unit, and all
/// positions of a map count together, with one γ and β for each map. γ begins at 1, β at 0; both are learned, without decay.</summary>
[JsonDerivedType(typeof(NoNormalization), "none")]
[JsonDerivedType(typeof(BatchNormalization), "batch")]
[JsonDerivedType(typeof(GroupNormalization), "group")]
[JsonDerivedType(typeof(InstanceNormalization), "instance")]
[JsonDerivedType(typeof(WeightNormalization), "weight")]
public abstract record Normalization
{
    internal const double Epsilon = 1e-5;

    public static Normalization None { get; } = new NoNormalization();

    /// <summary>y = γ (x − mean) / √(variance + 1e-5) + β, each unit over the mini-batch in training, over
    /// <paramref name="statistics"/> in inference. Ioffe and Szegedy 2015, algorithms 1 and 2; section 3.2 for feature maps.</summary>
    /// <param name="momentum">In (0, 1]: the weight of the newest mini-batch in the running averages.</param>
    public static Normalization Batch(
        NormalizationPlace place = NormalizationPlace.BeforeActivation, BatchStatistics statistics = BatchStatistics.Running, double momentum = 0.1) =>
        new BatchNormalization(place, statistics, momentum);

    /// <summary>As <see cref="Batch"/>, but each row over its own units, of which there must be at least 2, in training as in inference. Ba, Kiros and Hinton 2016, equation 3.</summary>
    public static Normalization Layer(NormalizationPlace place = NormalizationPlace.BeforeActivation) => new GroupNormalization(1, place);

    /// <summary>As <see cref="Layer"/>, over groups of neighbouring units. Wu and He 2018, equations 1 to 6.</summary>
    /// <param name="groups">Must divide every hidden width, into groups of at least 2 units, and every number of filters.</param>
    public static Normalization Group(int groups, NormalizationPlace place = NormalizationPlace.BeforeActivation) => new GroupNormalization(groups, place);

    /// <summary>As <see cref="Layer"/>, each feature map by itself. It acts on convolutions alone: a hidden layer's units have no positions, so
    /// that each would be normalized to 0; they stay as they are. Ulyanov, Vedaldi and Lempitsky 2016, equation 3.</summary>
    public static Normalization Instance(NormalizationPlace place = NormalizationPlace.BeforeActivation) => new InstanceNormalization(place);

    /// <summary>w = g v / ‖v‖ for each unit's weights; g and v are learned, L1 and L2 act on v. Salimans and Kingma 2016, equation 2.</summary>
    public static Normalization Weight { get; } = new WeightNormalization();

    internal virtual NormalizationPlace Place => NormalizationPlace.BeforeActivation;

    /// <summary>The layer that normalizes so many units; null where there is none.</summary>
    internal virtual Layer? CreateLayer(string name, int width, Arena arena) => null;

    /// <summary>The layer that normalizes so many feature maps; null where there is none.</summary>
    /// <param name="positions">Of a feature map.</param>
    /// <exception cref="ArgumentException">There is nothing to normalize over.</exception>
    internal virtual Layer? CreateMapLayer(string name, int maps, int positions, Arena arena) => null;

    /// <param name="hidden">Widths of the hidden layers.</param>
    /// <param name="filters">Of the convolutions.</param>
    internal virtual void Validate(IReadOnlyList<int> hidden, IReadOnlyList<int> filters)
    {
    }

    private protected static void CheckPlace(NormalizationPlace place)
    {
        if (!Enum.IsDefined(place))
            throw new ArgumentException($"Normalization: there is no place {place}.");
    }
}

internal sealed record NoNormalization : Normalization;

internal sealed record WeightNormalization : Normalization;
