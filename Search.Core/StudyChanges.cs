namespace HyperSearch.Core;

/// <summary>A part of what has changed in a study's record since a reader looked last: see <see cref="IStudyRecord.ReadChangesAsync"/>.</summary>
/// <param name="Results">How many results the reader knows with it, to be told the next time. Less than it knew before: the record is another one, and is to be read anew.</param>
/// <param name="IsLast">Whether the reader knows all with it.</param>
/// <param name="Trials">
/// The trials whose newest result came since, in finishing order, with their measurements; and in the last part those that wait or run,
/// by number: all of them, since each may have reported, been started or been promoted. They take the places of what the reader knew.
/// </param>
/// <param name="Metrics">What these trials recorded beside their scores, by trial, name and step.</param>
/// <param name="Attempts">The attempts of these trials, by trial, in order.</param>
public sealed record StudyChanges(int Results, bool IsLast, IReadOnlyList<Trial> Trials, IReadOnlyList<TrialMetric> Metrics, IReadOnlyList<TrialAttempt> Attempts)
{
    /// <summary>The changes as they follow from a whole record.</summary>
    internal static async Task<StudyChanges> ReadAsync(IStudyRecord record, int results, int most, CancellationToken cancel)
    {
        var all = await record.ReadAsync(cancel);
        var last = all.Sum(trial => trial.Results.Count());
        var upTo = (int)Math.Min((long)results + most, last);
        Trial[] trials =
        [
            .. all.Where(trial => trial.FinishOrder >= results && trial.FinishOrder < upTo).OrderBy(trial => trial.FinishOrder),
            .. all.Where(trial => !trial.IsFinished && upTo == last),
        ];
        var numbers = trials.Select(trial => trial.Number).ToHashSet();
        return new(upTo, upTo == last, trials,
            [.. (await record.ReadMetricsAsync(cancel)).Where(metric => numbers.Contains(metric.Trial))],
            [.. (await record.ReadAttemptsAsync(cancel)).Where(attempt => numbers.Contains(attempt.Trial))]);
    }
}
