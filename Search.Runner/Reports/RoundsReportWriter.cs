using System.Globalization;

namespace HyperSearch.Runner;

/// <summary>Writes a study's rounds in any format.</summary>
internal static class RoundsReportWriter
{
    public static void Write(RoundsReport report, ReportFormat format, Output output)
    {
        if (format == ReportFormat.Json)
            JsonReports.Write(report, output.Out);
        else if (format == ReportFormat.Csv)
            TableWriter.Write(TableOf(report), format, output);
        else if (report.Rounds.Count == 0)
            output.Out.WriteLine(StudyReportWriter.FormatLine(format, $"{report.Study.Name} has no rounds: its strategy does not work in rounds, or has proposed nothing yet."));
        else if (format == ReportFormat.Md)
            TableWriter.Write(TableOf(report), format, output);
        else
            WriteText(report, output.Out);
    }

    // A paragraph a round, with those ranges that are not the declared ones: a table of all would be too wide to read.
    private static void WriteText(RoundsReport report, TextWriter output)
    {
        var space = report.Study.Space;
        var width = space.Parameters.Max(parameter => SafeText.Line(parameter.Name).Length);
        output.WriteLine(SafeText.Line($"{report.Study.Name}: {report.Study.Goal}"));
        foreach (var (round, declared, trials, best) in report.Rounds)
        {
            output.WriteLine();
            output.WriteLine($"round {round.Number}: {trials} trials from number {round.FirstTrial}{(best is null ? "" : $", best {Rounded(best.Value)} (trial {best.Number})")}");
            output.WriteLine($"  {SafeText.Line(round.Reason)}");
            foreach (var range in round.Ranges.Except(declared))
                output.WriteLine($"  {SafeText.Line(range.Name).PadRight(width)}  {SafeText.Line(Describe(range))}");
        }
    }

    private static ReportTable TableOf(RoundsReport report) => new(
        ["round", "from trial", "trials", "best", .. report.Study.Space.Parameters.Select(parameter => parameter.Name), "why"],
        [.. report.Rounds.Select(one => new ParameterValue?[]
        {
            ParameterValue.Of((double)one.Round.Number),
            ParameterValue.Of((double)one.Round.FirstTrial),
            ParameterValue.Of((double)one.Trials),
            one.Best is { } best ? ParameterValue.Of(best.Value!.Value) : null,
        }.Concat(report.Study.Space.Parameters.Select(parameter => one.Round.Ranges.FirstOrDefault(range => range.Name == parameter.Name) is { } range ? ParameterValue.Of(Describe(range)) : (ParameterValue?)null))
            .Append(ParameterValue.Of(one.Round.Reason)).ToArray())]);

    private static string Describe(ParameterDefinition range) => range.Options is { } options
        ? string.Join(", ", options)
        : $"{Rounded(range.Low)} … {Rounded(range.High)}";

    private static string Rounded(double? value) => value?.ToString("G4", CultureInfo.InvariantCulture) ?? "";
}
