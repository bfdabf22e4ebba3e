using HyperSearch;
using HyperSearch.Core;
using HyperSearch.Runner;

namespace Search.Tests;

/// <summary>A space with a few points is taken through, and the study ends with the last of them.</summary>
public sealed class SmallSpaceTests : IAsyncDisposable
{
    private readonly MemoryStudyStore _store = new();

    public static TheoryData<string> Strategies => [.. EveryStrategy.Create.Keys.Except([nameof(ManualSearch), nameof(GridSearch)])];

    public ValueTask DisposeAsync() => _store.DisposeAsync();

    [Theory, MemberData(nameof(Strategies))]
    public async Task Every_strategy_tries_each_point_once_and_the_run_says_why_it_ends(string strategy)
    {
        var (outcome, record) = await RunAsync(Study(EveryStrategy.Create[strategy]()), workers: 3);
        var trials = await record.ReadAsync();

        Assert.Equal((RunEnd.AllTried, 7), (outcome.End, outcome.AllTried));
        Assert.Equal(7, trials.Select(trial => trial.Point).Distinct().Count());
        Assert.Equal(7, trials.Count);
        Assert.Equal(new ReplayResult(7, null), Replay.Run(record.Study, EveryStrategy.Create[strategy](), trials));
    }

    [Theory, MemberData(nameof(Strategies))]
    public async Task A_reproducible_run_ends_too(string strategy)
    {
        var (outcome, record) = await RunAsync(Study(EveryStrategy.Create[strategy]()), workers: 3, reproducible: true);

        Assert.Equal((RunEnd.AllTried, 7), (outcome.End, (await record.ReadAsync()).Count));
    }

    [Fact]
    public async Task A_study_that_has_ended_says_so_again_and_runs_nothing()
    {
        await RunAsync(Study(new RandomSearch()));

        var (outcome, _) = await RunAsync(Study(new RandomSearch()));

        Assert.Equal((RunEnd.AllTried, 0), (outcome.End, outcome.Finished));
    }

    [Fact]
    public async Task All_processes_that_share_a_study_end()
    {
        using var folder = new TemporaryFolder();
        var study = Study(new RandomSearch());

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Task.Run(async () =>
        {
            await using var store = new SqliteStudyStore(folder.File("search.db"));
            var record = await store.OpenAsync(Studies.Define(study));
            return await new StudyRunner(study, record.Study.Space, record, new() { Workers = 2, Strategy = new RandomSearch() }).RunAsync();
        })));

        Assert.All(outcomes, outcome => Assert.Equal((RunEnd.AllTried, 7), (outcome.End, outcome.AllTried)));
        Assert.Equal(7, outcomes.Sum(outcome => outcome.Finished));
    }

    [Fact]
    public async Task Failed_and_queued_trials_count_as_tried()
    {
        var study = Study(new RandomSearch(), _ => throw new FormatException());
        var record = await _store.OpenAsync(Studies.Define(study));
        // As whoever does not know the code queues it: with a value that it does not read.
        await record.EnqueueAsync(new Point([0, 0.5]));

        var (outcome, _) = await RunAsync(study);

        Assert.Equal((RunEnd.AllTried, 7), (outcome.End, (await record.ReadAsync()).Count));
    }

    [Fact]
    public async Task A_budget_that_ends_before_is_met()
    {
        var (outcome, record) = await RunAsync(Study(new RandomSearch(), trials: 5));

        Assert.Equal((RunEnd.Done, 5), (outcome.End, (await record.ReadAsync()).Select(trial => trial.Point).Distinct().Count()));
    }

    [Fact]
    public async Task A_list_may_repeat_a_setting()
    {
        var setting = new Setting { { "more", false } };
        var (outcome, record) = await RunAsync(Study(new ManualSearch(setting, setting, setting)));

        Assert.Equal((RunEnd.NothingToPropose, 3), (outcome.End, (await record.ReadAsync()).Count));
    }

    [Fact]
    public async Task A_strategy_that_insists_on_one_point_is_moved_from_it()
    {
        var (outcome, record) = await RunAsync(Study(new Insisting()));
        var trials = await record.ReadAsync();

        Assert.Equal((RunEnd.AllTried, 7), (outcome.End, trials.Select(trial => trial.Point).Distinct().Count()));
        // The neighbours come first.
        Assert.Equal(["more=true n=3", "more=true n=5"],
            trials.Skip(1).Take(2).Select(trial => new Setting(trial.ValuesIn(record.Study.Space)).ToString()).Order(StringComparer.Ordinal));
        Assert.Equal("here, moved", trials[1].Note);
    }

    [Fact]
    public async Task A_strategy_that_insists_on_a_forbidden_place_is_moved_beside_it()
    {
        var study = new Study<double>("insisting")
        {
            Goal = Goal.Minimize("x"),
            Space = suggest => suggest.Uniform("x", 0, 1),
            Objective = (x, _, _) => x,
            Forbid = x => x is > 0.4 and < 0.6,
            Strategy = new Insisting(),
            Budget = new(Trials: 10),
        };
        var (_, record) = await RunAsync(study);
        var trials = await record.ReadAsync();

        Assert.Equal(10, trials.Count);
        Assert.All(trials, trial => Assert.True(trial.Point[0] is > 0.2 and <= 0.4 or >= 0.6 and < 0.8));
        Assert.Equal(new ReplayResult(10, null), Replay.Run(record.Study, new Insisting(), trials));
    }

    private static Study<int> Study(IStrategy strategy, Func<int, double>? objective = null, int trials = 50) => new("small")
    {
        Goal = Goal.Minimize("score"),
        Space = suggest => suggest.Bool("more") ? suggest.Int("n", 1, 6) : 0,
        Objective = (n, _, _) => objective?.Invoke(n) ?? n,
        Strategy = strategy,
        Budget = new(trials),
    };

    private async Task<(RunOutcome Outcome, IStudyRecord Record)> RunAsync(Study study, int workers = 1, bool reproducible = false)
    {
        var record = await _store.OpenAsync(Studies.Define(study));
        return (await new StudyRunner(study, record.Study.Space, record, new() { Workers = workers, Reproducible = reproducible }).RunAsync(), record);
    }

    private sealed class Insisting : IStrategy
    {
        public Proposal? Propose(History history, ref RandomStream random) =>
            new(new Point([.. Enumerable.Repeat(0.5, history.Space.Count).Select((code, i) => history.Space[i].IsCategorical ? 1 : code)])) { Note = "here" };
    }
}
