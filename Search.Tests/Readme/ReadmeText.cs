using System.Text.RegularExpressions;

namespace Search.Tests;

/// <summary>The README with what was measured, and what stands in them.</summary>
internal static partial class ReadmeText
{
    /// <summary>All of it.</summary>
    public static string Whole { get; } = Read("README.md") + Read(Path.Combine("docs", "measurements.md"));

    /// <summary>The programs, in order.</summary>
    public static IReadOnlyList<string> Programs { get; } = [.. Program().Matches(Whole).Select(match => match.Groups["text"].Value)];

    /// <summary>The commands, block by block.</summary>
    public static IReadOnlyList<string> Commands { get; } = [.. CommandBlock().Matches(Whole).Select(match => match.Groups["text"].Value)];

    /// <summary>What stands between backticks within lines.</summary>
    public static IReadOnlyList<string> Code { get; } = [.. Span().Matches(Block().Replace(Whole, "")).Select(match => match.Groups["text"].Value.Replace(@"\|", "|", StringComparison.Ordinal)).Distinct()];

    /// <summary>The first cells of the table under a heading, or after a line of text.</summary>
    public static IReadOnlyList<string> FirstCells(string header) =>
        [.. Whole[Whole.IndexOf(header, StringComparison.Ordinal)..].Split('\n').Skip(2).TakeWhile(line => line.StartsWith('|')).Select(line => Cell().Match(line).Groups["text"].Value.Trim())];

    private static string Read(string file) => File.ReadAllText(ProjectTests.FolderOf(file)).ReplaceLineEndings("\n");

    [GeneratedRegex("^```csharp\n(?<text>.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Program();

    [GeneratedRegex("^```sh\n(?<text>.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex CommandBlock();

    [GeneratedRegex("^```.*?^```", RegexOptions.Multiline | RegexOptions.Singleline, 1000)]
    private static partial Regex Block();

    [GeneratedRegex("`(?<text>[^`\n]+)`", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Span();

    [GeneratedRegex(@"^\|(?<text>([^|\\]|\\.)*)\|", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Cell();
}
