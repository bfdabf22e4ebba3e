using System.Globalization;
using System.IO.Compression;
using System.Text.Json;
using HyperSearch;
using HyperSearch.Strategies;

namespace Search.Benchmarks;

/// <summary>
/// Reads complete tables of real hyperparameter problems: NAME.json (parameters in order, their kind and values, the goal)
/// and NAME.csv.gz (a row per configuration: the parameters' values, then the score of each repeated run, or nothing; what a
/// configuration costs may be beside it, in a column with cost, time, size or params in its name).
/// </summary>
/// <remarks>
/// The objective of a configuration is the mean of its runs. Regret is normalized: (best found − table's best) /
/// (table's median − table's best), so that 1 is a median configuration.
/// </remarks>
internal static class QualityTables
{
    private static readonly string[] Costs = ["cost", "time", "size", "params"];

    public static IEnumerable<QualityProblem> ReadAll(string folder) => Files(folder).Select(file => Read(file).Problem);

    /// <summary>
    /// The tables that have a cost, with both goals: the score and the cost. The regret is the part of the front's hypervolume that is
    /// missing, up to the front's ends and a tenth of its extent beyond.
    /// </summary>
    public static IEnumerable<QualityProblem> ReadPairs(string folder)
    {
        foreach (var (problem, rows, columns) in Files(folder).Select(Read))
        {
            if (rows.Cost is not { } cost)
                continue;
            double[][] losses = [.. rows.Runs.Zip(rows.Costs).Where(row => row.First.Length > 0).Select(row => (double[])[problem.Goal.Loss(row.First.Average()), row.Second])];
            var front = Front(losses);
            double[] reference = [Reference(front, 0), Reference(front, 1)];
            var volume = Hypervolume.Of(losses, reference);
            yield return problem with
            {
                Name = $"{problem.Name}/{cost}",
                IsTable = false,
                FurtherGoals = [Goal.Minimize(cost)],
                Further = point => ([rows.Costs[IndexOf(point, columns)]], []),
                RegretOfFound = found => 1 - Hypervolume.Of(found, reference) / volume,
            };
        }
    }

    private static List<double[]> Front(IEnumerable<double[]> losses)
    {
        var front = new List<double[]>();
        foreach (var row in losses.OrderBy(row => row[0]).ThenBy(row => row[1]))
        {
            if (front.Count == 0 || row[1] < front[^1][1])
                front.Add(row);
        }
        return front;
    }

    private static double Reference(List<double[]> front, int goal)
    {
        var (best, worst) = (front.Min(losses => losses[goal]), front.Max(losses => losses[goal]));
        return worst + 0.1 * (worst > best ? worst - best : Math.Max(1, Math.Abs(worst)));
    }

    private static IEnumerable<string> Files(string folder) => Directory.EnumerateFiles(folder, "*.json").Order(StringComparer.Ordinal);

    private static (QualityProblem Problem, Rows Rows, Column[] Columns) Read(string jsonFile)
    {
        using var json = JsonDocument.Parse(File.ReadAllText(jsonFile));
        var root = json.RootElement;
        var columns = root.GetProperty("parameters").EnumerateArray().Select(Column.From).ToArray();
        var goal = root.GetProperty("goal").GetString() == "maximize" ? Goal.Maximize("score") : Goal.Minimize("score");
        var rows = ReadRows(Path.ChangeExtension(jsonFile, ".csv.gz"), columns);
        double[] scores = [.. rows.Runs.Select(runs => runs.Length > 0 ? runs.Average() : double.NaN)];

        var losses = scores.Where(score => !double.IsNaN(score)).Select(goal.Loss).Order().ToArray();
        var best = losses[0];
        var middle = losses.Length / 2;
        var median = losses.Length % 2 == 1 ? losses[middle] : (losses[middle - 1] + losses[middle]) / 2;
        var problem = new QualityProblem(
            root.GetProperty("name").GetString()!,
            new SearchSpace([.. columns.Select(column => column.Parameter)]),
            goal,
            point => scores[IndexOf(point, columns)],
            value => (goal.Loss(value) - best) / (median - best),
            IsTable: true)
        {
            Columns = [.. columns.Select(column => column.ToString())],
            RunsOf = point => rows.Runs[IndexOf(point, columns)],
        };
        return (problem, rows, columns);
    }

    private static Rows ReadRows(string csvFile, Column[] columns)
    {
        var size = columns.Aggregate(1, (size, column) => size * column.Values.Length);
        using var reader = new StreamReader(new GZipStream(File.OpenRead(csvFile), CompressionMode.Decompress));
        var names = reader.ReadLine()!.Split(',');
        var cost = Array.FindIndex(names, columns.Length, name => Costs.Any(word => name.Contains(word, StringComparison.OrdinalIgnoreCase)));
        int[] runs = [.. Enumerable.Range(columns.Length, names.Length - columns.Length).Where(i => names[i].StartsWith("run", StringComparison.Ordinal) && i != cost)];
        var rows = new Rows(new double[size][], new double[size], cost < 0 ? null : names[cost]);
        Array.Fill(rows.Runs, []);
        while (reader.ReadLine() is { } line)
        {
            var cells = line.Split(',');
            var index = 0;
            for (var i = 0; i < columns.Length; i++)
                index = index * columns[i].Values.Length + columns[i].LevelOf(cells[i]);
            rows.Runs[index] = [.. runs.Where(i => cells[i].Length > 0).Select(i => double.Parse(cells[i], CultureInfo.InvariantCulture))];
            if (cost >= 0)
                rows.Costs[index] = double.Parse(cells[cost], CultureInfo.InvariantCulture);
        }
        return rows;
    }

    private static int IndexOf(Point point, Column[] columns)
    {
        var index = 0;
        for (var i = 0; i < columns.Length; i++)
            index = index * columns[i].Values.Length + columns[i].Parameter.LevelOf(point[i]);
        return index;
    }

    /// <summary>The cells of a table by configuration, and what its cost is called; null where it has none.</summary>
    private sealed record Rows(double[][] Runs, double[] Costs, string? Cost);

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
