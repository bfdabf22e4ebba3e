using System.Text.RegularExpressions;

namespace Search.Tests;

/// <summary>The README, and what stands in it.</summary>
internal static partial class ReadmeText
{
    /// <summary>All of it.</summary>
    public static string Whole { get; } = File.ReadAllText(ProjectTests.FolderOf("README.md")).ReplaceLineEndings("\n");

    /// <summary>The programs, in order.</summary>
    public static IReadOnlyList<string> Programs { get; } = [.. Program().Matches(Whole).Select(match => match.Groups["text"].Value)];

    /// <summary>What stands between backticks within lines.</summary>
    public static IReadOnlyList<string> Code { get; } = [.. Span().Matches(Block().Replace(Whole, "")).Select(match => match.Groups["text"].Value.Replace(@"\|", "|", StringComparison.Ordinal)).Distinct()];

    /// <summary>The first cells of the table under a heading, or after a line of text.</summary>
    public static IReadOnlyList<string> FirstCells(string header) =>
        [.. Whole[Whole.IndexOf(header, StringComparison.Ordinal)..].Split('\n').Skip(2).TakeWhile(line => line.StartsWith('|')).Select(line => Cell().Match(line).Groups["text"].Value.Trim())];

    [GeneratedRegex("^```csharp\n(?<text>.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Program();

    [GeneratedRegex("^```.*?^```", RegexOptions.Multiline | RegexOptions.Singleline, 1000)]
    private static partial Regex Block();

    [GeneratedRegex("`(?<text>[^`\n]+)`", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Span();

    [GeneratedRegex(@"^\|(?<text>([^|\\]|\\.)*)\|", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Cell();
}
