namespace HyperSearch;

/// <summary>
/// Uniform in the encoded space, so log-uniform where a parameter is. Bergstra and Bengio: "Random Search for
/// Hyper-Parameter Optimization", JMLR 13, 2012.
/// </summary>
public sealed class RandomSearch : IStrategy
{
    /// <inheritdoc/>
    public Proposal? Propose(History history, ref RandomStream random) => new(Draw(history.Space, ref random));

    /// <summary>A uniform point, with a code for every parameter.</summary>
    public static Point Draw(SearchSpace space, ref RandomStream random)
    {
        var codes = new double[space.Count];
        for (var i = 0; i < codes.Length; i++)
            codes[i] = space[i].IsCategorical ? random.NextInt(space[i].Levels!.Value) : random.NextDouble();
        return new Point(codes);
    }
}
