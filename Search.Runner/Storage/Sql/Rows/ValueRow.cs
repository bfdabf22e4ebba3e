namespace HyperSearch.Runner;

/// <summary>A row of the table <c>trial_values</c>.</summary>
internal sealed class ValueRow
{
    public int Trial { get; init; }

    public required string Name { get; init; }

    public double? Number { get; init; }

    public string? Text { get; init; }

    public KeyValuePair<string, ParameterValue> ToPair() =>
        new(Name, Number is { } number ? ParameterValue.Of(number) : ParameterValue.Of(Text!));
}
