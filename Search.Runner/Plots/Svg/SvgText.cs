using System.Globalization;
using System.Text;
using System.Xml;
using Spectre.Console;

namespace HyperSearch.Runner;

/// <summary>Text in a picture, whose font is whatever the reader has: its width is an estimate.</summary>
internal static class SvgText
{
    // Of a cell, in parts of the font's size: an average of letters and digits, in fonts that are rather wide.
    private const double CellWidth = 0.57;

    // So that a text fits into its own width.
    private const double Slack = 0.001;

    /// <summary>A text on one line, with what a document cannot have or a reader cannot see shown as <see cref="SafeText"/> does.</summary>
    public static string Line(string text)
    {
        var shown = SafeText.Line(text);
        if (shown.All(IsXml))
            return shown;
        var line = new StringBuilder();
        foreach (var unit in shown)
            line.Append(IsXml(unit) ? unit.ToString() : string.Create(CultureInfo.InvariantCulture, $"\\u{(int)unit:x4}"));
        return line.ToString();
    }

    /// <summary>About how many pixels a text takes.</summary>
    public static double Width(string text, double size) => text.GetCellWidth() * CellWidth * size;

    /// <summary>A text that takes at most so many pixels; one that was longer ends in "…".</summary>
    public static string Fit(string text, double size, double pixels) => TextLayout.Truncate(Line(text), (int)(pixels / (CellWidth * size) + Slack));

    // A half of a pair is whole with the other, or SafeText has replaced it.
    private static bool IsXml(char unit) => XmlConvert.IsXmlChar(unit) || char.IsSurrogate(unit);
}
