using System.Globalization;

namespace HyperSearch.Runner;

/// <summary>Numbers in a line of text.</summary>
internal static class NumberText
{
    private static readonly string[] NotFinite = ["nan", "infinity", "inf"];

    /// <summary>
    /// The number with which a text begins: digits with a point and an exponent, or nan or inf. It must end there: at the end of the
    /// text, before white space, a percent sign, a bracket, a quote, a semicolon or a bar, or before a comma or a point which no
    /// digit follows. So no part of 1,234 or 10.0.0.1 or 12:30 or 5ms is taken for a number.
    /// </summary>
    /// <param name="text">The text.</param>
    /// <param name="length">How many of its characters it has.</param>
    public static double? At(ReadOnlySpan<char> text, out int length)
    {
        length = 0;
        var sign = text is ['+' or '-', ..] ? 1 : 0;
        foreach (var word in NotFinite)
        {
            if (!text[sign..].StartsWith(word, StringComparison.OrdinalIgnoreCase) || !EndsAt(text, sign + word.Length))
                continue;
            length = sign + word.Length;
            return word == "nan" ? double.NaN : text[0] == '-' ? double.NegativeInfinity : double.PositiveInfinity;
        }
        var end = sign + Digits(text[sign..]);
        var digits = end - sign;
        if (end < text.Length && text[end] == '.')
        {
            var fraction = Digits(text[(end + 1)..]);
            digits += fraction;
            // A point that ends a sentence belongs to the number as well; it changes nothing.
            end += 1 + fraction;
        }
        if (digits == 0)
            return null;
        if (end < text.Length && text[end] is 'e' or 'E')
        {
            var signed = end + 1 < text.Length && text[end + 1] is '+' or '-' ? 2 : 1;
            var exponent = end + signed <= text.Length ? Digits(text[(end + signed)..]) : 0;
            if (exponent == 0)
                return null;
            end += signed + exponent;
        }
        if (!EndsAt(text, end))
            return null;
        length = end;
        return double.Parse(text[..end], NumberStyles.Float, CultureInfo.InvariantCulture);
    }

    /// <summary>How many digits a text begins with.</summary>
    public static int Digits(ReadOnlySpan<char> text)
    {
        var end = text.IndexOfAnyExceptInRange('0', '9');
        return end < 0 ? text.Length : end;
    }

    private static bool EndsAt(ReadOnlySpan<char> text, int end) => end >= text.Length || text[end] switch
    {
        '%' or ')' or ']' or '}' or '>' or '\'' or '"' or ';' or '|' => true,
        ',' or '.' => end + 1 >= text.Length || !char.IsAsciiDigit(text[end + 1]),
        var after => char.IsWhiteSpace(after),
    };
}
