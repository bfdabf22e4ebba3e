using System.IO.Compression;
using HyperSearch;
using Search.Benchmarks;

namespace Search.Tests;

/// <summary>Tables of complete searches, with several runs of each configuration and with what it costs.</summary>
public sealed class QualityTablesTests
{
    private const string Json = """{"name": "small", "goal": "maximize", "metric": "accuracy", "parameters": [{"name": "units", "kind": "ordinal", "values": [8, 16, 32]}, {"name": "kind", "kind": "categorical", "values": ["a", "b"]}]}""";

    // The front of accuracy and parameters: (0.6, 10), (0.8, 20), (0.9, 40).
    private static readonly string[] WithCost =
    [
        "units,kind,run0,run1,n_params", "8,a,0.5,0.7,10", "8,b,0.4,,10", "16,a,0.7,0.9,20", "16,b,0.5,0.5,20", "32,a,0.9,0.9,40", "32,b,,,40",
    ];

    [Fact]
    public void The_value_of_a_configuration_is_the_mean_of_the_runs_that_it_has() => With(WithCost, folder =>
    {
        var table = Assert.Single(QualityTables.ReadAll(folder));

        Assert.Equal(0.6, table.Value(At(table, 0, "a")), 1e-12);
        Assert.Equal(0.4, table.Value(At(table, 0, "b")));
        Assert.True(double.IsNaN(table.Value(At(table, 2, "b"))));
        Assert.Equal([0.7, 0.9], table.RunsOf!(At(table, 1, "a")));
        Assert.Empty(table.RunsOf(At(table, 2, "b")));
        Assert.Equal(0, table.Regret(table.Value(At(table, 2, "a"))));
    });

    [Fact]
    public void A_table_with_a_cost_is_a_problem_of_two_goals_whose_front_is_exact() => With(WithCost, folder =>
    {
        var pair = Assert.Single(QualityTables.ReadPairs(folder));

        Assert.Equal(("small/n_params", "minimize n_params"), (pair.Name, pair.FurtherGoals.Single().ToString()));
        Assert.Equal([20.0], pair.Further(At(pair, 1, "a")).Values);
        Assert.Equal(0, pair.RegretOfFound!([[-0.6, 10], [-0.8, 20], [-0.9, 40]]), 1e-12);
        // Up to (−0.57, 43) the front has 0.03 · 33 + 0.2 · 23 + 0.1 · 3, of which the middle one has 0.23 · 23.
        Assert.Equal(1 - 0.23 * 23 / (0.03 * 33 + 0.2 * 23 + 0.1 * 3), pair.RegretOfFound([[-0.8, 20]]), 1e-12);
        Assert.Equal(1, pair.RegretOfFound([]));
    });

    [Fact]
    public void A_table_without_a_cost_is_no_problem_of_two_goals() =>
        With([.. WithCost.Select(line => line[..line.LastIndexOf(',')])], folder => Assert.Empty(QualityTables.ReadPairs(folder)));

    private static Point At(QualityProblem table, int units, string kind) => table.Space.Complete(new Setting { { "units", units }, { "kind", kind } });

    private static void With(string[] lines, Action<string> run)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("small.json"), Json);
        using (var writer = new StreamWriter(new GZipStream(File.Create(folder.File("small.csv.gz")), CompressionMode.Compress)))
            Array.ForEach(lines, writer.WriteLine);
        run(Path.GetDirectoryName(folder.File("small.json"))!);
    }
}
