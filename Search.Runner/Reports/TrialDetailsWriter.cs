using HyperSearch.Core;

namespace HyperSearch.Runner;

/// <summary>Writes one trial with all that is known of it.</summary>
internal static class TrialDetailsWriter
{
    public static void Write(StudyDefinition study, Trial trial, IReadOnlyList<TrialAttempt> attempts, StudyExtras extras, bool json, TextWriter output)
    {
        if (json)
        {
            JsonReports.Write(study, trial, attempts, extras, output);
            return;
        }
        output.WriteLine($"trial     {trial.Number} of {SafeText.Line(study.Name)}");
        output.WriteLine($"state     {StateNames.Of(trial.State)}{(trial.Attempt > 1 ? $", attempt {trial.Attempt}" : "")}");
        foreach (var earlier in (trial.PreviousResult?.Results ?? []).Reverse())
            output.WriteLine(Describe(earlier));
        // One that led to the result at once has nothing to tell that is not below.
        if (attempts.Any(attempt => !attempt.HasResult && attempt.End is not null) || attempts.Count > 1)
        {
            foreach (var attempt in attempts)
                output.WriteLine(Describe(attempt));
        }

        if (trial.Value is { } score)
            output.WriteLine($"value     {score:R}");
        foreach (var (goal, value) in study.FurtherGoals.Zip(trial.FurtherValues))
            output.WriteLine($"goal      {SafeText.Line(goal.Metric)} = {value:R}");
        foreach (var (constraint, excess) in study.Constraints.Zip(trial.Excesses))
            output.WriteLine($"limit     {SafeText.Line(constraint.ToString())}: {(excess > 0 ? $"missed by {excess:R}" : "met")}");
        if (trial.Duration is { } duration)
            output.WriteLine($"seconds   {duration.TotalSeconds:R}");
        if (trial.Note is not null)
            output.WriteLine($"note      {SafeText.Line(trial.Note)}");
        foreach (var note in extras.NotesOf(trial))
            output.WriteLine($"noted     {note.ReplaceLineEndings("\n          ")}");
        foreach (var (name, value) in trial.ValuesIn(study.Space))
            output.WriteLine($"parameter {SafeText.Line($"{name} = {value}")}");
        foreach (var metric in extras.MetricsOf(trial).Where(metric => metric.Step is null))
            output.WriteLine($"metric    {SafeText.Line(metric.Name)} = {metric.Value:R}");
        foreach (var artifact in extras.ArtifactsOf(trial))
            output.WriteLine($"artifact  {SafeText.Line(artifact.Name)}, {artifact.Size} bytes");
        foreach (var (step, value) in trial.Measurements)
            output.WriteLine($"step {step,4} {value:R}");
        foreach (var metric in extras.MetricsOf(trial).Where(metric => metric.Step is not null))
            output.WriteLine($"step {metric.Step,4} {SafeText.Line(metric.Name)} = {metric.Value:R}");
        if (trial.Error is not null)
            output.WriteLine($"error     {trial.Error}");
    }

    private static string Describe(Trial earlier) => earlier.State switch
    {
        TrialState.Pruned => $"promoted  {(earlier.Measurements is [.., var last] ? $"from step {last.Step}" : "from the beginning")}, where it was pruned with {earlier.Value:R}",
        TrialState.Complete => $"earlier   complete with {earlier.Value:R}",
        _ => $"earlier   failed: {FirstLine.Of(earlier.Error ?? "")}",
    };

    private static string Describe(TrialAttempt attempt)
    {
        var how = attempt.End switch
        {
            null => "runs",
            AttemptEnd.Died => "its process died",
            AttemptEnd.Interrupted => "was interrupted",
            AttemptEnd.ByHand => "was ended by hand",
            AttemptEnd.Failed => "failed",
            var result => $"was {AttemptEnds.Name(result)}",
        };
        var started = attempt.Started is { } time ? FormattableString.Invariant($", started {time.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC") : "";
        return $"attempt   {attempt.Number} {how}{(attempt.Worker is null ? "" : $": {attempt.Worker}")}{started}";
    }
}
