using System.Globalization;

namespace HyperSearch.Runner;

/// <summary>What a trial's cell in a column must be like.</summary>
/// <param name="Column">The column's heading.</param>
/// <param name="Operator">One of <c>=</c>, <c>!=</c>, <c>&lt;</c>, <c>&lt;=</c>, <c>&gt;</c>, <c>&gt;=</c>.</param>
/// <param name="Value">What it is compared with.</param>
internal sealed record TrialCondition(string Column, string Operator, string Value)
{
    // Longer ones first, so that <= is not read as <.
    private static readonly string[] Operators = ["<=", ">=", "!=", "=", "<", ">"];

    /// <summary>Reads <c>ms &lt; 20</c>.</summary>
    /// <exception cref="SelectionException">It is none.</exception>
    public static TrialCondition Parse(string text)
    {
        var at = text.AsSpan().IndexOfAny('<', '>', '=') is var first && first > 0 && text[first - 1] == '!' ? first - 1 : text.AsSpan().IndexOfAny('<', '>', '=');
        var sign = at < 0 ? null : Array.Find(Operators, sign => text.AsSpan(at).StartsWith(sign, StringComparison.Ordinal));
        if (sign is null || text[..at].Trim() is not { Length: > 0 } column || text[(at + sign.Length)..].Trim() is not { Length: > 0 } value)
            throw new SelectionException($"'{SafeText.Line(text)}' is no condition: write a column, one of {string.Join(" ", Operators)}, and a value, such as \"ms < 20\" or \"activation = relu\".");
        return new(column, sign, value);
    }

    /// <summary>Whether it holds; of a cell that is empty, none does.</summary>
    public bool Holds(ParameterValue? cell)
    {
        if (cell is not { } given)
            return false;
        if (given.Number is { } number && double.TryParse(Value, NumberStyles.Float, CultureInfo.InvariantCulture, out var limit))
            return Holds(number.CompareTo(limit));
        var text = string.CompareOrdinal(given.ToString(), Value);
        return Operator switch { "=" => text == 0, "!=" => text != 0, _ => false };
    }

    private bool Holds(int comparison) => Operator switch
    {
        "=" => comparison == 0,
        "!=" => comparison != 0,
        "<" => comparison < 0,
        "<=" => comparison <= 0,
        ">" => comparison > 0,
        _ => comparison >= 0,
    };
}
