using HyperSearch;

namespace Search.Tests;

/// <summary>A run says why it ended.</summary>
public sealed class RunEndTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task With_its_budget_of_trials()
    {
        await EndsWith("Done: the budget of 3 trials is used up.", Study(3));
        await EndsWith("Done: the budget of 3 trials is used up.", Study(3));
        await EndsWith("Done: the budget of 4 trials is used up.", Study(3), "--trials", "4");
    }

    [Fact]
    public async Task With_all_points_of_the_space()
    {
        await EndsWith("Stopped: all 3 combinations of the space have been tried.", Study(50, levels: 3));
        await EndsWith("Stopped: all 3 combinations of the space have been tried.", Study(50, levels: 3));
    }

    [Fact]
    public async Task With_a_strategy_that_has_no_more() => await EndsWith("Done: the strategy has no more to propose.", Study(50, strategy: new ManualSearch(new Setting())));

    [Fact]
    public async Task With_a_search_that_is_flat()
    {
        await EndsWith("Stopped: no improvement by more than 0.5 in the last 4 trials.", Study(50, flat: new(4, Tolerance: 0.5)), "--workers", "1");
        Assert.Equal(5, await CountAsync());
        await EndsWith("Stopped: no improvement in the last 6 trials.", Study(50, flat: new(6)), "--workers", "1");
        Assert.Equal(7, await CountAsync());
    }

    [Fact]
    public async Task With_a_search_of_which_nothing_more_is_expected_also_when_it_is_resumed()
    {
        const string end = "Stopped: after 45 results, 155 more trials were expected to bring 0 of score, less than the 0.001 that they must be worth.";
        await EndsWith(end, Study(200, stop: Stop.WhenNotWorthIt(0.001)), "--workers", "1");
        Assert.Equal(45, await CountAsync());
        // Other processes, by the record alone.
        await EndsWith(end, Study(200, stop: Stop.WhenNotWorthIt(0.001)), "--workers", "3");
        await EndsWith(end, Study(200, stop: Stop.WhenNotWorthIt(0.001)), "--workers", "3", "--reproducible");
        Assert.Equal(45, await CountAsync());
        // Without the rule it goes on, and all that came later changes nothing for those who have it.
        await EndsWith("Done: the budget of 60 trials is used up.", Study(200), "--trials", "60");
        await EndsWith(end, Study(200, stop: Stop.WhenNotWorthIt(0.001)));
        Assert.Equal(60, await CountAsync());
    }

    [Fact]
    public async Task With_a_search_that_is_flat_by_either_property() =>
        await EndsWith("Stopped: no improvement in the last 4 trials.", Study(50, stop: Stop.WhenFlat(4)), "--workers", "1");

    [Fact]
    public async Task Where_several_goals_are_looked_for_what_more_trials_bring_is_no_number()
    {
        var study = new Study<int>("ending")
        {
            Goals = [Goal.Minimize("score"), Goal.Minimize("size")],
            Space = suggest => suggest.Int("n", 1, 10),
            Objective = (_, _, _) => 0,
            Stop = Stop.WhenNotWorthIt(0.001),
        };

        var run = await CommandRun.OfAsync(study, "run", "--store", _folder.File("studies.db"));

        Assert.NotEqual(0, run.ExitCode);
        Assert.Contains("has 2 goals, and Stop.WhenNotWorthIt judges by one what more trials bring. Leave it out", run.Error.ReplaceLineEndings(" "), StringComparison.Ordinal);
    }

    [Fact]
    public async Task With_the_time_of_all_runs_together()
    {
        static Study Slow() => Study(1_000, wait: 20);
        await EndsWith("Done: the budget of 5 trials is used up.", Slow(), "--trials", "5", "--workers", "1");
        await Task.Delay(300, TestContext.Current.CancellationToken);

        await EndsWith("Stopped: the study's total time of 1 s is used up. It goes on with a longer one (--total-time).", Slow(), "--total-time", "1s", "--workers", "2");
        var count = await CountAsync();
        await EndsWith("Stopped: the study's total time of 1 s is used up. It goes on with a longer one (--total-time).", Slow(), "--total-time", "1s");

        Assert.Equal(count, await CountAsync());
        // The pause has cost nothing: two workers were at it for some 0.8 s at least.
        Assert.True(count > 20);
    }

    private static Study<int> Study(int trials, int levels = 100_000, IStrategy? strategy = null, StopWhenFlat? flat = null, Stop? stop = null, int wait = 0) => new("ending")
    {
        Goal = Goal.Minimize("score"),
        Space = suggest => suggest.Int("n", 1, levels),
        Objective = (_, _, cancel) => cancel.WaitHandle.WaitOne(wait) ? 1 : 0,
        Strategy = strategy ?? new RandomSearch(),
        StopWhenFlat = flat,
        Stop = stop,
        Budget = new(trials),
    };

    private async Task EndsWith(string expected, Study study, params string[] args)
    {
        var run = await CommandRun.OfAsync(study, ["run", "--store", _folder.File("studies.db"), .. args]);

        Assert.Equal((0, expected), (run.ExitCode, run.Error.TrimEnd().Split('\n')[^1]));
    }

    private async Task<int> CountAsync() =>
        (await CommandRun.OfAsync(Study(1), "trials", "--format", "csv", "--store", _folder.File("studies.db"))).Out.TrimEnd().Split('\n').Length - 1;
}
