namespace HyperSearch.Runner;

/// <summary>Writes a study's report in any format.</summary>
internal static class StudyReportWriter
{
    // No shorter than its heading.
    private const int ShortCurve = 14;

    public static void Write(StudyReport report, ReportFormat format, Output output)
    {
        var study = report.Study;
        switch (format)
        {
            case ReportFormat.Json:
                JsonReports.Write(report, output.Out);
                break;
            case ReportFormat.Csv:
                TableWriter.Write(ReportTable.OfTrials(study, report.Best, report.Extras, format, [.. report.Extras.Columns(format, study), TrialColumn.Seconds]), format, output);
                break;
            default:
                WriteLine($"{study.Name}: {string.Join(", ", study.Goals)}", format, output);
                if (study.Constraints.Count > 0)
                    WriteLine($"constraints: {string.Join(", ", study.Constraints)}", format, output);
                WriteLine(StateCounts.Describe(report.Counts), format, output);
                if (report.Infeasible > 0)
                    WriteLine(DescribeMissed(report), format, output);
                if (report.Earlier is { } earlier)
                    WriteEarlier(earlier, format, output);
                output.Out.WriteLine();
                if (report.Front is { Candidates: > 0 } front)
                    WriteFront(report, front, format, output);
                if (report.Best.Count > 0)
                    WriteBest(report, format, output);
                else if (report.Front is not { Candidates: > 0 })
                    output.Out.WriteLine(report.Counts.Complete == 0 ? "No trial is complete yet." : report.Counts.Complete == report.Infeasible ? "No complete trial meets all constraints yet." : "No complete trial is selected.");
                foreach (var line in (report.Replicates?.Lines() ?? []).Concat(report.Confirmation?.Lines() ?? []))
                    WriteLine(line, format, output);
                break;
        }
    }

    /// <summary>A line of a report that people read, whatever the names in it.</summary>
    public static string FormatLine(ReportFormat format, string text) => format == ReportFormat.Md ? MarkdownText.Line(text) : SafeText.Line(text);

    // How many trials miss which.
    private static string DescribeMissed(StudyReport report)
    {
        var missed = report.Study.Constraints.Zip(report.Missed).Where(pair => pair.Second > 0).Select(pair => report.Study.Constraints.Count > 1 ? $"{pair.First} ({pair.Second})" : $"{pair.First}");
        return $"{report.Infeasible} of {report.Counts.Complete} complete trials {(report.Infeasible == 1 ? "misses" : "miss")} a constraint: {string.Join(", ", missed)}";
    }

    private static void WriteFront(StudyReport report, FrontReport front, ReportFormat format, Output output)
    {
        foreach (var line in front.Describe(report.Study.Goals, report.Study.Constraints.Count > 0))
            WriteLine(line, format, output);
        if (front.Preferred.Count > 0)
        {
            var wanted = string.Join(", ", front.Preferred.Select(condition => $"{condition.Column} {condition.Operator} {condition.Value}"));
            WriteLine(report.Best.Count > 0 ? $"preferred: {wanted}" : $"No trial of the front has {wanted}. It has {string.Join(", ", report.Study.Goals.Select((goal, i) => Range(goal, [.. front.Members.Select(trial => i == 0 ? trial.Value!.Value : trial.FurtherValues[i - 1])])))}.", format, output);
        }
        output.Out.WriteLine();

        static string Range(Goal goal, double[] values) => $"{goal.Metric} from {FrontReport.Rounded(values.Min())} to {FrontReport.Rounded(values.Max())}";
    }

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

        ReportTable TableOf(int curve, bool hasSteps) => ReportTable.OfTrials(report.Study, report.Best, report.Extras, format,
            [.. report.Extras.Columns(format, report.Study, hasSteps), TrialColumn.Seconds, .. measured.Length == 0 || curve == 0 ? Array.Empty<TrialColumn>() : [TrialColumn.Curve(scale, curve)]]);
    }
}
