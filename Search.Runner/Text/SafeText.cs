using System.Globalization;
using System.Text;

namespace HyperSearch.Runner;

/// <summary>
/// Text as it may go to a terminal: what would act on the terminal, or hide or reorder other text, is shown as <c>\u001b</c>.
/// That is JSON's own way to write it, so JSON stays the same document.
/// </summary>
internal static class SafeText
{
    /// <summary>A text that belongs on one line: line breaks and tabs are shown too, as <c>\n</c>, <c>\r</c> and <c>\t</c>.</summary>
    public static string Line(string text) => Replaced(text, isLine: true);

    /// <summary>A text of several lines, whose line breaks and tabs stay.</summary>
    public static string Lines(ReadOnlySpan<char> text) => Replaced(text, isLine: false);

    private static string Replaced(ReadOnlySpan<char> text, bool isLine)
    {
        var shown = new StringBuilder(text.Length);
        var before = new Rune(' ');
        var (copied, at) = (0, 0);
        while (at < text.Length)
        {
            var isWhole = Rune.DecodeFromUtf16(text[at..], out var rune, out var length) == System.Buffers.OperationStatus.Done;
            if (!isWhole || !IsSafe(rune, before, text[(at + length)..], isLine))
            {
                shown.Append(text[copied..at]);
                foreach (var unit in text.Slice(at, length))
                    shown.Append(Escape(unit));
                copied = at + length;
            }
            before = rune;
            at += length;
        }
        return shown.Append(text[copied..]).ToString();
    }

    private static bool IsSafe(Rune rune, Rune before, ReadOnlySpan<char> after, bool isLine) => rune.Value switch
    {
        >= ' ' and <= '~' => true,
        '\n' or '\t' => !isLine,
        '\r' => !isLine && after is ['\n', ..],
        // Joiners belong to scripts and emoji beyond ASCII; within ASCII they only hide.
        0x200C or 0x200D => !before.IsAscii && Rune.GetUnicodeCategory(before) != UnicodeCategory.Format,
        // What fills a place without showing anything.
        0x034F or 0x115F or 0x1160 or 0x17B4 or 0x17B5 or 0x3164 or 0xFFA0 => false,
        _ => Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Control or UnicodeCategory.Format
            or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator),
    };

    private static string Escape(char unit) => unit switch
    {
        '\n' => "\\n",
        '\r' => "\\r",
        '\t' => "\\t",
        _ => $"\\u{(int)unit:x4}",
    };
}
