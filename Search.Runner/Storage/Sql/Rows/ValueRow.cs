using System.Data.Common;

namespace HyperSearch.Runner;

/// <summary>A row of the table <c>trial_values</c>.</summary>
internal sealed class ValueRow
{
    public int Trial { get; init; }

    public required string Name { get; init; }

    public double? Number { get; init; }

    public string? Text { get; init; }

    /// <summary>Reads the columns of <see cref="TrialQuery"/>.</summary>
    public static ValueRow Read(DbDataReader row) => new() { Trial = row.Int(0), Name = row.Text(1), Number = row.NumberOrNull(2), Text = row.TextOrNull(3) };

    public KeyValuePair<string, ParameterValue> ToPair() =>
        new(Name, Number is { } number ? ParameterValue.Of(number) : ParameterValue.Of(Text!));
}
