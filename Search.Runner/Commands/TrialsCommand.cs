using System.CommandLine;

namespace HyperSearch.Runner;

/// <summary><c>trials</c>: all trials, by number.</summary>
internal static class TrialsCommand
{
    public static Command Create(StudyArgument study, Output output)
    {
        var format = FormatOption.Create();
        var state = new Option<TrialState?>("--state") { Description = "Only the trials in this state.", HelpName = "complete|pruned|failed|running|waiting" };
        var selection = new SelectionOptions();
        var command = new Command("trials", "Prints all trials, by number.") { state, format };
        selection.AddTo(command);
        StudyVerb.SetAction(command, study, async (parsed, record) =>
        {
            var only = parsed.GetValue(state);
            var extras = await StudyExtras.ReadAsync(record);
            Trial[] trials = [.. selection.Of(parsed).Of((await record.ReadAsync()).Where(trial => only is null || trial.State == only), record.Study.Space, extras)];
            var chosen = parsed.GetValue(format);
            if (chosen == ReportFormat.Json)
                JsonReports.Write(record.Study, trials, extras, output.Out);
            else
                TableWriter.Write(ReportTable.OfTrials(record.Study.Space, trials, [.. extras.Columns(chosen), TrialColumn.State, TrialColumn.Seconds, TrialColumn.Error]), chosen, output);
        });
        return command.WithExamples(
            study.Example("trials", "--format csv > trials.csv"),
            study.Example("trials", "--where \"seconds < 20\" --sort \"value desc\""),
            study.Example("trials", "--state failed"));
    }
}
