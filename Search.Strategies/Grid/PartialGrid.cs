namespace HyperSearch;

/// <summary>What a budget leaves out of a grid.</summary>
/// <param name="Combinations">How many combinations the grid has that are allowed and differ.</param>
/// <param name="Trials">How many of them the budget holds.</param>
/// <param name="First">The first combination that is left out; those behind it are too.</param>
/// <param name="Never">The values that are in the grid and would never be tried, by parameter.</param>
public sealed record PartialGrid(long Combinations, int Trials, Setting First, IReadOnlyList<KeyValuePair<string, IReadOnlyList<ParameterValue>>> Never)
{
    private const int MostValues = 5;

    /// <summary>In words: how many would be tried of how many, and which corner would be left out.</summary>
    public override string ToString() =>
        $"The grid has {Combinations} combinations, but the budget is {Trials} trials: from {First} on nothing would be tried." +
        (Never.Count > 0 ? $" Never tried would be {string.Join("; ", Never.Select(pair => $"{pair.Key} = {Values(pair.Value)}"))}." : "");

    private static string Values(IReadOnlyList<ParameterValue> values) => values.Count <= MostValues
        ? string.Join(", ", values)
        : $"{string.Join(", ", values.Take(MostValues))} and {values.Count - MostValues} more";
}
