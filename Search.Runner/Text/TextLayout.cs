using System.Globalization;
using Spectre.Console;

namespace HyperSearch.Runner;

/// <summary>Text in the cells of a terminal, of which a wide character takes two.</summary>
internal static class TextLayout
{
    /// <summary>A text of at most so many cells; one that was longer ends in "…".</summary>
    public static string Truncate(string text, int cells) =>
        text.GetCellWidth() <= cells ? text : cells <= 0 ? "" : text[..Fitting(text, cells - 1)] + "…";

    /// <summary>A text in lines of at most so many cells, broken after a blank where there is one in the line's second half.</summary>
    public static IEnumerable<string> Wrap(string text, int cells)
    {
        while (text.GetCellWidth() > cells)
        {
            var end = Math.Max(Fitting(text, cells), StringInfo.GetNextTextElementLength(text));
            var blank = text.AsSpan(0, end).LastIndexOf(' ') + 1;
            end = blank > end / 2 ? blank : end;
            yield return text[..end].TrimEnd();
            text = text[end..];
        }
        yield return text;
    }

    // How long the part of a text is that fits, in whole characters as people see them.
    private static int Fitting(string text, int cells)
    {
        var (end, taken) = (0, 0);
        while (end < text.Length)
        {
            var length = StringInfo.GetNextTextElementLength(text, end);
            taken += text.Substring(end, length).GetCellWidth();
            if (taken > cells)
                break;
            end += length;
        }
        return end;
    }
}
