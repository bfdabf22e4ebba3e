namespace HyperSearch;

/// <summary>
/// Uniform in the encoded space, so log-uniform where a parameter is. Bergstra and Bengio: "Random Search for
/// Hyper-Parameter Optimization", JMLR 13, 2012. Uniform among the allowed points, where the study rejects some.
/// </summary>
public sealed class RandomSearch : IStrategy
{
    private const int MostDraws = 1_000;

    /// <inheritdoc/>
    public Proposal? Propose(History history, ref RandomStream random)
    {
        var space = history.Space;
        var point = Draw(space, ref random);
        for (var draws = 1; draws < MostDraws && space.HasRejections && !space.Allows(space.Complete(point.Codes)); draws++)
            point = Draw(space, ref random);
        return new(point);
    }

    /// <summary>A uniform point, with a code for every parameter.</summary>
    public static Point Draw(SearchSpace space, ref RandomStream random)
    {
        var codes = new double[space.Count];
        for (var i = 0; i < codes.Length; i++)
            codes[i] = space[i].IsCategorical ? random.NextInt(space[i].Levels!.Value) : random.NextDouble();
        return new Point(codes);
    }
}
