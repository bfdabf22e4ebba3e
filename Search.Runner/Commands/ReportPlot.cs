using System.CommandLine;
using System.CommandLine.Parsing;
using System.Text;
using HyperSearch.Core;

namespace HyperSearch.Runner;

/// <summary><c>report --plot</c>: a picture instead of the table.</summary>
internal sealed class ReportPlot
{
    private readonly Option<PlotKind?> _kind = new("--plot") { Description = "Draw a picture, as SVG, instead. Curves are those of --curves where what training scored was recorded, else all in one.", HelpName = "history|curves|slice|importance" };

    /// <summary>Adds its option, and refuses what has no meaning for a picture.</summary>
    /// <param name="command">The verb.</param>
    /// <param name="printing">The options that say how to print.</param>
    /// <param name="choosing">The options that say which trials are the best, which means nothing to a picture of parameters.</param>
    public void AddTo(Command command, IReadOnlyList<string> printing, IReadOnlyList<string> choosing)
    {
        command.Options.Add(_kind);
        command.Validators.Add(result =>
        {
            if (!IsGiven(result))
                return;
            var given = command.Options.Where(option => result.GetResult(option) is { Implicit: false }).Select(option => option.Name).ToArray();
            foreach (var other in printing.Intersect(given))
                result.AddError($"{_kind.Name} and {other} exclude each other: a picture is SVG.");
            foreach (var other in choosing.Intersect(given).Where(_ => IsOf(result, PlotKind.Importance)))
                result.AddError($"{_kind.Name} importance shows parameters, not trials: {other} means nothing to it.");
        });
    }

    /// <summary>Whether a picture is asked for.</summary>
    public bool IsWanted(ParseResult parsed) => parsed.GetValue(_kind) is not null;

    /// <summary>Whether a picture of this kind is asked for. From the text: what is no kind has an error of its own, which asking for the value would throw.</summary>
    public bool IsOf(CommandResult result, PlotKind kind) => IsGiven(result) && result.GetResult(_kind)!.Tokens is [var text] && text.Value.Equals(kind.ToString(), StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether a picture of another kind is asked for.</summary>
    public bool IsOfOther(CommandResult result, PlotKind kind) => IsGiven(result) && !IsOf(result, kind);

    /// <summary>Draws it.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="record">The study's.</param>
    /// <param name="best">How many trials are to stand out.</param>
    /// <param name="curves">Which curves.</param>
    /// <param name="selection">Which trials are seen.</param>
    /// <param name="file">Where it goes; null for standard output.</param>
    /// <param name="output">Standard output.</param>
    /// <exception cref="CommandFailedException">There is nothing to draw, or it cannot be written.</exception>
    public async Task WriteAsync(ParseResult parsed, IStudyRecord record, Option<int> best, ReportCurves curves, TrialSelection selection, string? file, Output output)
    {
        if (file is null && output.OutTerminal is not null)
            throw new CommandFailedException("A picture is no text for a terminal: name a file, as in --output picture.svg.");
        var kind = parsed.GetValue(_kind)!.Value;
        var isBestGiven = parsed.GetResult(best) is { Implicit: false };
        var count = curves.CountOf(parsed) ?? (kind == PlotKind.Curves && !isBestGiven ? CurveFigure.Usual : parsed.GetValue(best));
        var picture = await DrawAsync(kind, record, count, selection, curves.IsWanted(parsed), curves.MetricOf(parsed));
        if (file is null)
        {
            await output.Data.WriteAsync(picture);
            return;
        }
        ReportTarget.Write(file, stream => stream.Write(Encoding.UTF8.GetBytes(picture)));
        await output.Out.WriteLineAsync($"wrote the picture to {SafeText.Line(file)}");
    }

    private static async Task<string> DrawAsync(PlotKind kind, IStudyRecord record, int best, TrialSelection selection, bool isGrid, string? metric)
    {
        try
        {
            var data = await StudyPlotData.ReadAsync(record, best, selection, hasCurves: kind == PlotKind.Curves);
            // Two curves a trial cannot be told apart in one picture of all.
            return kind == PlotKind.Curves && (isGrid || metric is not null || CompanionCurve.IsKnown(data.Study.Goal, data.Extras.CurveNames))
                ? CurveGridPlot.Draw(CurveFigure.Of(data, metric))
                : StudyPlot.Draw(kind, data);
        }
        catch (PlotException exception)
        {
            throw new CommandFailedException(exception.Message);
        }
    }

    private bool IsGiven(CommandResult result) => result.GetResult(_kind) is { Implicit: false };
}
