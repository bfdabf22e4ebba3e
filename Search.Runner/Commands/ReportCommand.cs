using System.CommandLine;
using HyperSearch.Core;

namespace HyperSearch.Runner;

/// <summary><c>report</c>: the best trials.</summary>
internal static class ReportCommand
{
    /// <param name="code">The study's own code, where it is at hand.</param>
    public static Command Create(StudyArgument study, Study? code, Output output)
    {
        var best = CountOption.CreateBest();
        var target = new ReportTarget();
        var page = new PageReport();
        var rounds = new Option<bool>("--rounds") { Description = "Print the rounds instead: where each looked, why, and the best it found." };
        var prefer = new Option<string[]>("--prefer")
        {
            Description = "Only trials of the front of which this holds, such as \"accuracy > 0.95\"; may be given several times. For studies with several goals.",
            HelpName = "CONDITION",
        };
        prefer.RequireConditions();
        var command = new Command("report", "Prints the best trials and how many trials stand where. Of a study with several goals the best are the Pareto front, by the first goal.") { best, prefer, rounds };
        target.AddTo(command);
        var selection = new SelectionOptions();
        selection.AddTo(command);
        var plot = new ReportPlot();
        plot.AddTo(command, printing: ["--format", "--rounds", "--prefer"], choosing: ["--best", "--sort"]);
        var curves = new ReportCurves();
        curves.AddTo(command, plot, "--best", "--rounds", "--prefer");
        page.AddTo(command, target, "--best", "--rounds", "--prefer", "--where", "--sort", "--curves");
        StudyVerb.SetAction(command, study, async (parsed, stored) =>
        {
            var record = stored.Record;
            target.Require(parsed, output);
            if (target.IsPage(parsed))
            {
                await page.WriteAsync(parsed, stored, code?.Defaults, target, output);
                return ExitCodes.Done;
            }
            if (plot.IsWanted(parsed))
            {
                await plot.WriteAsync(parsed, record, best, curves, selection.Of(parsed), target.FileOf(parsed), output);
                return ExitCodes.Done;
            }
            return await target.WriteAsync(parsed, output, async to =>
            {
                var format = target.FormatOf(parsed);
                if (parsed.GetValue(rounds))
                    RoundsReportWriter.Write(await RoundsReport.ReadAsync(record), format, to);
                else if (curves.IsWanted(parsed))
                    await curves.WriteAsync(parsed, record, selection.Of(parsed), format, to);
                else
                    await WriteReportAsync(record, CountOption.BestOf(parsed, best, record.Study), selection.Of(parsed), PreferredOf(parsed.GetValue(prefer), record.Study), format, to);
                await FailureSummary.WriteAsync(record, await record.CountAsync(), to);
                using var interruption = new Interruption(TextWriter.Null);
                return code is null || await Conclusions.WriteAsync(code, record, format, to, interruption.Token) ? ExitCodes.Done : ExitCodes.Failed;
            });
        });
        return command.WithExamples(
            study.Example("report", "--best 10"),
            study.Example("report", "--format json | jq '.best[0].parameters'"),
            study.Example("report", "--where \"seconds < 20\""),
            study.Example("report", "--prefer \"accuracy > 0.95\""),
            study.Example("report", "--rounds"),
            study.Example("report", "--curves 20"),
            study.Example("report", "--curves 20 --plot curves -o curves.svg"),
            study.Example("report", "--plot history -o history.svg"),
            study.Example("report", "--format csv > best.csv"),
            study.Example("report", "--format html -o study.html"));
    }

    private static TrialCondition[] PreferredOf(string[]? conditions, StudyDefinition study) => conditions is not { Length: > 0 } ? []
        : study.FurtherGoals.Count > 0 ? [.. conditions.Select(TrialCondition.Parse)]
        : throw new CommandFailedException($"--prefer picks from the front of several goals, but study '{SafeText.Line(study.Name)}' has one. --where selects trials.");

    private static async Task WriteReportAsync(IStudyRecord record, int best, TrialSelection selection, TrialCondition[] preferred, ReportFormat format, Output output)
    {
        var report = await StudyReport.ReadAsync(record, best, selection, preferred);
        if (selection.IsAll && preferred.Length == 0 && format != ReportFormat.Csv)
            report = report with { Outlook = await OutlookReport.ReadAsync(record) };
        StudyReportWriter.Write(report, format, output);
        if (format is ReportFormat.Table or ReportFormat.Md)
            report.Outlook?.Write(record.Study.Goal, format, output);
        // For people, who see it at once.
        if (format == ReportFormat.Table && output.OutTerminal is not null && selection.IsAll && report.Front is null && report.Counts.Finished >= InsightReportWriter.FewestForReport)
            InsightReportWriter.WriteShort(StudyInsight.Of(record.Study, await record.ReadAsync(), new() { IsImportanceOnly = true }), output);
    }
}
