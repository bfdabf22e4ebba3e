namespace HyperSearch.Training;

/// <summary>How large a network is, known before any memory is allocated for it.</summary>
/// <param name="Numbers">Of its parameters, without padding: what a model file holds of them.</param>
/// <param name="Buffers">Floats of all its buffers, padding included.</param>
internal sealed record NetworkSize(long Numbers, long Buffers)
{
    /// <exception cref="ArgumentException">It is larger than can be.</exception>
    public static NetworkSize Of(MlpSettings settings, int features, int outputs, int batchSize)
    {
        var arena = new Arena(measures: true);
        var network = MlpBuilder.Build(settings, features, outputs, batchSize, arena: arena);
        return new NetworkSize(network.Parameters.All.Sum(parameter => (long)parameter.Count), arena.Allocated);
    }
}
