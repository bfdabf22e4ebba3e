using System.Globalization;
using CsvHelper;
using HyperSearch.Strategies;

namespace HyperSearch.Runner;

/// <summary>Writes rows and columns for people (rounded) or for programs (all digits).</summary>
internal static class TableWriter
{
    private static readonly CsvWriterOptions CsvFormat = new() { Quoting = CsvQuoting.WhenNeededOrWhitespace };

    /// <exception cref="ArgumentException">The format is JSON, which is not made of rows and columns.</exception>
    public static void Write(ReportTable table, ReportFormat format, Output output)
    {
        switch (format)
        {
            case ReportFormat.Table:
                ToTextTable(table).Write(output, output.OutWidth());
                break;
            case ReportFormat.Csv:
                WriteCsv(table, output.Data);
                break;
            case ReportFormat.Md:
                WriteMarkdown(ToText(table, MarkdownText.Line), output.Out);
                break;
            default:
                throw new ArgumentException($"A table cannot be written as {format}.", nameof(format));
        }
    }

    /// <summary>Whether there is room for all columns side by side.</summary>
    public static bool Fits(ReportTable table, Output output) => ToTextTable(table).Fits(output.OutWidth());

    // Without columns that have nothing to show.
    private static TextTable ToTextTable(ReportTable table)
    {
        var shown = Enumerable.Range(0, table.Columns.Count).Where(i => table.Rows.Count == 0 || table.Rows.Any(row => row[i] is not null)).ToArray();
        return new(
            [.. ToText(table, SafeText.Line).Select(row => shown.Select(i => row[i]).ToArray())],
            [.. shown.Select(i => table.Rows.All(row => row[i]?.Text is null))], table.Greyed);
    }

    private static void WriteCsv(ReportTable table, TextWriter output)
    {
        using var csv = CsvWriter.Create(output, CsvFormat, leaveOpen: true);
        csv.WriteRecord([.. table.Columns.Select(CsvText.Protect)]);
        foreach (var row in table.Rows)
            csv.WriteRecord([.. row.Select(cell => cell is { Text: { } text } ? CsvText.Protect(text) : cell?.ToString() ?? "")]);
    }

    private static void WriteMarkdown(List<string[]> rows, TextWriter output)
    {
        rows.Insert(1, [.. rows[0].Select(_ => "---")]);
        foreach (var row in rows)
            output.WriteLine($"| {string.Join(" | ", row)} |");
    }

    // The headings and the rows as text: numbers with five significant digits, whole numbers with all.
    private static List<string[]> ToText(ReportTable table, Func<string, string> text) =>
    [
        [.. table.Columns.Select(text)],
        .. table.Rows.Select(row => row.Select(cell => text(Rounded(cell))).ToArray()),
    ];

    private static string Rounded(ParameterValue? cell) => cell?.Number is { } number && number != Math.Truncate(number)
        ? number.ToString("G5", CultureInfo.InvariantCulture)
        : cell?.ToString() ?? "";
}
