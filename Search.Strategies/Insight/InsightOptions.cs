namespace HyperSearch;

/// <summary>What is asked of a study's insight.</summary>
public sealed record InsightOptions
{
    /// <summary>How the importance is found.</summary>
    public ImportanceMethod Method { get; init; } = ImportanceMethod.PedAnova;

    /// <summary>
    /// The setting that tuning is compared with. A parameter that it does not name has the middle of its range, or the first of its
    /// options; null names none.
    /// </summary>
    public Setting? Default { get; init; }

    /// <summary>Whether nothing but the importance is wanted, which takes less time.</summary>
    public bool IsImportanceOnly { get; init; }
}
