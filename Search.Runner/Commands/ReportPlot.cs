using System.CommandLine;
using HyperSearch.Core;

namespace HyperSearch.Runner;

/// <summary><c>report --plot</c>: a picture instead of the table.</summary>
internal sealed class ReportPlot
{
    private const int BestCurves = 20;

    private readonly Option<PlotKind?> _kind = new("--plot") { Description = "Draw a picture, as SVG, instead.", HelpName = "history|curves|slice|importance" };
    private readonly Option<string?> _file = OutputFileOption.Create();

    /// <param name="command">The verb.</param>
    /// <param name="others">What says how to print, which is nothing to a picture.</param>
    public void AddTo(Command command, params IReadOnlyList<Option> others)
    {
        command.Options.Add(_kind);
        command.Options.Add(_file);
        command.Validators.Add(result =>
        {
            var isPicture = result.GetResult(_kind) is { Implicit: false };
            if (!isPicture && result.GetResult(_file) is { Implicit: false })
                result.AddError($"{_file.Name} is for a picture: say which, {_kind.Name} {_kind.HelpName}.");
            foreach (var other in others.Where(other => isPicture && result.GetResult(other) is { Implicit: false }))
                result.AddError($"{_kind.Name} and {other.Name} exclude each other: a picture is SVG.");
        });
    }

    /// <summary>Whether a picture is asked for.</summary>
    public bool IsWanted(ParseResult parsed) => parsed.GetValue(_kind) is not null;

    /// <summary>Draws it.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="record">The study's.</param>
    /// <param name="best">How many trials are to stand out.</param>
    /// <param name="selection">Which trials are seen.</param>
    /// <param name="output">Where it goes, if not into a file.</param>
    public async Task WriteAsync(ParseResult parsed, IStudyRecord record, Option<int> best, TrialSelection selection, Output output)
    {
        var kind = parsed.GetValue(_kind)!.Value;
        var count = kind == PlotKind.Curves && parsed.GetResult(best) is not { Implicit: false } ? BestCurves : parsed.GetValue(best);
        try
        {
            var data = await StudyPlotData.ReadAsync(record, count, selection, hasCurves: kind == PlotKind.Curves);
            OutputFileOption.Write(parsed.GetValue(_file), StudyPlot.Draw(kind, data), "picture", output);
        }
        catch (PlotException exception)
        {
            throw new CommandFailedException(exception.Message);
        }
    }
}
