using System.Globalization;

namespace HyperSearch.Training;

/// <summary>Builds the network that settings describe.</summary>
internal static class MlpBuilder
{
    /// <param name="batchSize">The most rows that it takes at once.</param>
    /// <param name="vectors">Of the products; by default the widest that the processor has.</param>
    /// <param name="arena">Where its memory comes from; by default an arena of its own.</param>
    /// <exception cref="ArgumentException">It is larger than can be.</exception>
    public static Network Build(MlpSettings settings, int features, int outputs, int batchSize, VectorWidth? vectors = null, Arena? arena = null)
    {
        arena ??= new Arena();
        return new Network([.. Layers(settings, features, outputs, vectors ?? MatrixProduct.Widest, arena)], batchSize, arena);
    }

    /// <summary>dense → normalization → activation → (or normalization here) → dropout, for each hidden width; dense at the end.</summary>
    private static IEnumerable<Layer> Layers(MlpSettings settings, int features, int outputs, VectorWidth vectors, Arena arena)
    {
        var normalization = settings.Normalization;
        var width = features;
        for (var i = 0; i < settings.Hidden.Count; i++)
        {
            var number = (i + 1).ToString(CultureInfo.InvariantCulture);
            var options = new DenseOptions(settings.Initialization, !normalization.ReplacesBias, normalization is WeightNormalization);
            yield return new DenseLayer($"dense{number}", width, settings.Hidden[i], options, arena, vectors);
            width = settings.Hidden[i];
            var normalize = normalization.CreateLayer($"norm{number}", width, arena);
            var activate = settings.Activation.CreateLayer($"activation{number}", width);
            var before = normalization.Place == NormalizationPlace.BeforeActivation;
            if ((before ? normalize : activate) is { } first)
                yield return first;
            if ((before ? activate : normalize) is { } second)
                yield return second;
            if (settings.Dropout > 0)
                yield return new DropoutLayer(width, settings.Dropout, settings.Seed, i);
        }
        yield return new DenseLayer("output", width, outputs, new DenseOptions(settings.Initialization), arena, vectors);
    }
}
