using System.Text.RegularExpressions;

namespace HyperSearch.Tool;

/// <summary>What <c>scontrol show job</c> says of a task, while Slurm remembers it.</summary>
/// <param name="Name">The numbers of its array and of itself: 12_3.</param>
internal sealed partial record SlurmTask(string Name)
{
    public string? Exit { get; init; }

    public string? Host { get; init; }

    public int? Restarts { get; init; }

    /// <summary>The file that takes what it prints.</summary>
    public string? Output { get; init; }

    /// <summary>The tasks of an answer: a paragraph each, in which all but paths is without blanks. Several that wait together are left out.</summary>
    public static IEnumerable<SlurmTask> Parse(string answer) =>
        from paragraph in answer.Split("\n\n", StringSplitOptions.RemoveEmptyEntries)
        let array = Value(paragraph, "ArrayJobId")
        let index = Value(paragraph, "ArrayTaskId")
        where int.TryParse(index, out _)
        select new SlurmTask($"{array}_{index}")
        {
            Exit = Value(paragraph, "ExitCode"),
            Host = Value(paragraph, "BatchHost"),
            Restarts = int.TryParse(Value(paragraph, "Restarts"), out var restarts) ? restarts : null,
            Output = OutputLine().Match(paragraph) is { Success: true } line ? line.Groups["path"].Value : null,
        };

    private static string? Value(string paragraph, string key) =>
        KeyAndValue().Matches(paragraph).FirstOrDefault(match => match.Groups["key"].Value == key)?.Groups["value"].Value;

    [GeneratedRegex(@"(?<=^|\s)(?<key>[A-Za-z/:]+)=(?<value>\S+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex KeyAndValue();

    [GeneratedRegex(@"^ *StdOut=(?<path>.+)$", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex OutputLine();
}
