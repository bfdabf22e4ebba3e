using System.Globalization;

namespace HyperSearch.Strategies;

/// <summary>
/// Text in CSV files that spreadsheets may open. They take a cell that begins with <c>=</c>, <c>+</c>, <c>-</c>, <c>@</c>, a tab or a
/// line break for a formula, unless an apostrophe comes first.
/// </summary>
public static class CsvText
{
    // The apostrophe itself too, so that it is known which one was put there; and the wide forms, which some spreadsheets take alike.
    private const string Protected = "=+-@\t\r\n'＝＋－＠";

    /// <summary>The text of a cell, after an apostrophe where a spreadsheet would calculate; a number stays as it is.</summary>
    public static string Protect(string text) =>
        IsProtected(text) && !double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out _) ? $"'{text}" : text;

    /// <summary>The text that <see cref="Protect"/> was given.</summary>
    public static string Plain(string text) => text is ['\'', ..] && IsProtected(text[1..]) ? text[1..] : text;

    private static bool IsProtected(string text) => text.Length > 0 && Protected.Contains(text[0], StringComparison.Ordinal);
}
