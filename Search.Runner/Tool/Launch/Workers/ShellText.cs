using System.Text;
using HyperSearch.Runner;

namespace HyperSearch.Tool;

/// <summary>Text from outside in a script of bash: it stays one word, whatever stands in it.</summary>
internal static class ShellText
{
    /// <summary>
    /// A word that bash reads as the text. What would act on a terminal or hide other text is escaped, so that the script is the same
    /// script where it is shown.
    /// </summary>
    public static string Word(string text)
    {
        if (text.Length > 0 && text.All(IsPlain))
            return text;
        return SafeText.Line(text) == text ? $"'{text.Replace("'", @"'\''", StringComparison.Ordinal)}'" : Escaped(text);
    }

    /// <summary>The words of a command line.</summary>
    public static string Words(IEnumerable<string> words) => string.Join(' ', words.Select(Word));

    private static bool IsPlain(char unit) => char.IsAsciiLetterOrDigit(unit) || unit is '-' or '_' or '.' or '/' or ':' or '@' or '%' or '+' or ',';

    // bash: ANSI-C quoting, whose \x takes two digits at most.
    private static string Escaped(string text)
    {
        var word = new StringBuilder("$'");
        foreach (var unit in Encoding.UTF8.GetBytes(text))
        {
            if (unit is >= (byte)' ' and <= (byte)'~' and not (byte)'\'' and not (byte)'\\')
                word.Append((char)unit);
            else
                word.Append($"\\x{unit:x2}");
        }
        return word.Append('\'').ToString();
    }
}
