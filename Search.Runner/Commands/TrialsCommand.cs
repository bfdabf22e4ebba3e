using System.CommandLine;

namespace HyperSearch.Runner;

/// <summary><c>trials</c>: all trials, by number.</summary>
internal static class TrialsCommand
{
    public static Command Create(StudyArgument study, Output output)
    {
        var format = FormatOption.Create();
        var state = new Option<TrialState?>("--state") { Description = "Only the trials in this state.", HelpName = "complete|pruned|failed|running|waiting" };
        var command = new Command("trials", "Prints all trials, by number.") { state, format };
        StudyVerb.SetAction(command, study, async (parsed, record) =>
        {
            var only = parsed.GetValue(state);
            var trials = (await record.ReadAsync()).Where(trial => only is null || trial.State == only).ToArray();
            if (parsed.GetValue(format) == ReportFormat.Json)
                JsonReports.Write(record.Study, trials, output.Out);
            else
                TableWriter.Write(ReportTable.OfTrials(record.Study.Space, trials, TrialColumn.State, TrialColumn.Seconds, TrialColumn.Error), parsed.GetValue(format), output);
        });
        return command.WithExamples(
            study.Example("trials", "--format csv > trials.csv"),
            study.Example("trials", "--state failed"));
    }
}
