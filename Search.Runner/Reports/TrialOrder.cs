namespace HyperSearch.Runner;

/// <summary>By which column trials are sorted.</summary>
/// <param name="Column">Its heading.</param>
/// <param name="IsDescending">Whether the largest come first.</param>
internal sealed record TrialOrder(string Column, bool IsDescending)
{
    private const string Descending = " desc", Ascending = " asc";

    /// <summary>Reads <c>ms</c>, <c>ms asc</c> or <c>ms desc</c>.</summary>
    public static TrialOrder Parse(string text) =>
        text.EndsWith(Descending, StringComparison.OrdinalIgnoreCase) ? new(text[..^Descending.Length].Trim(), true)
        : text.EndsWith(Ascending, StringComparison.OrdinalIgnoreCase) ? new(text[..^Ascending.Length].Trim(), false)
        : new(text.Trim(), false);

    /// <summary>Numbers before texts, and nothing last.</summary>
    public int Compare(ParameterValue? one, ParameterValue? other) => (one, other) switch
    {
        (null, null) => 0,
        (null, _) => 1,
        (_, null) => -1,
        ({ } a, { } b) when a.Number is { } x && b.Number is { } y => IsDescending ? y.CompareTo(x) : x.CompareTo(y),
        ({ } a, { } b) => IsDescending ? string.CompareOrdinal(b.ToString(), a.ToString()) : string.CompareOrdinal(a.ToString(), b.ToString()),
    };
}
