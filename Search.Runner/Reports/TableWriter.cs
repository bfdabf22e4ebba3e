using System.Globalization;
using CsvHelper;
using Search.Core;
using Spectre.Console;

namespace Search.Runner;

/// <summary>Writes rows and columns for people (rounded) or for programs (all digits).</summary>
internal static class TableWriter
{
    /// <exception cref="ArgumentException">The format is JSON, which is not made of rows and columns.</exception>
    public static void Write(ReportTable table, ReportFormat format, Output output)
    {
        switch (format)
        {
            case ReportFormat.Table:
                output.Tables.Write(Drawn(table));
                break;
            case ReportFormat.Csv:
                WriteCsv(table, output.Out);
                break;
            case ReportFormat.Md:
                WriteMarkdown(table, output.Out);
                break;
            default:
                throw new ArgumentException($"A table cannot be written as {format}.", nameof(format));
        }
    }

    private static Table Drawn(ReportTable table)
    {
        var drawn = new Table().Border(TableBorder.Simple);
        for (var i = 0; i < table.Columns.Count; i++)
        {
            var numeric = table.Rows.All(row => row[i]?.Text is null);
            drawn.AddColumn(new TableColumn(Markup.Escape(table.Columns[i])) { Alignment = numeric ? Justify.Right : Justify.Left, NoWrap = true });
        }
        foreach (var row in table.Rows)
            drawn.AddRow([.. row.Select(cell => Markup.Escape(Rounded(cell)))]);
        return drawn;
    }

    private static void WriteCsv(ReportTable table, TextWriter output)
    {
        using var csv = CsvWriter.Create(output, leaveOpen: true);
        csv.WriteRecord([.. table.Columns]);
        foreach (var row in table.Rows)
            csv.WriteRecord([.. row.Select(cell => cell?.ToString() ?? "")]);
    }

    private static void WriteMarkdown(ReportTable table, TextWriter output)
    {
        WriteRow(table.Columns);
        WriteRow(table.Columns.Select(_ => "---"));
        foreach (var row in table.Rows)
            WriteRow(row.Select(Rounded));

        void WriteRow(IEnumerable<string> cells) =>
            output.WriteLine($"| {string.Join(" | ", cells.Select(cell => cell.Replace("|", "\\|", StringComparison.Ordinal)))} |");
    }

    /// <summary>A cell for people: numbers with five significant digits, whole numbers with all.</summary>
    private static string Rounded(ParameterValue? cell) => cell?.Number is { } number && number != Math.Truncate(number)
        ? number.ToString("G5", CultureInfo.InvariantCulture)
        : cell?.ToString() ?? "";
}
