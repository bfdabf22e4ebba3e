using HyperSearch.Core;

namespace HyperSearch.Runner;

/// <summary>Reports as JSON: numbers with all the digits that it takes to read back the same number.</summary>
internal static class JsonReports
{
    /// <summary>A study's report: counts and best trials.</summary>
    public static void Write(StudyReport report, TextWriter output) => JsonParts.Write(output, json =>
    {
        json.WriteString("study", report.Study.Name);
        json.WriteGoals(report.Study);
        json.WriteCounts(report.Counts);
        if (report.Study.Constraints.Count > 0)
            json.WriteNumber("infeasible", report.Infeasible);
        if (report.Front is { } front)
            json.WriteFront(report.Study, front);
        var members = report.Front?.Members.Select(trial => trial.Number).ToHashSet();
        json.WriteArray("best", report.Best, trial => json.WriteTrial(report.Study, trial, report.Extras, members));
        json.WriteEarlier(report.Study, report.Earlier);
        OutlookReport.Write(json, report.Outlook);
        report.Replicates?.Write(json);
        report.Confirmation?.Write(json);
    });

    /// <summary>A study's insight.</summary>
    public static void Write(StudyDefinition study, StudyInsight insight, TextWriter output) => JsonParts.Write(output, json =>
    {
        json.WriteString("study", study.Name);
        json.WriteString("method", ImportanceMethods.NameOf(insight.Method));
        json.WriteInsight(insight);
    });

    /// <summary>A study's rounds.</summary>
    public static void Write(RoundsReport report, TextWriter output) => JsonParts.Write(output, json =>
    {
        json.WriteString("study", report.Study.Name);
        json.WriteArray("rounds", report.Rounds, one =>
        {
            json.WriteNumber("number", one.Round.Number);
            json.WriteNumber("first_trial", one.Round.FirstTrial);
            json.WriteNumber("trials", one.Trials);
            json.WriteNumber("best", one.Best?.Value);
            json.WriteString("reason", one.Round.Reason);
            json.WriteArray("ranges", one.Round.Ranges, range => json.WriteDefinition(range));
        });
    });

    /// <summary>All trials of a study.</summary>
    /// <param name="study">The study.</param>
    /// <param name="trials">The trials.</param>
    /// <param name="extras">What they reported beside their scores.</param>
    /// <param name="front">The numbers of those in the front; null where there is one goal.</param>
    /// <param name="output">Where it goes.</param>
    public static void Write(StudyDefinition study, IReadOnlyList<Trial> trials, StudyExtras extras, IReadOnlySet<int>? front, TextWriter output) => JsonParts.Write(output, json =>
    {
        json.WriteString("study", study.Name);
        json.WriteArray("trials", trials, trial =>
        {
            json.WriteString("state", StateNames.Of(trial.State));
            json.WriteTrial(study, trial, extras, front);
            json.WriteDetails(trial, extras);
        });
    });

    /// <summary>The studies of a store.</summary>
    public static void Write(IReadOnlyList<StudySummary> studies, TextWriter output) => JsonParts.Write(output, json =>
        json.WriteArray("studies", studies, study =>
        {
            json.WriteString("study", study.Name);
            json.WriteGoal(study.Goal);
            json.WriteFurtherGoals([study.Goal, .. study.FurtherGoals]);
            json.WriteCounts(study.Counts);
            json.WriteNumber("best", study.Best);
            json.WriteString("created", study.Created);
        }));

    /// <summary>One trial with all that is known of it.</summary>
    public static void Write(StudyDefinition study, Trial trial, IReadOnlyList<TrialAttempt> attempts, StudyExtras extras, TextWriter output) => JsonParts.Write(output, json =>
    {
        json.WriteString("study", study.Name);
        json.WriteString("state", StateNames.Of(trial.State));
        json.WriteTrial(study, trial, extras);
        json.WriteNumber("observed", trial.Observed);
        json.WriteNumber("finish_order", trial.FinishOrder);
        json.WriteNumber("attempt", trial.Attempt);
        json.WriteArray("attempts", attempts, attempt =>
        {
            json.WriteNumber("number", attempt.Number);
            json.WriteString("end", AttemptEnds.Name(attempt.End));
            json.WriteString("worker", attempt.Worker);
            json.WriteString("instructions", attempt.Instructions);
            json.WriteTime("started", attempt.Started);
            json.WriteTime("ended", attempt.Ended);
        });
        json.WriteArray("earlier", (trial.PreviousResult?.Results ?? []).Reverse(), earlier =>
        {
            json.WriteString("state", StateNames.Of(earlier.State));
            json.WriteNumber("step", earlier.Measurements is [.., var last] ? last.Step : null);
            json.WriteNumber("value", earlier.Value);
            json.WriteNumber("finish_order", earlier.FinishOrder);
            json.WriteString("error", earlier.Error);
        });
        json.WriteDetails(trial, extras);
    });

    /// <summary>The files that trials have left.</summary>
    public static void Write(StudyDefinition study, IReadOnlyList<TrialArtifact> artifacts, TextWriter output) => JsonParts.Write(output, json =>
    {
        json.WriteString("study", study.Name);
        json.WriteArray("artifacts", artifacts, artifact => json.WriteArtifact(artifact));
    });

    /// <summary>A study's definition and its counts.</summary>
    public static void Write(StudyDefinition study, IReadOnlyList<RecordedSpace> spaces, TrialCounts counts, EarlierReport? earlier, TextWriter output) => JsonParts.Write(output, json =>
    {
        json.WriteString("study", study.Name);
        json.WriteGoals(study);
        json.WriteNumber("seed", study.Seed);
        json.WriteString("strategy", study.Strategy);
        json.WriteNumber("planned_trials", study.PlannedTrials);
        if (study.Program is { } program)
            ProgramJson.WriteTexts(json, "command", ProgramJson.CommandOf(program));
        json.WriteCounts(counts);
        json.WriteStartObject("options");
        foreach (var (name, value) in study.Options)
            json.WriteString(name, value);
        json.WriteEndObject();
        json.WriteArray("parameters", study.Space.Parameters, parameter => json.WriteDefinition(parameter.Definition));
        json.WriteArray("earlier_spaces", spaces.Zip(spaces.Skip(1)), pair =>
        {
            json.WriteNumber("first_trial", pair.First.FirstTrial);
            json.WriteNumber("next_trial", pair.Second.FirstTrial);
            json.WriteArray("parameters", pair.First.Parameters, parameter => json.WriteDefinition(parameter));
        });
        json.WriteEarlier(study, earlier);
    });
}
