using HyperSearch;

namespace Search.Benchmarks;

/// <summary>The strategies that are compared, by name.</summary>
internal static class Strategies
{
    private static readonly (string Name, Func<IStrategy> Create)[] Known =
    [
        ("RandomSearch", () => new RandomSearch()),
        ("SobolSearch", () => new SobolSearch()),
        ("Tpe", () => new Tpe()),
        ("GaussianProcessSearch", () => new GaussianProcessSearch()),
        ("ForestSearch", () => new ForestSearch()),
        ("CmaEs", () => new CmaEs()),
        ("Nsga2", () => new Nsga2()),
        ("AutoSearch", () => new AutoSearch()),
    ];

    /// <summary>Those named, or all.</summary>
    public static (string Name, Func<IStrategy> Create)[] Named(string[]? names)
    {
        foreach (var name in names ?? [])
        {
            if (!Known.Any(known => known.Name == name))
                throw new ArgumentException($"There is no strategy '{name}'; there are {string.Join(", ", Known.Select(known => known.Name))}.");
        }

        return names is null ? Known : [.. Known.Where(known => names.Contains(known.Name))];
    }
}
