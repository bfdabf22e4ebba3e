namespace HyperSearch.Runner;

internal static class FirstLine
{
    /// <summary>The first line of a text: of an error on record, its message.</summary>
    public static string Of(string text) => text.AsSpan().IndexOfAny('\r', '\n') is >= 0 and var end ? text[..end] : text;
}
