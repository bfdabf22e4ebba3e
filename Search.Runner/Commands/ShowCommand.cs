using System.CommandLine;
using HyperSearch.Core;

namespace HyperSearch.Runner;

/// <summary><c>show</c>: a study's definition, or one trial in full.</summary>
internal static class ShowCommand
{
    public static Command Create(StudyArgument study, Output output)
    {
        var number = new Argument<int?>("trial") { Description = "A trial's number; none: the study itself.", Arity = ArgumentArity.ZeroOrOne };
        var format = new Option<ReportFormat>("--format")
        {
            Description = "table for people, json for other programs. Default: table.",
            HelpName = "table|json",
        };
        format.Validators.Add(result =>
        {
            // From the text: what is no format has an error of its own, which asking for the value would throw.
            if (result.Tokens is [var text] && text.Value.ToUpperInvariant() is "CSV" or "MD")
                result.AddError("`show` prints table or json.");
        });
        var command = new Command("show", "Prints a study's definition, or one trial with all that is known of it.") { format };
        StudyVerb.SetAction(command, study, async (parsed, record) =>
        {
            var json = parsed.GetValue(format) == ReportFormat.Json;
            if (parsed.GetValue(number) is { } wanted)
                Write(record.Study, await FindAsync(record, wanted), await record.ReadAttemptsAsync(wanted), json, output.Out);
            else
                Write(record.Study, await record.ReadSpacesAsync(), await record.CountAsync(), json, output.Out);
        });
        // After the study's own argument, which comes first where there is one.
        command.Arguments.Add(number);
        return command.WithExamples(study.Example("show", ""), study.Example("show", "17 --format json"));
    }

    private static async Task<Trial> FindAsync(IStudyRecord record, int number)
    {
        var trials = await record.ReadAsync();
        return trials.FirstOrDefault(trial => trial.Number == number)
            ?? throw new CommandFailedException($"Study '{record.Study.Name}' has no trial {number}. It has {(trials.Count == 0 ? "none yet" : $"0 … {trials[^1].Number}")}.");
    }

    private static void Write(StudyDefinition study, IReadOnlyList<RecordedSpace> spaces, TrialCounts counts, bool json, TextWriter output)
    {
        if (json)
        {
            JsonReports.Write(study, spaces, counts, output);
            return;
        }
        output.WriteLine($"study     {SafeText.Line(study.Name)}");
        output.WriteLine($"goal      {SafeText.Line(study.Goal.ToString())}");
        output.WriteLine($"strategy  {SafeText.Line(study.Strategy)}");
        output.WriteLine($"seed      {study.Seed}");
        if (study.PlannedTrials is { } planned)
            output.WriteLine($"planned   {planned} trials");
        foreach (var (name, value) in study.Options)
            output.WriteLine($"option    {SafeText.Line($"--{name} {value}")}");
        foreach (var parameter in study.Space.Parameters)
            output.WriteLine($"parameter {SafeText.Line(parameter.ToString()!)}");
        foreach (var space in spaces.Skip(1))
            output.WriteLine($"widened   from trial {space.FirstTrial} on");
        output.WriteLine(StudyReportWriter.Describe(counts));
    }

    private static void Write(StudyDefinition study, Trial trial, IReadOnlyList<TrialAttempt> attempts, bool json, TextWriter output)
    {
        if (json)
        {
            JsonReports.Write(study, trial, attempts, output);
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
        if (trial.Duration is { } duration)
            output.WriteLine($"seconds   {duration.TotalSeconds:R}");
        if (trial.Note is not null)
            output.WriteLine($"note      {SafeText.Line(trial.Note)}");
        foreach (var (name, value) in trial.ValuesIn(study.Space))
            output.WriteLine($"parameter {SafeText.Line($"{name} = {value}")}");
        foreach (var (step, value) in trial.Measurements)
            output.WriteLine($"step {step,4} {value:R}");
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
