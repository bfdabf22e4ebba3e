using HyperSearch;
using Search.Benchmarks;

namespace Search.Tests;

/// <summary>The results of other programs, as <c>peers/quality_optuna.py</c> writes them.</summary>
public sealed class PeerResultsTests
{
    private static readonly QualityProblem[] Chosen = [Problem("one"), Problem("two")];

    private static readonly string[] Lines =
    [
        "# Optuna 5.0.0", "problem,strategy,seed,trials,regret,seconds",
        "one,Optuna GP,0,25,0.5,1.5", "one,Optuna GP,0,50,1e-05,3.5", "one,Optuna GP,1,25,0.25,1.5", "other,Optuna GP,0,25,0.5,1.5",
    ];

    [Fact]
    public void The_rows_of_the_chosen_problems_become_runs()
    {
        var runs = Read(Lines, "AutoSearch");

        Assert.All(runs, run => Assert.Equal(("one", "Optuna GP"), (run.Problem.Name, run.Strategy)));
        Assert.Equal([0, 1], runs.Select(run => run.Seed));
        Assert.Equal([new(25, 0.5, 1.5), new(50, 1e-5, 3.5)], runs[0].Checkpoints);
    }

    [Fact]
    public void The_versions_are_in_the_first_line() => WithFile(Lines, file => Assert.Equal(["Optuna 5.0.0"], PeerResults.Versions(file)));

    [Fact]
    public void A_peer_that_is_called_as_one_of_ours_is_refused() =>
        Assert.Contains("AutoSearch", Assert.Throws<ArgumentException>(() => Read([.. Lines, "two,AutoSearch,0,25,0.5,1.5"], "AutoSearch")).Message);

    private static QualityOutcome[] Read(string[] lines, string ours)
    {
        QualityOutcome[] runs = [];
        WithFile(lines, file => runs = PeerResults.Read(file, Chosen, [ours]));
        return runs;
    }

    private static void WithFile(string[] lines, Action<string> run)
    {
        using var folder = new TemporaryFolder();
        var file = folder.File("peers.csv");
        File.WriteAllLines(file, lines);
        run(file);
    }

    private static QualityProblem Problem(string name) =>
        new(name, new SearchSpace(new FloatParameter("x", 0, 1)), Goal.Minimize("loss"), point => point[0], value => value, IsTable: false);
}
