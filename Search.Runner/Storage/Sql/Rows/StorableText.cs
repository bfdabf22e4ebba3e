using System.Text;

namespace HyperSearch.Runner;

/// <summary>Text of any origin, such as an error's message, as databases take it.</summary>
internal static class StorableText
{
    /// <summary>The same text, with U+FFFD in the place of NUL and of halves of surrogate pairs, which PostgreSQL refuses.</summary>
    public static string? Of(string? text) => text is null || !text.Any(unit => unit == 0 || char.IsSurrogate(unit))
        ? text
        : string.Concat(text.EnumerateRunes().Select(rune => rune.Value == 0 ? Rune.ReplacementChar : rune));
}
