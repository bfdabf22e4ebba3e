using System.Text.Json;

namespace HyperSearch.Runner;

/// <summary>Writes a <see cref="CurveFigure"/>: for people as panels, for other programs as its numbers.</summary>
internal static class CurveFigureWriter
{
    public static void Write(CurveFigure figure, ReportFormat format, Output output)
    {
        switch (format)
        {
            case ReportFormat.Json:
                WriteJson(figure, output.Out);
                break;
            case ReportFormat.Csv:
                TableWriter.Write(TableOf(figure), format, output);
                break;
            case ReportFormat.Md:
                output.Out.WriteLine("```");
                CurveText.Write(figure, output);
                output.Out.WriteLine("```");
                break;
            default:
                CurveText.Write(figure, output);
                break;
        }
    }

    private static void WriteJson(CurveFigure figure, TextWriter output) => JsonParts.Write(output, json =>
    {
        var study = figure.Data.Study;
        json.WriteString("study", study.Name);
        json.WriteGoal(study.Goal);
        json.WriteString("companion", figure.Companion);
        json.WriteArray("best", figure.Panels, panel =>
        {
            json.WriteTrial(study, panel.Trial, figure.Data.Extras);
            WriteCurve(json, "curve", panel.Curve);
            WriteCurve(json, "companion_curve", panel.Companion);
        });
    });

    private static void WriteCurve(Utf8JsonWriter json, string name, IReadOnlyList<Measurement> curve) => json.WriteArray(name, curve, measured =>
    {
        json.WriteNumber("step", measured.Step);
        json.WriteNumber("value", measured.Value);
    });

    // A line for each value.
    private static ReportTable TableOf(CurveFigure figure) => new(["place", "trial", "metric", "step", "value"],
    [
        .. figure.Panels.SelectMany((panel, i) => Rows(panel, i + 1, figure.Data.Study.Goal.Metric, panel.Curve).Concat(Rows(panel, i + 1, figure.Companion ?? "", panel.Companion))),
    ]);

    private static IEnumerable<ParameterValue?[]> Rows(CurvePanel panel, int place, string metric, IReadOnlyList<Measurement> curve) => curve.Select(measured => new ParameterValue?[]
    {
        ParameterValue.Of((double)place), ParameterValue.Of((double)panel.Trial.Number), ParameterValue.Of(metric), ParameterValue.Of((double)measured.Step), ParameterValue.Of(measured.Value),
    });
}
