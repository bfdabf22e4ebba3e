using System.CommandLine;
using System.CommandLine.Parsing;
using HyperSearch.Core;

namespace HyperSearch.Runner;

/// <summary><c>report --curves</c>: the curves of the best trials instead of the table.</summary>
internal sealed class ReportCurves
{
    private readonly Option<int?> _curves = new("--curves")
    {
        Description = $"Draw the curves of the best N trials instead, a small panel each: the goal's solid, and dashed the same in training, where it was recorded. Default: {CurveFigure.Usual}.",
        HelpName = "N",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<string?> _metric = new("--metric") { Description = "With curves: the metric of the dashed ones.", HelpName = "NAME" };

    /// <summary>Adds its options, and refuses what has no meaning together.</summary>
    /// <param name="command">The verb.</param>
    /// <param name="plot">Pictures as SVG.</param>
    /// <param name="others">The options that print something else, or say how many.</param>
    public void AddTo(Command command, ReportPlot plot, params IReadOnlyList<string> others)
    {
        command.Options.Add(_curves);
        command.Options.Add(_metric);
        _curves.AtLeastOne();
        command.Validators.Add(result =>
        {
            var isCurves = IsGiven(result, _curves);
            if (isCurves && command.Options.FirstOrDefault(option => others.Contains(option.Name) && IsGiven(result, option)) is { } other)
                result.AddError($"{_curves.Name} and {other.Name} exclude each other: {_curves.Name} N shows the best N.");
            if (isCurves && plot.IsOfOther(result, PlotKind.Curves))
                result.AddError($"{_curves.Name} has a picture of its own: leave it out, or choose --plot curves.");
            if (IsGiven(result, _metric) && !isCurves && !plot.IsOf(result, PlotKind.Curves))
                result.AddError($"{_metric.Name} is for curves: add {_curves.Name}, or --plot curves.");
        });
    }

    /// <summary>Whether it is asked for.</summary>
    public bool IsWanted(ParseResult parsed) => parsed.GetResult(_curves) is { Implicit: false };

    /// <summary>How many trials are asked for; null where nothing is said of it.</summary>
    public int? CountOf(ParseResult parsed) => IsWanted(parsed) ? parsed.GetValue(_curves) ?? CurveFigure.Usual : null;

    /// <summary>The metric of the dashed curves; null for what belongs to the goal.</summary>
    public string? MetricOf(ParseResult parsed) => parsed.GetValue(_metric);

    /// <summary>Reads and writes the curves.</summary>
    /// <exception cref="CommandFailedException">No trial has any.</exception>
    /// <exception cref="SelectionException">There is no column or metric of a name.</exception>
    public async Task WriteAsync(ParseResult parsed, IStudyRecord record, TrialSelection selection, ReportFormat format, Output output)
    {
        try
        {
            var data = await StudyPlotData.ReadAsync(record, CountOf(parsed) ?? CurveFigure.Usual, selection, hasCurves: true);
            CurveFigureWriter.Write(CurveFigure.Of(data, MetricOf(parsed)), format, output);
        }
        catch (PlotException exception)
        {
            throw new CommandFailedException(exception.Message);
        }
    }

    private static bool IsGiven(CommandResult result, Option option) => result.GetResult(option) is { Implicit: false };
}
