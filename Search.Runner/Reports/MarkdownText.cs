using System.Globalization;
using System.Text;

namespace HyperSearch.Runner;

/// <summary>Text in a Markdown document, where it stands for itself.</summary>
internal static class MarkdownText
{
    /// <summary>A text on one line or in a table's cell, with what Markdown and HTML would act on escaped.</summary>
    public static string Line(string text)
    {
        var shown = SafeText.Line(text);
        var line = new StringBuilder(shown.Length);
        for (var i = 0; i < shown.Length; i++)
        {
            var isAtEdge = i == 0 || i == shown.Length - 1;
            line.Append(shown[i] switch
            {
                '<' => "&lt;",
                '>' => "&gt;",
                '&' => "&amp;",
                ' ' when isAtEdge => "&#32;",
                '|' or '\\' or '`' or '*' or '[' or ']' or '~' => $"\\{shown[i]}",
                // Within a word it is no emphasis.
                '_' when isAtEdge || !char.IsLetterOrDigit(shown[i - 1]) || !char.IsLetterOrDigit(shown[i + 1]) => "\\_",
                // A heading or a list; but a number keeps its sign.
                '#' or '+' or '-' or '=' when i == 0 && !double.TryParse(shown, NumberStyles.Float, CultureInfo.InvariantCulture, out _) => $"\\{shown[i]}",
                var other => other.ToString(),
            });
        }
        return line.ToString();
    }
}
