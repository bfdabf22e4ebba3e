namespace HyperSearch.Runner;

/// <summary>Writes a study's report in any format.</summary>
internal static class StudyReportWriter
{
    // No shorter than its heading.
    private const int ShortCurve = 14;

    public static void Write(StudyReport report, ReportFormat format, Output output)
    {
        var space = report.Study.Space;
        switch (format)
        {
            case ReportFormat.Json:
                JsonReports.Write(report, output.Out);
                break;
            case ReportFormat.Csv:
                TableWriter.Write(ReportTable.OfTrials(space, report.Best, [.. report.Extras.Columns(format), TrialColumn.Seconds]), format, output);
                break;
            default:
                WriteLine($"{report.Study.Name}: {report.Study.Goal}", format, output);
                WriteLine(StateCounts.Describe(report.Counts), format, output);
                if (report.Earlier is { } earlier)
                    WriteEarlier(earlier, format, output);
                output.Out.WriteLine();
                if (report.Best.Count == 0)
                    output.Out.WriteLine("No trial is complete yet.");
                else
                    WriteBest(report, format, output);
                break;
        }
    }

    /// <summary>A line of a report that people read, whatever the names in it.</summary>
    public static string FormatLine(ReportFormat format, string text) => format == ReportFormat.Md ? MarkdownText.Line(text) : SafeText.Line(text);

    private static void WriteEarlier(EarlierReport earlier, ReportFormat format, Output output)
    {
        foreach (var study in earlier.Studies)
            WriteLine($"learnt from {EarlierReport.Describe(study)}", format, output);
        WriteLine(earlier.DescribeOutcome(), format, output);
    }

    // Broken between words for people.
    private static void WriteLine(string text, ReportFormat format, Output output)
    {
        foreach (var line in TextLayout.Wrap(FormatLine(format, text), format == ReportFormat.Table ? output.OutWidth() : int.MaxValue))
            output.Out.WriteLine(line);
    }

    // Where there is no room for all, what was recorded step by step gives way first, then the curves.
    private static void WriteBest(StudyReport report, ReportFormat format, Output output)
    {
        var measured = report.Best.SelectMany(trial => trial.Measurements).Select(m => m.Value).ToArray();
        var (scale, steps) = (Sparkline.For(measured), report.Extras.StepNames);
        List<(ReportTable Table, IReadOnlyList<string> Missing)> tables =
        [
            (TableOf(Sparkline.Width, hasSteps: true), []), (TableOf(ShortCurve, hasSteps: true), []),
            (TableOf(Sparkline.Width, hasSteps: false), steps), (TableOf(ShortCurve, hasSteps: false), steps),
        ];
        if (measured.Length > 0)
            tables.Add((TableOf(0, hasSteps: false), ["learning curves", .. steps]));
        var shown = format == ReportFormat.Md ? 0 : Math.Max(0, tables.FindIndex(one => TableWriter.Fits(one.Table, output)));
        TableWriter.Write(tables[shown].Table, format, output);
        if (tables[shown].Missing.Count > 0)
            WriteLine($"No room for {string.Join(", ", tables[shown].Missing)}: `show NUMBER` prints a trial's.", format, output);

        ReportTable TableOf(int curve, bool hasSteps) => ReportTable.OfTrials(report.Study.Space, report.Best,
            [.. report.Extras.Columns(format, hasSteps), TrialColumn.Seconds, .. measured.Length == 0 || curve == 0 ? Array.Empty<TrialColumn>() : [TrialColumn.Curve(scale, curve)]]);
    }
}
