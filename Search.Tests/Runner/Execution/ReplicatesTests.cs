using HyperSearch;

namespace Search.Tests;

/// <summary>Studies that run the same settings several times.</summary>
public sealed class ReplicatesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("1")]
    [InlineData("3")]
    public async Task Each_runs_so_often_with_other_seeds_and_replay_comes_to_the_same(string workers)
    {
        await InvokeAsync(3, "run", "--workers", workers, "--trials", "18");
        var trials = await ReadAsync();
        Assert.Equal(18, trials.Count);
        var repeats = trials.Where(trial => trial.ReplicateOf is not null).ToArray();
        Assert.InRange(repeats.Length, 10, 12);
        Assert.All(repeats, trial => Assert.Equal(trials[trial.ReplicateOf!.Value].Point, trial.Point));
        Assert.All(repeats.GroupBy(trial => trial.ReplicateOf), group => Assert.InRange(group.Count(), 1, 2));
        Assert.All(repeats, trial => Assert.NotEqual(trials[trial.ReplicateOf!.Value].Value, trial.Value));
        Assert.Contains("18 proposals recomputed, all identical", (await InvokeAsync(3, "replay")).Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_report_ranks_settings_by_the_mean_of_their_runs()
    {
        await InvokeAsync(3, "run", "--workers", "1", "--trials", "9");
        var trials = await ReadAsync();
        var best = trials.GroupBy(trial => trial.ReplicateOf ?? trial.Number).MaxBy(group => group.Average(trial => trial.Value!.Value))!;
        var report = (await InvokeAsync(3, "report")).Out;
        Assert.Contains("the best by the mean score of all runs of the same settings:\n  trial " + best.Key + ": ", report, StringComparison.Ordinal);
        Assert.Contains(", 3 runs, deviation ", report, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Racing_repeats_what_looks_best_only()
    {
        await InvokeAsync(Replicates.Racing with { Most = 4 }, "run", "--workers", "1", "--trials", "40");
        var trials = await ReadAsync();
        var groups = trials.GroupBy(trial => trial.ReplicateOf ?? trial.Number).ToArray();
        Assert.InRange(groups.Length, 20, 36);
        Assert.InRange(groups.Max(group => group.Count()), 2, 4);
        var repeated = groups.Where(group => group.Count() > 1).Average(group => group.Average(trial => trial.Value!.Value));
        Assert.True(repeated > groups.Average(group => group.First().Value!.Value) + 0.5);
        Assert.Contains("40 proposals recomputed, all identical", (await InvokeAsync(Replicates.Racing with { Most = 4 }, "replay")).Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task In_a_small_space_every_point_is_repeated_before_the_study_ends()
    {
        var study = new Study<int>("small")
        {
            Goal = Goal.Maximize("score"),
            Space = suggest => suggest.Int("x", 1, 4),
            Objective = new((x, trial, _) => x + trial.Seed % 100 / 100.0),
            Strategy = new RandomSearch(),
            Replicates = 3,
            Budget = new(50),
        };
        await CommandRun.OfAsync(study, "run", "--workers", "1", "--store", _folder.File("small.db"));
        await using var store = new HyperSearch.Runner.SqliteStudyStore(_folder.File("small.db"));
        var trials = await (await store.FindAsync("small", TestContext.Current.CancellationToken))!.ReadAsync(TestContext.Current.CancellationToken);
        Assert.Equal(12, trials.Count);
        Assert.Equal(4, trials.Select(trial => trial.Point).Distinct().Count());
    }

    [Fact]
    public async Task Narrowing_is_refused()
    {
        var run = await CommandRun.OfAsync(Create(3, new Narrowing(new RandomSearch())), "run", "--store", _folder.File("studies.db"));
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("repeats trials (Replicates), and Narrowing counts each as one of its round", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Less_than_once_is_refused() => Assert.Throws<ArgumentOutOfRangeException>(() => Replicates.Each(0));

    private static Study<double> Create(Replicates replicates, IStrategy? strategy = null) => new("repeated")
    {
        Goal = Goal.Maximize("score"),
        Space = suggest => suggest.Uniform("x", 0, 1),
        Objective = new((x, trial, _) => 4 * x + trial.Seed % 1000 / 1000.0),
        Strategy = strategy ?? new RandomSearch(),
        Replicates = replicates,
    };

    private Task<CommandRun> InvokeAsync(Replicates replicates, string verb, params string[] args) =>
        CommandRun.OfAsync(Create(replicates), [verb, .. args, "--store", _folder.File("studies.db")]);

    private async Task<IReadOnlyList<Trial>> ReadAsync()
    {
        await using var store = new HyperSearch.Runner.SqliteStudyStore(_folder.File("studies.db"));
        return await (await store.FindAsync("repeated", TestContext.Current.CancellationToken))!.ReadAsync(TestContext.Current.CancellationToken);
    }
}
