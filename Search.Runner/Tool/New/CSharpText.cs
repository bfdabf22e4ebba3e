using System.Globalization;
using System.Text;

namespace HyperSearch.Tool;

/// <summary>Text from outside in a C# file: it stays text, whatever stands in it.</summary>
internal static class CSharpText
{
    /// <summary>A literal of a text: quotation marks, backslashes and what is not plainly shown are escaped.</summary>
    public static string Literal(string text)
    {
        var literal = new StringBuilder("\"");
        foreach (var c in text)
        {
            if (c is '"' or '\\')
                literal.Append('\\').Append(c);
            else if (char.IsAscii(c) ? !char.IsControl(c) : char.IsLetterOrDigit(c))
                literal.Append(c);
            else
                literal.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}");
        }
        return literal.Append('"').ToString();
    }
}
