using System.Globalization;
using Search.Core;

namespace Search.Runner;

/// <summary>Writes a study's rounds in any format.</summary>
internal static class RoundsReportWriter
{
    public static void Write(RoundsReport report, ReportFormat format, Output output)
    {
        if (format == ReportFormat.Json)
            JsonReports.Write(report, output.Out);
        else if (report.Rounds.Count == 0 && format != ReportFormat.Csv)
            output.Out.WriteLine($"{report.Study.Name} has no rounds: its strategy does not work in rounds, or has proposed nothing yet.");
        else
            TableWriter.Write(TableOf(report), format, output);
    }

    private static ReportTable TableOf(RoundsReport report) => new(
        ["round", "from trial", "trials", "best", .. report.Study.Space.Parameters.Select(parameter => parameter.Name), "why"],
        [.. report.Rounds.Select(one => new ParameterValue?[]
        {
            ParameterValue.Of((double)one.Round.Number),
            ParameterValue.Of((double)one.Round.FirstTrial),
            ParameterValue.Of((double)one.Trials),
            one.Best is { } best ? ParameterValue.Of(best.Value!.Value) : null,
        }.Concat(one.Round.Ranges.Select(range => (ParameterValue?)ParameterValue.Of(Describe(range))))
            .Append(ParameterValue.Of(one.Round.Reason)).ToArray())]);

    private static string Describe(ParameterDefinition range) => range.Options is { } options
        ? string.Join(" ", options)
        : $"{Rounded(range.Low)} … {Rounded(range.High)}";

    private static string Rounded(double? value) => value?.ToString("G4", CultureInfo.InvariantCulture) ?? "";
}
