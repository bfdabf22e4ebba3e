using HyperSearch.Runner;

namespace HyperSearch.Tool;

/// <summary>Words as a POSIX shell takes them for one word each.</summary>
internal static class ShellWord
{
    /// <summary>A word, in quotes where it needs them.</summary>
    public static string Quote(string word) => word.Length > 0 && word[0] != '=' && word.All(IsPlain)
        ? word
        : $"'{SafeText.Line(word).Replace("'", "'\\''", StringComparison.Ordinal)}'";

    private static bool IsPlain(char unit) => char.IsAsciiLetterOrDigit(unit) || unit is '_' or '-' or '.' or '/' or ':' or '=' or '+' or ',' or '@' or '%';
}
