using System.Globalization;

namespace HyperSearch;

/// <summary>A parameter's value as it is recorded, typed and printed: a number or a text.</summary>
public readonly record struct ParameterValue
{
    private ParameterValue(double? number, string? text) => (Number, Text) = (number, text);

    /// <summary>The number, or null where the value is a text.</summary>
    public double? Number { get; }

    /// <summary>The text, or null where the value is a number.</summary>
    public string? Text { get; }

    public static ParameterValue Of(double number) => new(number, null);

    public static ParameterValue Of(string text) => new(null, text);

    /// <summary>A value of any type: numbers stay numbers, everything else is its invariant text.</summary>
    public static ParameterValue From<T>(T value) => value switch
    {
        double or float or int or uint or long or ulong or short or ushort or byte or sbyte or decimal => Of(Convert.ToDouble(value, CultureInfo.InvariantCulture)),
        bool flag => Of(flag ? "true" : "false"),
        IFormattable formattable => Of(formattable.ToString(null, CultureInfo.InvariantCulture)),
        _ => Of(value?.ToString() ?? "null"),
    };

    /// <summary>Whether both stand for the same value, be it written as a number or as a text.</summary>
    internal bool IsSameAs(ParameterValue other) => (Text, other.Text) switch
    {
        (null, null) => Number.Equals(other.Number),
        (not null, not null) => Text == other.Text,
        (null, _) => double.TryParse(other.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && Number.Equals(number),
        _ => other.IsSameAs(this),
    };

    /// <summary>Invariant; a number prints the shortest digits that read back as the same number.</summary>
    public override string ToString() => Number?.ToString("R", CultureInfo.InvariantCulture) ?? Text ?? "";
}
