using System.Globalization;

namespace HyperSearch.Training;

/// <summary>Builds the network that settings describe.</summary>
internal static class MlpBuilder
{
    /// <param name="batchSize">The most rows that it takes at once.</param>
    /// <param name="vectors">Of the products; by default the widest that the processor has.</param>
    /// <param name="arena">Where its memory comes from; by default an arena of its own.</param>
    /// <exception cref="ArgumentException">It is larger than can be, or an image does not fit its convolutions.</exception>
    public static Network Build(MlpSettings settings, int features, int outputs, int batchSize, VectorWidth? vectors = null, Arena? arena = null)
    {
        arena ??= new Arena();
        return new Network([.. Layers(settings, features, outputs, batchSize, vectors ?? MatrixProduct.Widest, arena)], batchSize, arena);
    }

    /// <summary>The blocks of convolutions and a flattening; then dense → normalization → activation → (or normalization here) →
    /// dropout, for each hidden width; dense at the end.</summary>
    private static IEnumerable<Layer> Layers(MlpSettings settings, int features, int outputs, int batchSize, VectorWidth vectors, Arena arena)
    {
        var normalization = settings.Normalization;
        var before = normalization.Place == NormalizationPlace.BeforeActivation;
        var width = features;
        if (settings.Convolutions.Count > 0)
        {
            var image = settings.Image ?? throw new ArgumentException("Convolutions need images, but the settings do not say of what size they are.");
            for (var i = 0; i < settings.Convolutions.Count; i++)
            {
                foreach (var layer in Block(settings, i, image, batchSize, vectors, arena))
                    yield return layer;
                image = settings.Convolutions[i].Output(image);
            }
            yield return new FlattenLayer(image);
            width = (int)image.Numbers;
        }
        for (var i = 0; i < settings.Hidden.Count; i++)
        {
            var number = (i + 1).ToString(CultureInfo.InvariantCulture);
            var inputs = width;
            width = settings.Hidden[i];
            var normalize = normalization.CreateLayer($"norm{number}", width, arena);
            var activate = settings.Activation.CreateLayer($"activation{number}", width);
            var options = Options(settings, biased: normalize is null || !before) with
            {
                Mask = settings.DropConnect > 0 ? new ConnectionMask(settings.DropConnect, settings.Seed, i) : null,
            };
            yield return new DenseLayer($"dense{number}", inputs, width, options, arena, vectors);
            if ((before ? normalize : activate) is { } first)
                yield return first;
            if ((before ? activate : normalize) is { } second)
                yield return second;
            if (settings.Dropout > 0)
                yield return new DropoutLayer(width, settings.Dropout, settings.Seed, i);
        }
        yield return new DenseLayer("output", width, outputs, new WeightOptions(settings.Initialization), arena, vectors);
    }

    /// <summary>convolution → normalization → activation → (or normalization here) → pooling. The greatest of some numbers does not
    /// change its place under a function that never falls: then the activation comes after max pooling, where it has fewer numbers.</summary>
    private static IEnumerable<Layer> Block(MlpSettings settings, int index, ImageShape image, int batchSize, VectorWidth vectors, Arena arena)
    {
        var convolution = settings.Convolutions[index];
        var maps = convolution.Maps(image);
        var name = "convolution" + (index + 1).ToString(CultureInfo.InvariantCulture);
        var before = settings.Normalization.Place == NormalizationPlace.BeforeActivation;
        var normalize = settings.Normalization.CreateMapLayer($"{name}.norm", maps.Channels, maps.Positions, arena);
        var activate = settings.Activation.CreateLayer($"{name}.activation", maps.Channels);
        yield return new ConvolutionLayer(name, image, convolution, planar: index == 0, Options(settings, biased: normalize is null || !before), arena, vectors);
        Layer? pool = convolution.Pool is not { } pooling ? null
            : pooling.Kind == PoolingKind.Max ? new MaxPoolLayer(maps, pooling, batchSize, arena)
            : new AveragePoolLayer(maps, pooling);
        Layer?[] rest = !before ? [activate, normalize, pool]
            : pool is MaxPoolLayer && settings.Activation.NeverFalls ? [normalize, pool, activate]
            : [normalize, activate, pool];
        foreach (var layer in rest.OfType<Layer>())
            yield return layer;
    }

    private static WeightOptions Options(MlpSettings settings, bool biased) =>
        new(settings.Initialization, biased, settings.Normalization is WeightNormalization);
}
