using System.Text.RegularExpressions;

namespace HyperSearch.Runner;

/// <summary>Takes the passwords out of a text that people or files get to see.</summary>
internal static partial class Passwords
{
    private const string Masked = "***";

    /// <summary>The same text with three asterisks in the place of what looks like a password: in <c>user:…@</c>, and behind <c>Password=</c> and the like.</summary>
    public static string Mask(string text) => OfKey().Replace(
        OfUserAlone().Replace(OfUser().Replace(text, "${before}" + Masked + "@"), "${before}" + Masked + "@"),
        "${before}" + Masked);

    // As far as the last @ before a quotation mark or the end of the line: a password may have one in it, and spaces.
    [GeneratedRegex("""(?<before>:[/\\]+[^\s/\\@:'"]*:)([^'"\r\n]*|\S*)@""", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex OfUser();

    [GeneratedRegex("""(?<before>(^|[\s'"])[^\s/@:='"]+:)[^\s'"/][^\s'"]*@""", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex OfUserAlone();

    // A value ends with the next of ; and &, and a quoted one with its quotation mark.
    [GeneratedRegex("""(?<before>(pass\w*|pwd|psw|ssl ?password)\s*=\s*)("[^"]*"|'[^']*'|[^;&'"\r\n]*)""", RegexOptions.NonBacktracking | RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex OfKey();
}
