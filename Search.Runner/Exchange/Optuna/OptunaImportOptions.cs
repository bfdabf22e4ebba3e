namespace HyperSearch.Runner;

/// <summary>What an imported study is to be.</summary>
internal sealed record OptunaImportOptions
{
    /// <summary>Its name; null for the one in the file.</summary>
    public string? Name { get; init; }

    /// <summary>The name of the first goal's metric; null for the one in the file.</summary>
    public string? Metric { get; init; }

    /// <summary>The names of the goals' metrics where the file has none, which is so where nobody has named them.</summary>
    public IReadOnlyList<string> DefaultMetrics { get; init; } = [];

    /// <summary>The seed, where the file has none.</summary>
    public ulong Seed { get; init; }

    /// <summary>The values of the study's own options, where the file has none.</summary>
    public IReadOnlyDictionary<string, string> Options { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>The parameters as the study's code defines them, in their order; null where it is not at hand.</summary>
    public IReadOnlyList<ParameterDefinition>? Expected { get; init; }
}
