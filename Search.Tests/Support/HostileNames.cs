using HyperSearch;

namespace Search.Tests;

/// <summary>Names that a study can have, and that must never choose a path.</summary>
internal static class HostileNames
{
    private static readonly string[] Known =
    [
        ".", "..", "...", "./", "../", "../..", "../../..", "/", "//", "/etc/passwd", "/tmp", "\\", "..\\", "..\\..", "\\\\server\\share", "C:", "C:\\", "C:..",
        "a/../..", "a/b", "a\\b", "./a", ".hidden", "-", "--", "-rf", "--yes", "-rf /", "~", "~root", "~/", "$HOME", "${HOME}", "$(id)", "`id`", "%HOME%",
        "%2e", "%2e%2e", "%2E%2E", "%2f", "..%2f", "%00", "%", "%zz", "%25", "+", "a b", " a", "a ", "a  ", "a.", "a..", "a. ", ". ", " .", "*", "?", "*.db", "<", ">", "|", "\"", "'", ";", "&", "#", "=", ":", "a:b", "::$DATA",
        "con", "CON", "nul", "NUL.txt", "aux", "aux.txt", "prn", "com1", "COM1.checkpoint", "lpt1", "conin$", "decoy", "decoy.txt", "Decoy", "DECOY", "studies.db", "studies.db-wal", "hypersearch-checkpoints", "studies.db-checkpoints", "made-by-hypersearch", "0.checkpoint", "0",
        "café", "cafe\u0301", "CAFÉ", "ﬁ", "fi", "ı", "I", "i", "İ", "ß", "SS", "ss", "ſ", "K", "K", "Å", "Å", "A\u030A", "中文", "日本語の研究", "한글", "\u1112\u1161\u11AB", "العربية", "עברית", "\u202Eevil", "a\u200Eb", "a\u200Fb", "\u200B", "a\u200B", "\uFEFFa", "\u00A0a", "a\u00A0", "a\u3000", "👩‍👩‍👧‍👦", "🏳️‍🌈", "𝔸", "e\u0301\u0302\u0303", "\u0301", "．．", "／", "∕", "⁄", "。。", "․․",
        "a;DROP TABLE studies", "'; DROP TABLE studies; --", "%s%n", "{0}", "$1", "null", "NULL", "true", "NaN", "0x0", "1e9", "select", "[red]x[/]", "{{x}}", "<b>", "]]>", "&amp;",
    ];

    /// <summary>Some hundred, all different: those above, long ones, and combinations of what paths are made of.</summary>
    public static IReadOnlyList<string> All { get; } = [.. Known.Concat(Long()).Concat(Combined(count: 60)).Distinct(StringComparer.Ordinal)];

    /// <summary>Names that no study can have.</summary>
    public static IReadOnlyList<string> Refused { get; } =
        ["", " ", "   ", "\t", "\u00A0", "\u3000 ", "a\nb", "a\rb", "a\tb", "\u001b[31m", "a\u007f", "\u0085", "a\u2028b", "a\u2029b", "a\u0001", new string('a', 501), new string('é', 501), string.Concat(Enumerable.Repeat("../", 200))];

    private static IEnumerable<string> Long() => from unit in (string[])["a", "A", ".", "../", "é", "中", "😀", "e\u0301", " a"]
                                                 from length in (int[])[255, 256, 300, 500]
                                                 let text = string.Concat(Enumerable.Repeat(unit, length / unit.Length))
                                                 select text;

    private static IEnumerable<string> Combined(int count)
    {
        string[] parts = ["..", ".", "/", "\\", "%2e", "%2f", "con", "A", "a", " ", "~", "-", "\u202E", "é", "e\u0301", "😀", "decoy", ":"];
        for (var i = 0; i < count; i++)
        {
            var random = new RandomStream(5, i, StreamPurpose.Evaluate);
            var name = "";
            for (var n = 2 + random.NextInt(4); n > 0; n--)
                name += parts[random.NextInt(parts.Length)];
            if (!string.IsNullOrWhiteSpace(name))
                yield return name;
        }
    }
}
