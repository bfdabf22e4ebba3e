using System.Globalization;
using System.IO.Compression;
using System.Text.Json;
using HyperSearch;

namespace Search.Benchmarks;

/// <summary>
/// Reads complete tables of real hyperparameter problems: NAME.json (parameters in order, their kind and values, the goal)
/// and NAME.csv.gz (a row per configuration: the parameters' values, then the score of each repeated run, or nothing).
/// </summary>
/// <remarks>
/// The objective of a configuration is the mean of its runs. Regret is normalized: (best found − table's best) /
/// (table's median − table's best), so that 1 is a median configuration.
/// </remarks>
internal static class QualityTables
{
    public static IEnumerable<QualityProblem> ReadAll(string folder) =>
        Directory.EnumerateFiles(folder, "*.json").Order(StringComparer.Ordinal).Select(Read);

    private static QualityProblem Read(string jsonFile)
    {
        using var json = JsonDocument.Parse(File.ReadAllText(jsonFile));
        var root = json.RootElement;
        var columns = root.GetProperty("parameters").EnumerateArray().Select(Column.From).ToArray();
        var goal = root.GetProperty("goal").GetString() == "maximize" ? Goal.Maximize("score") : Goal.Minimize("score");
        var scores = ReadScores(Path.ChangeExtension(jsonFile, ".csv.gz"), columns);

        var losses = scores.Where(score => !double.IsNaN(score)).Select(goal.Loss).Order().ToArray();
        var best = losses[0];
        var middle = losses.Length / 2;
        var median = losses.Length % 2 == 1 ? losses[middle] : (losses[middle - 1] + losses[middle]) / 2;
        return new(
            root.GetProperty("name").GetString()!,
            new SearchSpace([.. columns.Select(column => column.Parameter)]),
            goal,
            point => scores[IndexOf(point, columns)],
            value => (goal.Loss(value) - best) / (median - best),
            IsTable: true)
        {
            Columns = [.. columns.Select(column => column.ToString())],
        };
    }

    private static double[] ReadScores(string csvFile, Column[] columns)
    {
        var scores = new double[columns.Aggregate(1, (size, column) => size * column.Values.Length)];
        Array.Fill(scores, double.NaN);
        using var reader = new StreamReader(new GZipStream(File.OpenRead(csvFile), CompressionMode.Decompress));
        reader.ReadLine();
        while (reader.ReadLine() is { } line)
        {
            var cells = line.Split(',');
            var index = 0;
            for (var i = 0; i < columns.Length; i++)
                index = index * columns[i].Values.Length + columns[i].LevelOf(cells[i]);
            var runs = cells[columns.Length..].Where(cell => cell.Length > 0).Select(cell => double.Parse(cell, CultureInfo.InvariantCulture)).ToArray();
            if (runs.Length > 0)
                scores[index] = runs.Average();
        }
        return scores;
    }

    private static int IndexOf(Point point, Column[] columns)
    {
        var index = 0;
        for (var i = 0; i < columns.Length; i++)
            index = index * columns[i].Values.Length + columns[i].Parameter.LevelOf(point[i]);
        return index;
    }

    /// <summary>A parameter of a table: an ordinal one is searched as an integer 0…k−1, a categorical one as a choice.</summary>
    private sealed record Column(Parameter Parameter, string[] Values)
    {
        public static Column From(JsonElement json)
        {
            var name = json.GetProperty("name").GetString()!;
            string[] values = [.. json.GetProperty("values").EnumerateArray().Select(value => value.ToString())];
            Parameter parameter = json.GetProperty("kind").GetString() == "categorical"
                ? new ChoiceParameter<string>(name, values)
                : new IntParameter(name, 0, values.Length - 1);
            return new(parameter, values);
        }

        public override string ToString() => $"{(Parameter.IsCategorical ? "categorical" : "ordinal")} {Parameter.Name}: {string.Join(", ", Values)}";

        public int LevelOf(string cell)
        {
            for (var i = 0; i < Values.Length; i++)
            {
                if (Values[i] == cell || (Number(Values[i]) is { } value && value == Number(cell)))
                    return i;
            }

            throw new InvalidDataException($"'{cell}' is no value of {Parameter.Name}: {string.Join(", ", Values)}.");
        }

        private static double? Number(string text) =>
            double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;
    }
}
