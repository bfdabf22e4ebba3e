using HyperSearch;

namespace Search.Tests;

/// <summary>A study for programs in other languages: a parameter of each kind, one that is not always active, and a pruner.</summary>
internal static class ServedStudy
{
    public const string Name = "served-study";

    public static Study Create() => new Study<double>(Name)
    {
        Goal = Goal.Maximize("accuracy"),
        Space = suggest => suggest.LogUniform("lr", 1e-6, 1e-2) * suggest.Int("layers", 1, 4)
            + (suggest.Bool("wide") ? suggest.Ordinal("units", 16, 64) : 0) + suggest.Choice("act", "relu", "ä\"\\\n", "😀").Length,
        Strategy = new RandomSearch(),
        Pruner = new ThresholdPruner { Lowest = 0.25 },
        Budget = new(Trials: 16),
    };
}
