using HyperSearch;

namespace Search.Tests;

/// <summary>The command line chooses how a study is searched, and refuses what cannot be meant before anything is started.</summary>
public sealed class ChosenStrategyTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_strategy_by_name_proposes_and_is_on_record()
    {
        Assert.Equal(0, (await InvokeAsync(Study(), "run", "--strategy", "Sobol")).ExitCode);

        Assert.Contains("HyperSearch.SobolSearch", (await InvokeAsync(Study(), "show")).Out, StringComparison.Ordinal);
        Assert.Equal((0, "4 proposals recomputed, all identical\n"), Of(await InvokeAsync(Study(), "replay", "--strategy", "sobol")));
        Assert.StartsWith(
            "The study was made with the strategy HyperSearch.SobolSearch, and now has HyperSearch.RandomSearch: what the one proposed the other would not. " +
            "If it was run with --strategy NAME, replay it with the same.\n", (await InvokeAsync(Study(), "replay")).Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_goes_on_with_another_strategy_is_told()
    {
        await InvokeAsync(Study(), "run", "--strategy", "sobol");

        Assert.Contains("changed: the strategy: begun with HyperSearch.SobolSearch, goes on with HyperSearch.RandomSearch\n", (await InvokeAsync(Study(), "resume", "--trials", "6")).Error, StringComparison.Ordinal);
        Assert.DoesNotContain("changed", (await InvokeAsync(Study(), "resume", "--trials", "8", "--strategy", "sobol")).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_name_that_there_is_not_is_refused_with_the_nearest()
    {
        var strategy = await InvokeAsync(Study(), "run", "--strategy", "sobel");
        var pruner = await InvokeAsync(Study(), "run", "--pruner", "\u001bx");

        Assert.Equal(2, strategy.ExitCode);
        Assert.Contains("There is no strategy 'sobel'. Did you mean sobol? There are auto, gaussian-process, tpe, forest, nsga2, cma-es, random, sobol, grid, narrowing.", strategy.Error, StringComparison.Ordinal);
        Assert.Contains("There is no pruner '\\u001bx'. There are successive-halving, freeze-thaw, median, hyperband, patience, none.", pruner.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_list_of_settings_and_a_strategy_exclude_each_other()
    {
        var run = await InvokeAsync(Study(), "run", "--strategy", "sobol", "--settings", "list.csv");

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("--strategy and --settings exclude each other.", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_pruner_by_name_stops_trials_and_replays()
    {
        await InvokeAsync(Study(), "run", "--pruner", "median", "--trials", "30", "--workers", "1");

        Assert.Contains(",pruned,", (await InvokeAsync(Study(), "trials", "--format", "csv")).Out, StringComparison.Ordinal);
        Assert.Matches("\n[1-9][0-9]* pruning decisions recomputed, all identical\n", (await InvokeAsync(Study(), "replay", "--pruner", "median")).Out);
    }

    [Fact]
    public async Task A_pruner_by_name_and_a_reproducible_run_exclude_each_other()
    {
        var refused = await InvokeAsync(Study(), "run", "--pruner", "median", "--reproducible");
        var without = await InvokeAsync(Study(new MedianPruner()), "run", "--pruner", "none", "--reproducible");

        Assert.Equal((1, "--reproducible needs --no-prune, or --pruner none, in this study: what a pruner sees depends on timing.\n"), (refused.ExitCode, refused.Error));
        Assert.Equal(0, without.ExitCode);
    }

    [Fact]
    public async Task A_grid_that_the_budget_does_not_hold_is_refused_with_the_corner_that_it_would_leave_out()
    {
        var refused = await InvokeAsync(Study(), "run", "--strategy", "grid", "--trials", "12");

        Assert.Equal((1, "The grid has 20 combinations, but the budget is 12 trials: from x=0.75 n=1 on nothing would be tried. Never tried would be x = 0.75, 1. " +
            "Nothing was started. Raise the budget (--trials 20), use fewer levels, or take what it holds: --partial-grid, or AllowPartial = true in the code.\n"), (refused.ExitCode, refused.Error));
        Assert.Contains("There is no store", (await InvokeAsync(Study(), "report")).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Part_of_a_grid_is_taken_where_that_is_wanted()
    {
        var part = await InvokeAsync(Study(), "run", "--strategy", "grid", "--trials", "12", "--partial-grid");
        var again = await InvokeAsync(Study(), "run", "--strategy", "grid", "--trials", "14");
        var inCode = await InvokeAsync(Study(strategy: new GridSearch { AllowPartial = true }), "run", "--name", "other");
        var whole = await InvokeAsync(Study(), "run", "--strategy", "grid", "--trials", "20", "--name", "whole");

        Assert.Equal([0, 0, 0, 0], [part.ExitCode, again.ExitCode, inCode.ExitCode, whole.ExitCode]);
        Assert.Contains("Warning: The grid has 20 combinations, but the budget is 12 trials: from x=0.75 n=1 on nothing would be tried.", part.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("Warning", whole.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("y", 1.0, "The Defaults of the study name a parameter 'y', but there is none. Did you mean x? There are x, n.\n")]
    [InlineData("x", 1.5, "The Defaults of the study do not fit. Parameter 'x': `0 <= value <= 1` must hold, but the value is 1.5.\n")]
    [InlineData("n", "many", "The Defaults of the study do not fit. Parameter 'n' takes a number (int n [1, 4]), but the value is 'many'.\n")]
    public async Task Defaults_that_do_not_fit_are_refused(string name, object value, string expected)
    {
        await InvokeAsync(Study(), "run");

        foreach (var verb in (string[][])[["run"], ["resume"], ["work"], ["enqueue", "n=2"]])
        {
            var run = await InvokeAsync(Study(defaults: new() { { name, value } }), verb);
            Assert.Equal((1, expected), (run.ExitCode, run.Error));
        }

        Assert.Contains("The Defaults of its list of settings name a parameter 'm', but there is none.", (await InvokeAsync(Study(strategy: new ManualSearch(new Setting()) { Defaults = new() { { "m", 1 } } }), "run", "--name", "list")).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_listed_setting_that_the_study_forbids_is_named_and_left_out()
    {
        var list = _folder.File("list.csv");
        await File.WriteAllTextAsync(list, "x,n\n0.5,1\n0.5,4\n0.25,2\n", TestContext.Current.CancellationToken);
        var study = new Study<(double X, int N)>("listed")
        {
            Goal = Goal.Minimize("score"),
            Space = suggest => (suggest.Uniform("x", 0, 1), suggest.Int("n", 1, 4)),
            Objective = (settings, _, _) => settings.X,
            Forbid = settings => settings.N > 3,
        };

        var run = await InvokeAsync(study, "run", "--settings", list);

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("Warning: Setting 2 (x=0.5 n=4) is never tried: the study forbids it: the study's Forbid\n", run.Error, StringComparison.Ordinal);
        Assert.EndsWith("Done: the strategy has no more to propose.\n", run.Error, StringComparison.Ordinal);
        Assert.Contains("2 trials: 2 complete", run.Out, StringComparison.Ordinal);
    }

    private static Study<(double X, int N)> Study(IPruner? pruner = null, IStrategy? strategy = null, Setting? defaults = null) => new("chosen")
    {
        Goal = Goal.Minimize("score"),
        Space = suggest => (suggest.Uniform("x", 0, 1), suggest.Int("n", 1, 4)),
        Objective = (settings, trial, _) =>
        {
            for (var step = 1; step <= 8 && trial.Report(step, settings.X + settings.N); step++)
                continue;
            return settings.X + settings.N;
        },
        Strategy = strategy ?? new RandomSearch(),
        Pruner = pruner,
        Defaults = defaults ?? [],
        Budget = new(4),
    };

    private static (int, string) Of(CommandRun run) => (run.ExitCode, run.Out);

    private Task<CommandRun> InvokeAsync(Study study, params string[] args) => CommandRun.OfAsync(study, [.. args, "--store", _folder.File("studies.db")]);
}
