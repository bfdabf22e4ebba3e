using System.Globalization;
using HyperSearch;
using HyperSearch.Training;

namespace Search.Tests;

/// <summary>A table with numbers, categories and missing values, whose target no linear model can tell.</summary>
internal sealed class TableExample
{
    private const double MissingShare = 0.05;

    private RandomStream _random = new(7, 0, StreamPurpose.Evaluate);
    private readonly string[] _header;
    private readonly string[][] _rows;

    private TableExample(int rows, string[] header, Func<TableExample, string[]> draw)
    {
        _header = header;
        _rows = [.. Enumerable.Range(0, rows).Select(i => (string[])[$"c{i}", .. draw(this)])];
    }

    /// <summary>The last column.</summary>
    public string Target => _header[^1];

    public static TableExample Of(string kind) => kind switch
    {
        "two classes" => new(900, ["customer_id", "plan", "region, area", "age", "churn"], table =>
        {
            int plan = table.Next(3), region = table.Next(4), age = table.Next(18, 80);
            var reasons = new[] { plan == 1, region > 1, age is > 35 and < 60 }.Count(reason => reason);
            return [table.Gap($"plan {plan}"), table.Gap($"\"region\" {region}"), table.Gap(Text(age)), reasons % 2 == 1 ? "yes" : "no"];
        }),
        "four classes" => new(900, ["id", "x", "y", "sign", "quarter"], table =>
        {
            double x = table.Between(-1, 1), y = table.Between(-1, 1);
            var turned = table.Next(2) == 1;
            return [table.Gap(Text(x)), table.Gap(Text(y)), table.Gap(turned ? "turned" : "upright"), $"q{Convert.ToInt32(x > 0 != turned) + 2 * Convert.ToInt32(y * x > 0)}"];
        }),
        _ => new(900, ["Id", "zone", "area", "year", "price"], table =>
        {
            var zone = table.Next(4);
            double area = table.Between(30, 300), year = table.Next(1900, 2020);
            return [table.Gap("ABCD"[zone..(zone + 1)]), table.Gap(Text(area)), table.Gap(Text(year)), Text(Math.Round((zone + 1) * 900 * area * (1 + 0.4 * Math.Sin((year - 1900) / 15))))];
        }),
    };

    /// <param name="rows">Which; null for all.</param>
    public void Write(string path, IEnumerable<int>? rows = null) =>
        File.WriteAllLines(path, (rows is null ? _rows : rows.Select(row => _rows[row])).Prepend(_header).Select(row => string.Join(',', row.Select(Quoted))));

    /// <summary>The rows of each part of a table that was split by the seed 0, a fifth for validation and a fifth for the test.</summary>
    public (int[] Training, int[] Validation, int[] Test) Split(Dataset table)
    {
        // The same classes in the same places: a split looks at nothing else.
        float[] places = [.. Enumerable.Range(0, _rows.Length).Select(i => (float)i)];
        int[] labels = table.HasLabels ? [.. Enumerable.Range(0, table.Count).Select(table.Label)] : [];
        var marked = table.HasLabels
            ? Dataset.FromArrays("places", places, labels, table.Classes)
            : Dataset.FromArrays("places", places, [.. places], outputs: 1);
        var (training, validation, test) = marked.Split(0.2, 0.2, seed: 0);
        return (Rows(training), Rows(validation), Rows(test));

        static int[] Rows(Dataset part) => [.. Enumerable.Range(0, part.Count).Select(i => (int)part.Input(i)[0])];
    }

    private static string Text(double number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Quoted(string text) => text.AsSpan().ContainsAny(',', '"') ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;

    private int Next(int most) => _random.NextInt(most);

    private int Next(int least, int most) => least + Next(most - least);

    private double Between(double least, double most) => Math.Round(least + (most - least) * _random.NextDouble(), 3);

    private string Gap(string text) => _random.NextDouble() < MissingShare ? "" : text;
}
