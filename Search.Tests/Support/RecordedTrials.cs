using System.Globalization;
using HyperSearch;
using HyperSearch.Core;
using HyperSearch.Runner;

namespace Search.Tests;

/// <summary>Studies with trials in every state and all that can be on record of them, and these in words, to the last bit.</summary>
internal static class RecordedTrials
{
    private static readonly DateTimeOffset Begin = new(2026, 1, 31, 23, 59, 58, 123, TimeSpan.Zero);

    /// <summary>What must stay as it is once a trial has it.</summary>
    public static (int Number, TrialState State, Point Point, double? Value, string Others, int? Order) ResultOf(Trial trial) =>
        (trial.Number, trial.State, trial.Point, trial.Value, Numbers([.. trial.FurtherValues, .. trial.Excesses]), trial.FinishOrder);

    /// <summary>Thirty random trials of a space: complete, pruned, failed, running and waiting ones.</summary>
    /// <param name="space">The space.</param>
    /// <param name="isMaximize">Which way the goal goes.</param>
    /// <param name="hasSeveral">Whether there are a second goal, constraints, and trials that repeat others.</param>
    public static StudyContents Of(SearchSpace space, bool isMaximize = true, bool hasSeveral = false)
    {
        var study = new StudyDefinition("a study: \"quoted\", ünïcode", space, isMaximize ? Goal.Maximize("accuracy (%)") : Goal.Minimize("loss"), ulong.MaxValue - 3)
        {
            Strategy = "RandomSearch",
            PlannedTrials = 100,
            Options = new Dictionary<string, string>(StringComparer.Ordinal) { ["data"] = "digits" },
        };
        var rehearsal = new Rehearsal(study, trial => (trial.Number % 7) switch
        {
            3 => TrialResult.Failed("System.FormatException: no\n   at the \"study\""),
            4 => TrialResult.Pruned(0.1 * trial.Number),
            5 => TrialResult.Pruned(null),
            _ => TrialResult.Complete(Math.PI * (trial.Number - 12)) with { FurtherValues = hasSeveral ? [trial.Number / 3.0] : [], Excesses = hasSeveral ? [trial.Number / 3.0 - 7, -1e300] : [] },
        });
        rehearsal.Run(new RandomSearch(), 30, workers: 4, finishAll: false);
        if (hasSeveral)
            study = study with { FurtherGoals = [Goal.Minimize("m\"s")], Constraints = [Constraint.AtMost("m\"s", 7), Constraint.AtLeast("size", 1.0 / 3)] };
        var all = rehearsal.Log.Next().Finished.Concat(rehearsal.Log.Unfinished).OrderBy(trial => trial.Number).Select(Recorded)
            .Select(trial => hasSeveral && trial.Number % 6 == 5 ? trial with { ReplicateOf = trial.Number - 5 } : trial).ToArray();
        return new(study, all)
        {
            Metrics = [.. all.Where(trial => trial.Number % 2 == 0).SelectMany(MetricsOf)],
            Notes = [.. all.Where(trial => trial.Number % 5 == 0).SelectMany(trial => (TrialNote[])[new(trial.Number, 0, "first\nline"), new(trial.Number, 1, "{\"no\": \"JSON\"} 中文")])],
        };
    }

    /// <summary>All of a trial but what its proposal saw, which no other program records.</summary>
    public static string Describe(SearchSpace space, Trial trial) => string.Create(CultureInfo.InvariantCulture,
        $"""
        {trial.Number} {trial.State} {trial.Value:R} {trial.Point} {string.Join(", ", trial.ValuesIn(space))}
        {string.Join(", ", trial.Measurements)} {trial.FinishOrder} {trial.Attempt} '{trial.Note}' '{trial.Error}' {trial.Started:O} {trial.Finished:O}
        {Numbers(trial.FurtherValues)}, {Numbers(trial.Excesses)}, {trial.ReplicateOf}
        """);

    public static IEnumerable<string> Describe(StudyContents contents) =>
    [
        contents.Study.Name, string.Join(", ", contents.Study.Goals), string.Join(", ", contents.Study.Constraints), $"{contents.Study.Seed} {contents.Study.Strategy} {contents.Study.PlannedTrials} {string.Join(", ", contents.Study.Options)}",
        .. contents.Study.Space.Parameters.Select(parameter => parameter.ToString()),
        .. contents.Trials.Select(trial => Describe(contents.Study.Space, trial)),
        .. contents.Metrics.Select(metric => metric.ToString()),
        .. contents.Notes.Select(note => note.ToString()),
    ];

    private static string Numbers(IEnumerable<double> numbers) => string.Join(' ', numbers.Select(number => number.ToString("R", CultureInfo.InvariantCulture)));

    private static Trial Recorded(Trial trial)
    {
        var isWaiting = !trial.IsFinished && trial.Number % 2 == 0;
        var started = Begin.AddSeconds(trial.Number);
        return trial with
        {
            State = isWaiting ? TrialState.Waiting : trial.State,
            Observed = null,
            Attempt = isWaiting ? 0 : 1 + trial.Number % 3,
            Note = trial.Number % 4 == 0 ? "at random" : null,
            Started = isWaiting ? null : started,
            Finished = trial.IsFinished ? started.AddMilliseconds(1 + 250 * (trial.FinishOrder ?? 0)) : null,
            Measurements = isWaiting || trial is { State: TrialState.Pruned, Value: null } ? [] : [.. Enumerable.Range(-1, trial.Number % 5).Select(step => new Measurement(10 * step, step / 3.0))],
        };
    }

    private static TrialMetric[] MetricsOf(Trial trial) =>
    [
        new(trial.Number, "both", null, 1.0 / 3), new(trial.Number, "both", -2, 1e300), new(trial.Number, "both", 7, -0.5),
        new(trial.Number, "error", null, 5), new(trial.Number, "hypersearch:metric:notes", null, 6), new(trial.Number, "ms", null, trial.Number), new(trial.Number, "notes", null, 7),
        new(trial.Number, "train loss", 1, 0.25), new(trial.Number, "train loss", 2, 0.125),
    ];
}
