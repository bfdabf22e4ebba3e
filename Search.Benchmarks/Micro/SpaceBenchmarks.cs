using BenchmarkDotNet.Attributes;
using HyperSearch;

namespace Search.Benchmarks;

/// <summary>What the space itself costs a proposal, with ten parameters of which two are conditional.</summary>
[MemoryDiagnoser]
public class SpaceBenchmarks
{
    private readonly SearchSpace _space = SearchSpace.Trace(Settings);
    private RandomStream _random = new(1, 0, StreamPurpose.Propose);

    /// <summary>Ten codes.</summary>
    [Benchmark(Baseline = true)]
    public Point Draw() => RandomSearch.Draw(_space, ref _random);

    /// <summary>Ten codes, snapped to values, with the inactive parameters blanked.</summary>
    [Benchmark]
    public Point DrawAndComplete() => _space.Complete(RandomSearch.Draw(_space, ref _random).Codes);

    /// <summary>Finding the parameters.</summary>
    [Benchmark]
    public SearchSpace Trace() => SearchSpace.Trace(Settings);

    private static double Settings(ISuggest suggest)
    {
        var sum = suggest.LogUniform("lr", 1e-6, 1e-2) + suggest.Uniform("dropout", 0, 0.5) + suggest.LogInt("batch", 16, 512);
        for (var i = 0; i < suggest.Int("layers", 1, 3); i++)
            sum += suggest.LogInt($"width{i}", 16, 512);
        return suggest.Choice("optimizer", "sgd", "adam") == "sgd"
            ? sum + suggest.Uniform("momentum", 0, 1)
            : sum + suggest.LogUniform("epsilon", 1e-9, 1e-6);
    }
}
