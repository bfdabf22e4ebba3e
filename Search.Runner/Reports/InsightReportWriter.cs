using System.Globalization;
using HyperSearch.Core;

namespace HyperSearch.Runner;

/// <summary>Writes a study's insight in any format.</summary>
internal static class InsightReportWriter
{
    /// <summary>From so many finished trials on a report says how much each parameter matters.</summary>
    public const int FewestForReport = 20;

    // More parameters are for `importance`.
    private const int MostInReport = 6;

    private const string All = "all together";

    public static void Write(StudyDefinition study, StudyInsight insight, ReportFormat format, Output output)
    {
        switch (format)
        {
            case ReportFormat.Json:
                JsonReports.Write(study, insight, output.Out);
                break;
            case ReportFormat.Csv:
                TableWriter.Write(ByParameter(insight), format, output);
                break;
            default:
                WriteForPeople(study, insight, format, output);
                break;
        }
    }

    /// <summary>The most important parameters, below a report on a terminal.</summary>
    public static void WriteShort(StudyInsight insight, Output output)
    {
        if (insight.Importance.Count == 0)
            return;
        output.Out.WriteLine();
        WriteLine($"How much each parameter matters, by {insight.Trials} trials (`importance` tells more):", ReportFormat.Table, output);
        ImportanceBars.Write(insight.Importance.Take(MostInReport), output);
    }

    private static void WriteForPeople(StudyDefinition study, StudyInsight insight, ReportFormat format, Output output)
    {
        WriteLine($"{study.Name}: {study.Goal}", format, output);
        WriteLine($"{ImportanceMethods.NameOf(insight.Method)} of {insight.Trials} finished {(insight.Trials == 1 ? "trial" : "trials")}", format, output);
        output.Out.WriteLine();
        if (insight.Importance.Count > 0)
        {
            WriteImportance(insight, format, output);
            output.Out.WriteLine();
        }
        foreach (var sentence in insight.Sentences)
            WriteLine(sentence, format, output, isItem: true);
        if (insight.Pairs.Count > 0)
            WriteTable("Of the differences between settings, pairs explain together beyond what each does alone:", Pairs(insight), format, output);
        if (insight.Tunability.Count > 0)
            WriteTable($"What tuning brought over the default, in {study.Goal.Metric} (positive is better):", Gains(insight), format, output);
        if (insight.Ablation.Count > 1)
            WriteTable($"From the default to the best trial, the change that brings most first, with the {study.Goal.Metric} that is expected after it:", Changes(insight), format, output);
    }

    private static void WriteImportance(StudyInsight insight, ReportFormat format, Output output)
    {
        if (format == ReportFormat.Table && output.OutTerminal is not null)
            ImportanceBars.Write(insight.Importance, output);
        else
            TableWriter.Write(Shares(insight), format, output);
    }

    private static void WriteTable(string heading, ReportTable table, ReportFormat format, Output output)
    {
        output.Out.WriteLine();
        WriteLine(heading, format, output);
        // A Markdown table begins a paragraph of its own.
        if (format == ReportFormat.Md)
            output.Out.WriteLine();
        TableWriter.Write(table, format, output);
    }

    // Broken between words for people.
    private static void WriteLine(string text, ReportFormat format, Output output, bool isItem = false)
    {
        var line = StudyReportWriter.FormatLine(format, text);
        if (isItem && format == ReportFormat.Md)
            line = $"- {line}";
        foreach (var part in TextLayout.Wrap(line, format == ReportFormat.Table ? output.OutWidth() : int.MaxValue))
            output.Out.WriteLine(part);
    }

    private static ReportTable Shares(StudyInsight insight) => new(["parameter", "importance", "low", "high"],
        [.. insight.Importance.Select(one => new ParameterValue?[] { ParameterValue.Of(one.Parameter), Short(one.Importance), Short(one.Low), Short(one.High) })]);

    private static ReportTable Pairs(StudyInsight insight) => new(["first", "second", "importance"],
        [.. insight.Pairs.Take(MostInReport).Select(one => new ParameterValue?[] { ParameterValue.Of(one.First), ParameterValue.Of(one.Second), Short(one.Importance) })]);

    private static ReportTable Gains(StudyInsight insight) => new(["tuned", "gain", "low", "high"],
        [.. insight.Tunability.Select(one => new ParameterValue?[] { ParameterValue.Of(one.Parameter ?? All), Short(one.Gain), Short(one.Low), Short(one.High) })]);

    private static ReportTable Changes(StudyInsight insight) => new(["change", "from", "to", "value"],
        [.. insight.Ablation.Select(one => new[] { ParameterValue.Of(one.Parameter ?? "(default)"), one.From, one.To, Number(one.Value) })]);

    // A row per parameter.
    private static ReportTable ByParameter(StudyInsight insight) => new(["parameter", "importance", "importance_low", "importance_high", "gain", "gain_low", "gain_high"],
    [
        .. insight.Importance.Select(one =>
        {
            var gain = insight.Tunability.FirstOrDefault(tuned => tuned.Parameter == one.Parameter);
            return new ParameterValue?[] { ParameterValue.Of(one.Parameter), Number(one.Importance), Number(one.Low), Number(one.High), Number(gain?.Gain), Number(gain?.Low), Number(gain?.High) };
        }),
    ]);

    // What is estimated has three digits at most.
    private static ParameterValue? Short(double number) => ParameterValue.Of(double.Parse(number.ToString("G3", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture));

    private static ParameterValue? Number(double? number) => number is { } value ? ParameterValue.Of(value) : null;
}
