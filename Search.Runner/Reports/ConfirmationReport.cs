using System.Globalization;
using System.Text.Json;
using HyperSearch.Core;

namespace HyperSearch.Runner;

/// <summary>What running trials again after the search has shown: who won the race of the finalists, how sure that is, and how lucky its first score was.</summary>
/// <param name="Standing">Where the race stands.</param>
/// <param name="Tests">The runs on the test part, by trial.</param>
internal sealed record ConfirmationReport(RaceStanding Standing, IReadOnlyList<Confirmation> Tests)
{
    /// <summary>What is on record; null where nothing has run again.</summary>
    public static async Task<ConfirmationReport?> ReadAsync(IStudyRecord record, CancellationToken cancel = default)
    {
        var runs = await record.ReadConfirmationsAsync(cancel);
        return runs.Count == 0 ? null : Of(record.Study, await record.ReadWithoutMeasurementsAsync(cancel), runs);
    }

    /// <summary>What these runs show.</summary>
    public static ConfirmationReport? Of(StudyDefinition study, IReadOnlyList<Trial> trials, IReadOnlyList<Confirmation> runs)
    {
        var finalists = FinalistsOf(study, trials, [.. runs.Where(run => !run.IsTest).Select(run => run.Trial)]);
        if (finalists.Count == 0)
            return null;
        var race = new ConfirmationRace(study.Goal, study.Seed, finalists);
        return new(race.Standing(runs.Where(run => !run.IsTest).Select(ConfirmationRuns.AsRun)), [.. runs.Where(run => run.IsTest)]);
    }

    /// <summary>The finalists of some numbers, by number; a trial that has no score now is none.</summary>
    public static IReadOnlyList<Finalist> FinalistsOf(StudyDefinition study, IReadOnlyList<Trial> trials, HashSet<int> numbers) =>
        [.. new TrialRanking(study.Goal).Complete(trials).Where(trial => numbers.Contains(trial.Number)).OrderBy(trial => trial.Number).Select(trial => new Finalist(trial.Number, trial.Value!.Value))];

    private IReadOnlyList<Confirmation> TestsOfWinner => Standing.Winner is { } winner ? [.. Tests.Where(test => test.Trial == winner.Finalist.Trial)] : [];

    /// <summary>The same in lines for people.</summary>
    public IEnumerable<string> Lines()
    {
        yield return "";
        if (Standing.Winner is not { } winner)
        {
            yield return $"confirmation: {Standing.Runs} runs of {Standing.Entries.Count} finalists, too few to name a winner. `confirm` goes on.";
            yield break;
        }
        yield return string.Create(CultureInfo.InvariantCulture, $"confirmed: trial {winner.Finalist.Trial}, {Standing.Goal.Metric} {winner.Mean:G6} ({winner.Low:G6} to {winner.High:G6} with 9 chances in 10), the best of {Standing.Entries.Count} finalists with probability {winner.ProbabilityOfBest:F2}, after {Standing.Runs} runs");
        var optimism = Standing.Optimism!.Value;
        yield return string.Create(CultureInfo.InvariantCulture, $"its first score, {winner.Finalist.FirstValue:G6}, was {(optimism >= 0 ? "too good" : "worse than its mean")} by {Math.Abs(optimism):G3}");
        foreach (var entry in Standing.Entries.Where(entry => entry != winner).OrderByDescending(entry => entry.ProbabilityOfBest).ThenBy(entry => entry.Finalist.Trial))
            yield return Describe(entry);
        if (TestsOfWinner is [.., var last] tests)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"test: {(last.Value is { } value ? $"{value:G6}" : $"failed: {FirstLine.Of(last.Error ?? "")}")}, ")
                + (tests.Count == 1 ? $"scored once, {At(last)}" : $"scored {tests.Count} times, last {At(last)}: a test part that is looked at more than once is none any more");
        }
    }

    /// <summary>The same as a member of a report in JSON.</summary>
    public void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject("confirmation");
        var winner = Standing.Winner;
        json.WriteNumber("winner", winner?.Finalist.Trial);
        json.WriteNumber("mean", winner?.Mean);
        json.WriteNumber("low", winner?.Low);
        json.WriteNumber("high", winner?.High);
        json.WriteNumber("probability", winner?.ProbabilityOfBest);
        json.WriteNumber("first", winner?.Finalist.FirstValue);
        json.WriteNumber("optimism", Standing.Optimism);
        json.WriteNumber("runs", Standing.Runs);
        json.WriteArray("finalists", Standing.Entries, entry =>
        {
            json.WriteNumber("trial", entry.Finalist.Trial);
            json.WriteNumber("first", entry.Finalist.FirstValue);
            json.WriteNumber("runs", entry.Runs);
            json.WriteNumber("failed", entry.Failures);
            json.WriteNumber("average", Known(entry.Average));
            json.WriteNumber("mean", Known(entry.Mean));
            json.WriteNumber("low", Known(entry.Low));
            json.WriteNumber("high", Known(entry.High));
            json.WriteNumber("probability", entry.ProbabilityOfBest);
        });
        json.WriteArray("tests", Tests, test =>
        {
            json.WriteNumber("trial", test.Trial);
            json.WriteNumber("value", test.Value);
            json.WriteString("error", test.Error);
            json.WriteTime("finished", test.Finished);
        });
        json.WriteEndObject();
    }

    private static string Describe(RaceEntry entry) => entry.IsOut
        ? $"  trial {entry.Finalist.Trial}: out, {entry.Failures} of its {entry.Runs + entry.Failures} runs failed"
        : string.Create(CultureInfo.InvariantCulture, $"  trial {entry.Finalist.Trial}: {entry.Mean:G6} ({entry.Low:G6} to {entry.High:G6}), probability {entry.ProbabilityOfBest:F2}, {entry.Runs} runs, first score {entry.Finalist.FirstValue:G6}");

    private static string At(Confirmation run) => run.Finished is { } time ? time.UtcDateTime.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture) : "at a time that is not known";

    private static double? Known(double value) => double.IsNaN(value) ? null : value;
}
