using HyperSearch.Runner;

namespace Search.Benchmarks;

/// <summary>A terminal as SVG: its characters in their colours, in a dark window that stands out from a dark page too.</summary>
internal static class TerminalPicture
{
    private const double CellWidth = 7.8, LineHeight = 17, FontSize = 13, Padding = 18, Bar = 34, Corner = 8, Dot = 5;
    private const string Background = "#0d1117", Frame = "#6e7681", Text = "#e6edf3", Fonts = "ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace";

    /// <param name="terminal">What was written.</param>
    /// <param name="columns">How wide it is.</param>
    /// <param name="title">For who does not see it.</param>
    public static string Of(TerminalEmulator terminal, int columns, string title)
    {
        IReadOnlyList<TerminalCell>[] rows = [.. terminal.Rows.Reverse().SkipWhile(row => row.All(IsBlank)).Reverse()];
        var (width, height) = (columns * CellWidth + 2 * Padding, rows.Length * LineHeight + Bar + Padding);
        using var svg = new SvgWriter(width, height, title, Fonts);
        using (svg.Group(new(Background, Frame)))
            svg.Bar(0.5, 0.5, width - 1, height - 1, Corner);
        using (svg.Group(SvgStyle.Area(Frame)))
        {
            for (var i = 0; i < 3; i++)
                svg.Point(SvgSymbol.Circle, Padding + Dot + 3.4 * Dot * i, Bar / 2, Dot);
        }
        for (var row = 0; row < rows.Length; row++)
        {
            foreach (var (column, cells) in Runs(rows[row]))
            {
                var ink = cells[0].Ink;
                svg.Text(Padding + column * CellWidth, Bar + (row + 0.75) * LineHeight, string.Concat(cells.Select(cell => cell.Text)),
                    new(FontSize, ink.Color ?? Text) { IsBold = ink.IsBold, Length = cells.Count * CellWidth });
            }
        }
        return svg.Finish();
    }

    // What stands together in one ink. More than one blank divides, since SVG would draw them as one.
    private static IEnumerable<(int Column, IReadOnlyList<TerminalCell> Cells)> Runs(IReadOnlyList<TerminalCell> row)
    {
        for (var start = 0; start < row.Count;)
        {
            if (IsBlank(row[start]))
            {
                start++;
                continue;
            }
            var end = start + 1;
            while (end < row.Count && row[end].Ink == row[start].Ink && !(IsBlank(row[end]) && (end + 1 == row.Count || IsBlank(row[end + 1]) || row[end + 1].Ink != row[start].Ink)))
                end++;
            yield return (start, [.. row.Skip(start).Take(end - start)]);
            start = end;
        }
    }

    private static bool IsBlank(TerminalCell cell) => cell.Text == " ";
}
