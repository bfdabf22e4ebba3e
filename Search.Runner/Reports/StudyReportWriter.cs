using Search.Core;

namespace Search.Runner;

/// <summary>Writes a study's report in any format.</summary>
internal static class StudyReportWriter
{
    public static void Write(StudyReport report, ReportFormat format, Output output)
    {
        var space = report.Study.Space;
        switch (format)
        {
            case ReportFormat.Json:
                JsonReports.Write(report, output.Out);
                break;
            case ReportFormat.Csv:
                TableWriter.Write(ReportTable.OfTrials(space, report.Best, TrialColumn.Seconds), format, output);
                break;
            default:
                output.Out.WriteLine($"{report.Study.Name}: {report.Study.Goal}");
                output.Out.WriteLine(Describe(report.Counts));
                output.Out.WriteLine();
                if (report.Best.Count == 0)
                    output.Out.WriteLine("No trial is complete yet.");
                else
                    WriteBest(report, format, output);
                break;
        }
    }

    /// <summary>The counts in one line, without those that are zero.</summary>
    public static string Describe(TrialCounts counts)
    {
        (int Count, string Name)[] parts =
        [
            (counts.Complete, "complete"), (counts.Pruned, "pruned"), (counts.Failed, "failed"),
            (counts.Running, "running"), (counts.Waiting, "waiting"),
        ];
        var named = parts.Where(part => part.Count > 0).Select(part => $"{part.Count} {part.Name}").ToArray();
        return named.Length == 0 ? "no trials" : $"{counts.Total} trials: {string.Join(", ", named)}";
    }

    private static void WriteBest(StudyReport report, ReportFormat format, Output output)
    {
        var measured = report.Best.SelectMany(trial => trial.Measurements).Select(m => m.Value).ToArray();
        TrialColumn[] columns = measured.Length == 0
            ? [TrialColumn.Seconds]
            : [TrialColumn.Seconds, TrialColumn.Curve(Sparkline.For(measured))];
        TableWriter.Write(ReportTable.OfTrials(report.Study.Space, report.Best, columns), format, output);
    }
}
