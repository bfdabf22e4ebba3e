using System.Globalization;
using System.Text;

namespace HyperSearch.Core;

/// <summary>What can be the name of a study, a parameter, a metric or an option. What is on record under another name can be read all the same.</summary>
public static class NameRule
{
    /// <summary>The longest name, in UTF-16 code units; what a database indexes has room for it.</summary>
    public const int MostCharacters = 500;

    private const int MostShown = 60;

    /// <summary>Why a text cannot be a name: the rule, then the text; null where it can.</summary>
    /// <param name="what">What has the name, such as "study".</param>
    /// <param name="name">The text.</param>
    public static string? Objection(string what, string? name)
    {
        var fault = name switch
        {
            null or "" => "is empty",
            { Length: > MostCharacters } => $"has {name.Length}: '{Shown(name)}'",
            _ when string.IsNullOrWhiteSpace(name) => "is only white space",
            _ when name.EnumerateRunes().Any(IsBreak) || HasHalfPair(name) => $"is '{Shown(name)}'",
            _ => null,
        };
        return fault is null
            ? null
            : $"A name has 1 to {MostCharacters} characters, not all of them white space, no control characters, no line breaks and no halves of surrogate pairs, but the name of the {what} {fault}. Choose another name.";
    }

    /// <summary>Whether a text has half of a surrogate pair in it, which is no character and cannot be recorded.</summary>
    internal static bool HasHalfPair(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsSurrogatePair(text, i))
                i++;
            else if (char.IsSurrogate(text[i]))
                return true;
        }

        return false;
    }

    /// <summary>The beginning of a text, with what cannot be printed in the form \u000A.</summary>
    internal static string Shown(string text)
    {
        var shown = new StringBuilder();
        foreach (var rune in text.AsSpan(0, Math.Min(text.Length, MostShown)).EnumerateRunes())
        {
            if (rune == Rune.ReplacementChar || IsBreak(rune))
                shown.Append(CultureInfo.InvariantCulture, $"\\u{rune.Value:X4}");
            else
                shown.Append(rune);
        }

        return text.Length > MostShown ? shown + "…" : shown.ToString();
    }

    private static bool IsBreak(Rune rune) =>
        Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;
}
