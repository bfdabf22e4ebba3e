using System.Globalization;
using HyperSearch.Core;
using Spectre.Console;

namespace HyperSearch.Runner;

/// <summary>A <see cref="CurveFigure"/> as text: panels side by side as far as there is room, the goal's curves solid, the others dashed.</summary>
internal sealed class CurveText
{
    private const int PlotHeight = 6, Narrowest = 30, Widest = 48, Gap = 2, MostColumns = 5, MostLines = 2, SampleWidth = 5;

    private const string CurveColor = "green", CompanionColor = "purple", AxisColor = "grey";

    // What is no terminal may be shown on one later, or in a mail.
    private const int WidthWithoutTerminal = 80;

    private readonly CurveFigure _figure;
    private readonly Output _output;
    private readonly bool _hasBraille;
    private readonly int _width, _labels, _columns, _plot;

    private CurveText(CurveFigure figure, Output output)
    {
        (_figure, _output, _hasBraille) = (figure, output, output.OutTerminal is not { HasBlocks: false });
        // The last place stays free: some terminals go to the next line once it is taken.
        _width = Math.Max(1, output.OutTerminal?.Width() - 1 ?? WidthWithoutTerminal);
        _labels = figure.Score.Ticks.Max(tick => tick.Label.Length);
        _columns = Math.Clamp((_width - _labels + Gap) / (1 + Narrowest + Gap), 1, MostColumns);
        _plot = Math.Clamp((_width - _labels + Gap) / _columns - 1 - Gap, 1, Widest);
    }

    public static void Write(CurveFigure figure, Output output) => new CurveText(figure, output).Write();

    private void Write()
    {
        var console = TerminalConsole.Of(_output, _width);
        foreach (var line in Legend().Concat(_figure.Panels.Chunk(_columns).SelectMany(row => Heads(row).Prepend(new()).Concat(Plots(row)))))
            console.MarkupLine(line.Markup);
    }

    private IEnumerable<ColoredLine> Legend()
    {
        var study = _figure.Data.Study;
        return Wrapped($"{study.Name}: {study.Goal}")
            .Concat(Wrapped($"{_figure.Data.BestName} of {StateCounts.Describe(TrialCounts.Of(_figure.Data.Trials))}, all on the same axes"))
            .Append(Sample(study.Goal.Metric, isDashed: false))
            .Concat(_figure.Companion is { } companion ? [Sample(companion, isDashed: true)] : []);

        IEnumerable<ColoredLine> Wrapped(string text) => TextLayout.Wrap(SafeText.Line(text), _width).Select(line => new ColoredLine().Add(line));
    }

    private ColoredLine Sample(string metric, bool isDashed)
    {
        var canvas = new DotCanvas(SampleWidth, 1, _hasBraille);
        canvas.Line([(0, canvas.Height / 2), (canvas.Width - 1, canvas.Height / 2)], isDashed);
        return Cells(new(), canvas, 0).Add(" " + TextLayout.Truncate(SafeText.Line(metric), Math.Max(1, _width - SampleWidth - 1)));
    }

    // The place and the score of each, and the settings in a line or two.
    private IEnumerable<ColoredLine> Heads(CurvePanel[] row)
    {
        string[][] texts = [.. row.Select(Head)];
        for (var i = 0; i < texts.Max(lines => lines.Length); i++)
            yield return InColumns("", row.Length, (line, column) => line.Add(" " + Padded(i < texts[column].Length ? texts[column][i] : "")));
    }

    private string[] Head(CurvePanel panel) =>
        [TextLayout.Truncate($"{panel.Head} | trial {panel.Trial.Number}", _plot), .. panel.SettingLines(_plot, MostLines)];

    private IEnumerable<ColoredLine> Plots(CurvePanel[] row)
    {
        DotCanvas[] canvases = [.. row.Select(Draw)];
        var marks = Marks(canvases[0]);
        for (var y = 0; y < PlotHeight; y++)
        {
            var axis = marks[y] is null ? (_hasBraille ? "│" : "|") : _hasBraille ? "┤" : "+";
            yield return InColumns(marks[y] ?? "", row.Length, (line, column) => Cells(line.Add(axis, AxisColor), canvases[column], y));
        }
        string first = _figure.FirstStep.ToString(CultureInfo.InvariantCulture), last = _figure.LastStep.ToString(CultureInfo.InvariantCulture);
        var steps = TextLayout.Truncate($"{first} {last.PadLeft(Math.Max(0, _plot - 1 - first.Length))}", _plot);
        yield return InColumns("", row.Length, (line, _) => line.Add(" " + Padded(steps), AxisColor));
    }

    private ColoredLine InColumns(string label, int columns, Action<ColoredLine, int> column)
    {
        var line = new ColoredLine().Add(label.PadLeft(_labels), AxisColor);
        for (var i = 0; i < columns; i++)
            column(i == 0 ? line : line.Add(new string(' ', Gap)), i);
        return line;
    }

    private string Padded(string text) => text + new string(' ', Math.Max(0, _plot - text.GetCellWidth()));

    private static ColoredLine Cells(ColoredLine line, DotCanvas canvas, int y)
    {
        for (var x = 0; x < canvas.Columns; x++)
            line.Add(canvas[y, x].Character.ToString(), canvas[y, x].IsDashed ? CompanionColor : CurveColor);
        return line;
    }

    private DotCanvas Draw(CurvePanel panel)
    {
        var canvas = new DotCanvas(_plot, PlotHeight, _hasBraille);
        canvas.Line([.. panel.Companion.Select(At)], isDashed: true);
        canvas.Line([.. panel.Curve.Select(At)], isDashed: false);
        return canvas;

        (int X, int Y) At(Measurement measured) => ((int)Math.Round(_figure.Steps.Place(measured.Step) * (canvas.Width - 1)), HeightOf(canvas, _figure.Score.Place(measured.Value)));
    }

    // As many labels as there are lines for, evenly.
    private string?[] Marks(DotCanvas canvas)
    {
        var marks = new string?[PlotHeight];
        var every = (_figure.Score.Ticks.Count + PlotHeight - 3) / (PlotHeight - 1);
        foreach (var tick in _figure.Score.Ticks.Where((_, i) => i % every == 0))
            marks[canvas.RowOf(HeightOf(canvas, tick.Place))] ??= tick.Label;
        return marks;
    }

    private static int HeightOf(DotCanvas canvas, double place) => (int)Math.Round((1 - place) * (canvas.Height - 1));
}
