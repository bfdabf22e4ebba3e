namespace HyperSearch.Runner;

/// <summary>Texts of any length, cut to what a page has room for.</summary>
internal static class PageText
{
    /// <summary>The beginning of a text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="most">At most so many UTF-16 code units.</param>
    public static string Beginning(string text, int most) => text.Length <= most ? text : string.Concat(text.AsSpan(0, most - 1), "…");

    /// <summary>The beginning and the end of a text, with a line between that says how much is left out.</summary>
    /// <param name="text">The text.</param>
    /// <param name="most">At most so many UTF-16 code units of it.</param>
    public static string Ends(string text, int most) => text.Length <= most ? text
        : string.Concat(text.AsSpan(0, most / 2), $"\n--- {text.Length - most / 2 * 2} characters are left out ---\n", text.AsSpan(text.Length - most / 2));
}
