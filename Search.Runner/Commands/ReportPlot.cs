using System.CommandLine;
using System.CommandLine.Parsing;
using HyperSearch.Core;

namespace HyperSearch.Runner;

/// <summary><c>report --plot</c>: a picture instead of the table.</summary>
internal sealed class ReportPlot
{
    private const int BestCurves = 20;

    private readonly Option<PlotKind?> _kind = new("--plot") { Description = "Draw a picture, as SVG, instead.", HelpName = "history|curves|slice|importance" };
    private readonly Option<string?> _file = OutputFileOption.Create();

    /// <param name="command">The verb.</param>
    /// <param name="printing">What says how to print, which means nothing to a picture.</param>
    /// <param name="choosing">What says which trials are the best, which means nothing to a picture of parameters.</param>
    public void AddTo(Command command, IReadOnlyList<Option> printing, IReadOnlyList<Option> choosing)
    {
        command.Options.Add(_kind);
        command.Options.Add(_file);
        command.Validators.Add(result =>
        {
            if (!IsGiven(_kind))
            {
                if (IsGiven(_file))
                    result.AddError($"{_file.Name} is for a picture: say which, {_kind.Name} {_kind.HelpName}.");
                return;
            }
            foreach (var other in printing.Where(IsGiven))
                result.AddError($"{_kind.Name} and {other.Name} exclude each other: a picture is SVG.");
            foreach (var other in choosing.Where(other => IsGiven(other) && IsOfParameters(result.GetResult(_kind)!)))
                result.AddError($"{_kind.Name} importance shows parameters, not trials: {other.Name} means nothing to it.");

            bool IsGiven(Option option) => result.GetResult(option) is { Implicit: false };
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

    // From the text: what is no kind has an error of its own, which asking for the value would throw.
    private static bool IsOfParameters(OptionResult kind) => kind.Tokens is [var text] && text.Value.Equals(nameof(PlotKind.Importance), StringComparison.OrdinalIgnoreCase);
}
