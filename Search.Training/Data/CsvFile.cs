using System.Globalization;
using CsvHelper;

namespace HyperSearch.Training;

/// <summary>Reads a table of numbers with a header; refuses what is missing or no number, with its row and column.</summary>
internal static class CsvFile
{
    public static Dataset Read(string path, IReadOnlyList<string> wanted, bool asLabels)
    {
        using var csv = CsvReader.FromFile(path, new CsvReaderOptions { Separator = ',', TrimWhitespace = true });
        csv.ReadHeader();
        string[] header = [.. csv.Headers];
        if (header.Length == 0)
            throw new InvalidDataException($"{path}: the file is empty; its first row must name the columns.");
        if (header.Length != header.Distinct().Count())
            throw new InvalidDataException($"{path}: every column must have a name of its own, but two are called \"{Short(header.GroupBy(name => name).First(group => group.Count() > 1).Key)}\".");
        int[] wantedColumns = [.. wanted.Select(name => ColumnOf(path, header, name))];
        int[] featureColumns = [.. Enumerable.Range(0, header.Length).Except(wantedColumns)];
        if (featureColumns.Length == 0)
            throw new InvalidDataException($"{path}: there must be at least one column beside {string.Join(", ", wanted)}.");

        var inputs = new List<float>();
        var targets = new List<float>();
        var labels = new List<string>();
        var row = 0;
        while (csv.Read())
        {
            row++;
            if (csv.FieldCount != header.Length)
                throw new InvalidDataException($"{path}, row {row}: the header has {header.Length} columns, but this row has {csv.FieldCount}.");
            foreach (var column in featureColumns)
                inputs.Add(Number(path, row, header[column], csv.GetString(column)));
            foreach (var column in wantedColumns)
            {
                var field = Present(path, row, header[column], csv.GetString(column));
                if (asLabels)
                    labels.Add(field);
                else
                    targets.Add(Number(path, row, header[column], field));
            }
        }
        if (row == 0)
            throw new InvalidDataException($"{path}: there must be at least one row below the header.");
        var name = Path.GetFileNameWithoutExtension(path);
        if (!asLabels)
            return Dataset.FromArrays(name, [.. inputs], [.. targets], wanted.Count);
        string[] classes = [.. Ordered(labels.Distinct())];
        var numbers = classes.Index().ToDictionary(pair => pair.Item, pair => pair.Index);
        return new Dataset(DataTable.WithLabels(name, [.. inputs], [.. labels.Select(label => numbers[label])], classes.Length, default, classes));
    }

    private static int ColumnOf(string path, string[] header, string name)
    {
        var column = Array.IndexOf(header, name);
        return column >= 0 ? column : throw new InvalidDataException($"{path}: there is no column \"{name}\"; there are {Short(string.Join(", ", header.Select(known => $"\"{known}\"")))}.");
    }

    private static string Present(string path, int row, string column, string field) =>
        string.IsNullOrEmpty(field) ? throw new InvalidDataException($"{path}, row {row}, column \"{column}\": the value is missing.") : field;

    private static float Number(string path, int row, string column, string field)
    {
        var text = Present(path, row, column, field);
        return float.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && float.IsFinite(value)
            ? value
            : throw new InvalidDataException($"{path}, row {row}, column \"{column}\": \"{Short(text)}\" is no finite number.");
    }

    private static string Short(string text) => text.Length <= 200 ? text : $"{text[..200]}…";

    /// <summary>By value if all are numbers, else by spelling.</summary>
    private static IEnumerable<string> Ordered(IEnumerable<string> labels)
    {
        string[] all = [.. labels];
        return all.All(label => double.TryParse(label, NumberStyles.Float, CultureInfo.InvariantCulture, out _))
            ? all.OrderBy(label => double.Parse(label, NumberStyles.Float, CultureInfo.InvariantCulture))
            : all.Order(StringComparer.Ordinal);
    }
}
