using HyperSearch.Core;

namespace HyperSearch.Runner;

/// <summary>What a report says of the trials that failed: how many, with what, and how to see more. It is a message, not a result.</summary>
internal static class FailureSummary
{
    /// <summary>Writes it, where a trial failed.</summary>
    public static async Task WriteAsync(IStudyRecord record, TrialCounts counts, Output output)
    {
        if (counts.Failed > 0 && await record.ReadFailuresAsync() is { Count: > 0 } failures)
            await output.Error.WriteLineAsync(Describe(counts, failures));
    }

    /// <summary>One line, with the error that most trials have; of equally common ones the first.</summary>
    /// <param name="counts">How many trials stand where.</param>
    /// <param name="failures">Those that failed; at least one.</param>
    public static string Describe(TrialCounts counts, IReadOnlyList<TrialFailure> failures)
    {
        var commonest = failures.GroupBy(failure => FirstLine.Of(failure.Error)).OrderByDescending(group => group.Count()).First();
        var who = counts.Complete + counts.Pruned > 0 ? $"{failures.Count} of {counts.Complete + counts.Pruned + failures.Count} trials"
            : failures.Count > 1 ? $"All {failures.Count} trials"
            : "The trial";
        var share = failures.Count == 1 ? ""
            : commonest.Count() == failures.Count ? ", all"
            : $", {commonest.Count()} of them";
        return $"{who} failed{share} with: {commonest.Key} (`show {commonest.First().Number}` prints the error in full, `trials --state failed` lists all that failed)";
    }
}
