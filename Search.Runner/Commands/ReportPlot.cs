using System.CommandLine;
using System.CommandLine.Parsing;
using System.Text;
using HyperSearch.Core;

namespace HyperSearch.Runner;

/// <summary><c>report --plot</c>: a picture instead of the table.</summary>
internal sealed class ReportPlot
{
    private const int BestCurves = 20;

    private readonly Option<PlotKind?> _kind = new("--plot") { Description = "Draw a picture, as SVG, instead.", HelpName = "history|curves|slice|importance" };

    /// <summary>Adds its option, and refuses what has no meaning for a picture.</summary>
    /// <param name="command">The verb.</param>
    /// <param name="printing">The options that say how to print.</param>
    /// <param name="choosing">The options that say which trials are the best, which means nothing to a picture of parameters.</param>
    public void AddTo(Command command, IReadOnlyList<string> printing, IReadOnlyList<string> choosing)
    {
        command.Options.Add(_kind);
        command.Validators.Add(result =>
        {
            if (result.GetResult(_kind) is not { Implicit: false } kind)
                return;
            var given = command.Options.Where(option => result.GetResult(option) is { Implicit: false }).Select(option => option.Name).ToArray();
            foreach (var other in printing.Intersect(given))
                result.AddError($"{_kind.Name} and {other} exclude each other: a picture is SVG.");
            foreach (var other in choosing.Intersect(given).Where(_ => IsOfParameters(kind)))
                result.AddError($"{_kind.Name} importance shows parameters, not trials: {other} means nothing to it.");
        });
    }

    /// <summary>Whether a picture is asked for.</summary>
    public bool IsWanted(ParseResult parsed) => parsed.GetValue(_kind) is not null;

    /// <summary>Draws it.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="record">The study's.</param>
    /// <param name="best">How many trials are to stand out.</param>
    /// <param name="selection">Which trials are seen.</param>
    /// <param name="file">Where it goes; null for standard output.</param>
    /// <param name="output">Standard output.</param>
    /// <exception cref="CommandFailedException">There is nothing to draw, or it cannot be written.</exception>
    public async Task WriteAsync(ParseResult parsed, IStudyRecord record, Option<int> best, TrialSelection selection, string? file, Output output)
    {
        if (file is null && output.OutTerminal is not null)
            throw new CommandFailedException("A picture is no text for a terminal: name a file, as in --output picture.svg.");
        var kind = parsed.GetValue(_kind)!.Value;
        var count = kind == PlotKind.Curves && parsed.GetResult(best) is not { Implicit: false } ? BestCurves : parsed.GetValue(best);
        var picture = await DrawAsync(kind, record, count, selection);
        if (file is null)
        {
            await output.Data.WriteAsync(picture);
            return;
        }
        ReportTarget.Write(file, stream => stream.Write(Encoding.UTF8.GetBytes(picture)));
        await output.Out.WriteLineAsync($"wrote the picture to {SafeText.Line(file)}");
    }

    private static async Task<string> DrawAsync(PlotKind kind, IStudyRecord record, int best, TrialSelection selection)
    {
        try
        {
            return StudyPlot.Draw(kind, await StudyPlotData.ReadAsync(record, best, selection, hasCurves: kind == PlotKind.Curves));
        }
        catch (PlotException exception)
        {
            throw new CommandFailedException(exception.Message);
        }
    }

    // From the text: what is no kind has an error of its own, which asking for the value would throw.
    private static bool IsOfParameters(OptionResult kind) => kind.Tokens is [var text] && text.Value.Equals(nameof(PlotKind.Importance), StringComparison.OrdinalIgnoreCase);
}
