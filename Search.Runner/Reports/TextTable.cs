using Spectre.Console;
using Spectre.Console.Rendering;

namespace HyperSearch.Runner;

/// <summary>Rows and columns for people: side by side where there is room, else a line for each value.</summary>
/// <param name="rows">The headings, then the rows.</param>
/// <param name="isNumeric">Of each column, whether it has numbers only.</param>
/// <param name="greyed">The rows, without the headings, that are greyed where there are colours.</param>
internal sealed class TextTable(IReadOnlyList<string[]> rows, IReadOnlyList<bool> isNumeric, IReadOnlySet<int> greyed)
{
    // Text that is longer than this gives way before the columns do.
    private const int WidestText = 32;

    /// <summary>Whether a line of so many characters has room for all columns.</summary>
    public bool Fits(int width) => TryFit(width) is not null;

    /// <param name="output">Where the table goes. Its texts are safe.</param>
    /// <param name="width">How many characters a line has there.</param>
    public void Write(Output output, int width)
    {
        var hasGrey = greyed.Count > 0 && output.OutTerminal is { HasColor: true };
        if (TryFit(width) is not { } table)
            WriteVertically(hasGrey ? output.Colored : output.Out, width, hasGrey);
        else if (hasGrey)
            TerminalConsole.Of(output, width).Write(table);
        else
            Console(output.Out, width).Write(table);
    }

    private static IAnsiConsole Console(TextWriter output, int width)
    {
        var console = AnsiConsole.Create(new() { Out = new AnsiConsoleOutput(output), Ansi = AnsiSupport.No, Interactive = InteractionSupport.No });
        // Where the height is not given, the console asks the terminal, and changes the mode of its keys to do so.
        (console.Profile.Width, console.Profile.Height) = (width, 24);
        return console;
    }

    private Table? TryFit(int width)
    {
        var table = Draw(rows);
        var excess = WidthOf(table) - width;
        if (excess <= 0)
            return table;
        table = Draw(Shortened(excess));
        return WidthOf(table) <= width ? table : null;
    }

    private Table Draw(IReadOnlyList<string[]> cells)
    {
        var table = new Table().Border(TableBorder.Simple);
        for (var i = 0; i < isNumeric.Count; i++)
            table.AddColumn(new TableColumn(Markup.Escape(cells[0][i])) { Alignment = isNumeric[i] ? Justify.Right : Justify.Left, NoWrap = true });
        foreach (var (place, row) in cells.Skip(1).Index())
            table.AddRow([.. row.Select(cell => greyed.Contains(place) && cell.Length > 0 ? $"[grey]{Markup.Escape(cell)}[/]" : Markup.Escape(cell))]);
        return table;
    }

    private static int WidthOf(Table table)
    {
        const int Anything = 1_000_000;
        return ((IRenderable)table).Measure(RenderOptions.Create(Console(TextWriter.Null, Anything)), Anything).Max;
    }

    // The longest texts first.
    private List<string[]> Shortened(int excess)
    {
        var shortened = rows.Select(row => row.ToArray()).ToList();
        var columns = Enumerable.Range(0, isNumeric.Count).Where(i => !isNumeric[i])
            .Select(i => (Index: i, Width: rows.Max(row => row[i].GetCellWidth())))
            .OrderByDescending(column => column.Width);
        foreach (var (column, width) in columns)
        {
            var cut = Math.Min(excess, width - WidestText);
            if (cut <= 0)
                continue;
            foreach (var row in shortened)
                row[column] = TextLayout.Truncate(row[column], width - cut);
            excess -= cut;
        }
        return shortened;
    }

    // name  value
    private void WriteVertically(TextWriter output, int width, bool hasGrey)
    {
        var names = Math.Min(rows[0].Max(name => name.GetCellWidth()), width / 2);
        foreach (var (place, row) in rows.Skip(1).Index())
        {
            var (before, after) = hasGrey && greyed.Contains(place) ? ("\e[90m", "\e[0m") : ("", "");
            output.WriteLine();
            foreach (var (name, value) in rows[0].Zip(row))
            {
                var room = names - name.GetCellWidth();
                if (room >= 0 && names + 2 + value.GetCellWidth() <= width)
                {
                    output.WriteLine(before + $"{name}{new string(' ', room)}  {value}".TrimEnd() + after);
                    continue;
                }
                foreach (var line in TextLayout.Wrap(name, width))
                    output.WriteLine(before + line + after);
                foreach (var line in TextLayout.Wrap(value, Math.Max(1, width - 2)))
                    output.WriteLine($"{before}  {line}{after}");
            }
        }
    }
}
