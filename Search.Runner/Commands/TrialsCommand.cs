using System.CommandLine;
using HyperSearch.Core;

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
            var (definition, all) = (record.Study, await record.ReadAsync());
            var front = definition.FurtherGoals.Count == 0 ? null : ParetoFront.Of(definition.Goals, all).Select(trial => trial.Number).ToHashSet();
            Trial[] trials = [.. selection.Of(parsed).Of(all.Where(trial => only is null || trial.State == only), definition, extras)];
            var chosen = parsed.GetValue(format);
            if (chosen == ReportFormat.Json)
                JsonReports.Write(definition, trials, extras, front, output.Out);
            else
                TableWriter.Write(ReportTable.OfTrials(definition, trials, extras, chosen, [.. extras.Columns(chosen, definition), .. StandingOf(definition, front, chosen), TrialColumn.Seconds, TrialColumn.Error]), chosen, output);
        });
        return command.WithExamples(
            study.Example("trials", "--format csv > trials.csv"),
            study.Example("trials", "--where \"seconds < 20\" --sort \"value desc\""),
            study.Example("trials", "--state failed"));
    }

    // For people, the state says of a complete trial that it misses a constraint.
    private static IEnumerable<TrialColumn> StandingOf(StudyDefinition study, IReadOnlySet<int>? front, ReportFormat format)
    {
        var isData = format == ReportFormat.Csv;
        yield return isData ? TrialColumn.State : TrialColumn.MarkedState;
        if (isData && study.Constraints.Count > 0)
            yield return TrialColumn.Feasible;
        if (front is not null)
            yield return TrialColumn.Front(front);
    }
}
