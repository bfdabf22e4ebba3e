using System.Security.Cryptography;
using System.Text;

namespace HyperSearch.Runner;

/// <summary>Turns any text into the name of a file or folder. Nothing else does.</summary>
internal static class FileName
{
    private const int MostReadable = 40, HashBytes = 10;

    // What Windows has in every folder.
    private static readonly string[] Devices = ["con", "prn", "aux", "nul", .. Enumerable.Range(0, 10).SelectMany(i => (string[])[$"com{i}", $"lpt{i}"])];

    /// <summary>
    /// Whether a text is a file's name as it stands, without an extension: letters a to z, digits, - and _, at most 40, a letter first, and no
    /// device.
    /// </summary>
    public static bool IsPlain(string text) =>
        text.Length is > 0 and <= MostReadable && char.IsAsciiLetter(text[0]) && text.All(unit => char.IsAsciiLetterOrDigit(unit) || unit is '-' or '_')
        && !Devices.Contains(text, StringComparer.OrdinalIgnoreCase);

    /// <summary>
    /// A name of the characters a to z, 0 to 9 and -, at most 61 of them: what is readable of the text, and always a hash of all of
    /// it. So names are different where texts are, also where a file system does not tell cases or forms of a character apart, and
    /// none is a device, another folder, or too long.
    /// </summary>
    public static string Of(string text)
    {
        var readable = new StringBuilder();
        foreach (var unit in text)
        {
            if (readable.Length == MostReadable)
                break;
            if (char.IsAsciiLetterOrDigit(unit))
                readable.Append(char.ToLowerInvariant(unit));
            else if (readable.Length > 0 && readable[^1] != '-')
                readable.Append('-');
        }
        if (readable.Length > 0 && readable[^1] != '-')
            readable.Append('-');
        return readable + Convert.ToHexStringLower(SHA256.HashData(Encoding.Unicode.GetBytes(text)).AsSpan(0, HashBytes));
    }
}
