namespace HyperSearch.Strategies;

/// <summary>The strategies by their names on the command line (<c>--strategy</c>): those that need nothing but a name.</summary>
public static class StrategyNames
{
    /// <summary>A new instance each time. <c>narrowing</c> is that of random search.</summary>
    public static NamedChoices<IStrategy> All { get; } = new(
        "search",
        ("auto", () => new AutoSearch()),
        ("gaussian-process", () => new GaussianProcessSearch()),
        ("tpe", () => new Tpe()),
        ("forest", () => new ForestSearch()),
        ("nsga2", () => new Nsga2()),
        ("cma-es", () => new CmaEs()),
        ("random", () => new RandomSearch()),
        ("sobol", () => new SobolSearch()),
        ("grid", () => new GridSearch()),
        ("narrowing", () => new Narrowing(new RandomSearch())));
}
