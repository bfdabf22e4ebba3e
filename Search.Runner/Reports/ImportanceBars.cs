using System.Globalization;
using Spectre.Console;

namespace HyperSearch.Runner;

/// <summary>Bars of importance on a terminal: the name, the share, the bar and, where there is room, the interval.</summary>
internal static class ImportanceBars
{
    private const int WidestName = 32, WidestBar = 40, NarrowestBar = 4, Gap = 2;

    // "100 %" and "12 to 100 %".
    private const int ShareWidth = 5, IntervalWidth = 11;

    public static void Write(IEnumerable<ParameterImportance> importance, Output output)
    {
        var terminal = output.OutTerminal ?? throw new ArgumentException("Bars are for terminals.", nameof(output));
        // The last place stays free: some terminals go to the next line once it is taken.
        var width = Math.Max(1, terminal.Width() - 1);
        ParameterImportance[] rows = [.. importance];
        string[] names = [.. rows.Select(row => SafeText.Line(row.Parameter))];
        var name = Math.Min(names.Max(text => text.GetCellWidth()), WidestName);
        var hasInterval = width - name - ShareWidth - IntervalWidth - 3 * Gap >= 2 * NarrowestBar;
        name = Math.Clamp(name, 1, Math.Max(1, width - ShareWidth - NarrowestBar - 2 * Gap));
        var bar = Math.Clamp(width - name - ShareWidth - 2 * Gap - (hasInterval ? IntervalWidth + Gap : 0), 0, WidestBar);

        var table = new Table { Border = TableBorder.None, ShowHeaders = false };
        table.AddColumn(Column(name, Justify.Left));
        table.AddColumn(Column(ShareWidth, Justify.Right));
        if (bar > 0)
            table.AddColumn(Column(bar, Justify.Left));
        if (hasInterval)
            table.AddColumn(Column(IntervalWidth, Justify.Left, gap: 0));
        for (var i = 0; i < rows.Length; i++)
        {
            var row = rows[i];
            List<string> cells = [Markup.Escape(TextLayout.Truncate(names[i], name)), Percent(row.Importance)];
            if (bar > 0)
                cells.Add(Bar(row.Importance, bar, terminal.HasBlocks));
            if (hasInterval)
                cells.Add($"[grey]{Percent(row.Low)[..^2]} to {Percent(row.High)}[/]");
            table.AddRow([.. cells]);
        }
        TerminalConsole.Of(output, width).Write(table);
    }

    private static TableColumn Column(int width, Justify alignment, int gap = Gap) =>
        new("") { Width = width, Alignment = alignment, NoWrap = true, Padding = new Padding(0, 0, gap, 0) };

    // Eighths of a place, where there are block characters.
    private static string Bar(double share, int width, bool hasBlocks)
    {
        var eighths = (int)Math.Round(8 * width * Math.Clamp(share, 0, 1));
        var (whole, rest) = (eighths / 8, eighths % 8);
        var bar = hasBlocks ? new string('█', whole) + (rest > 0 ? (char)('▏' - (rest - 1)) : "") : new string('#', (eighths + 4) / 8);
        return $"[green]{bar}[/]";
    }

    private static string Percent(double share) => $"{(100 * share).ToString("0", CultureInfo.InvariantCulture)} %";
}
