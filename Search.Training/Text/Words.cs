using System.Text;

namespace HyperSearch.Training;

/// <summary>Finds the words of a text.</summary>
internal static class Words
{
    /// <summary>What stands between blanks, signs included: what augmentation moves around.</summary>
    public static string[] BetweenBlanks(string text) => text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Runs of letters, marks and digits, and what is joined by an apostrophe, in small letters: what a classifier counts.</summary>
    public static IEnumerable<string> Plain(string text)
    {
        var word = new StringBuilder();
        var joined = false;
        foreach (var rune in text.EnumerateRunes())
        {
            if (Rune.IsLetterOrDigit(rune) || IsMark(rune))
            {
                if (joined)
                    word.Append('\'');
                word.Append(Rune.ToLowerInvariant(rune).ToString());
                joined = false;
            }
            else if (rune.Value is '\'' or '’' && word.Length > 0 && !joined)
            {
                joined = true;
            }
            else if (word.Length > 0)
            {
                yield return word.ToString();
                word.Clear();
                joined = false;
            }
        }
        if (word.Length > 0)
            yield return word.ToString();
    }

    private static bool IsMark(Rune rune) =>
        Rune.GetUnicodeCategory(rune) is System.Globalization.UnicodeCategory.NonSpacingMark or System.Globalization.UnicodeCategory.SpacingCombiningMark;
}
