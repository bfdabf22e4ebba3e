using System.Globalization;
using HyperSearch;
using HyperSearch.Runner;

namespace Search.Tests;

public sealed class StudyAppTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Store => _folder.File("studies.db");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Run_prints_the_best_trials_and_ends_with_0()
    {
        var run = await InvokeAsync("run", "--best", "3");

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("maximize score", run.Out, StringComparison.Ordinal);
        Assert.Contains("20 trials: 20 complete", run.Out, StringComparison.Ordinal);
        Assert.Contains("learning curve", run.Out, StringComparison.Ordinal);
        Assert.Contains("20/20 done", run.Error, StringComparison.Ordinal);
    }

    /// <summary>In a program with a culture of its own, a comma must not get into settings and reports.</summary>
    [Fact]
    public async Task A_study_is_run_and_reported_without_the_culture_of_the_program()
    {
        var commas = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        commas.NumberFormat.NumberDecimalSeparator = ",";
        CultureInfo.CurrentCulture = commas;
        var study = new Study<double>("culture")
        {
            Goal = Goal.Maximize("score"),
            Space = suggest => suggest.Uniform("x", 0, 1),
            Objective = (_, _, _) => double.Parse($"{0.5}", CultureInfo.InvariantCulture),
            Budget = new Budget(Trials: 3),
        };

        var run = await CommandRun.OfAsync(study, "run", "--store", Store);

        Assert.Contains("best 0.5 ", run.Error, StringComparison.Ordinal);
        Assert.Same(commas, CultureInfo.CurrentCulture);
    }

    [Fact]
    public async Task Run_says_that_trials_still_run_in_other_processes()
    {
        var study = Studies.Create();
        await using var other = new SqliteStudyStore(Store);
        var record = await other.OpenAsync(Studies.Define(study), TestContext.Current.CancellationToken);
        await record.StartAsync(history => new(history.Space.Complete([0.5, 0.5])), null, TestContext.Current.CancellationToken);

        var run = await InvokeAsync("run");

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("20 trials: 19 complete, 1 running", run.Out, StringComparison.Ordinal);
        Assert.Contains("Other processes still run 1 of the trials.", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_on_a_study_that_is_on_record_says_where_it_stood()
    {
        await InvokeAsync("run", "--trials", "7");

        var more = await InvokeAsync("run");
        var again = await InvokeAsync("run");

        Assert.Contains("continuing: 7 of 20 trials finished", more.Error, StringComparison.Ordinal);
        Assert.Contains("finished: 20 of 20 trials", again.Error, StringComparison.Ordinal);
        Assert.Equal(0, again.ExitCode);
    }

    [Fact]
    public async Task Resume_continues_a_study_and_refuses_one_that_is_not_on_record()
    {
        var missingStore = await InvokeAsync("resume");
        await InvokeAsync("run", "--trials", "7", "--name", "other");
        var missingStudy = await InvokeAsync("resume");
        await InvokeAsync("run", "--trials", "7");
        var resumed = await InvokeAsync("resume");

        Assert.Equal((1, true), (missingStore.ExitCode, missingStore.Error.Contains("no store", StringComparison.Ordinal)));
        Assert.Equal(1, missingStudy.ExitCode);
        Assert.Contains("There is no study 'test-study' on record. There are: other.", missingStudy.Error, StringComparison.Ordinal);
        Assert.Equal(0, resumed.ExitCode);
        Assert.Contains("20/20 done", resumed.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Reopening_with_another_seed_is_refused_with_both_values()
    {
        await InvokeAsync("run", "--trials", "2");

        var changed = await InvokeAsync("run", "--seed", "8");

        Assert.Equal(1, changed.ExitCode);
        Assert.Contains("seed: on record 7, now 8", changed.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_study_option_that_is_not_given_keeps_the_value_on_record()
    {
        var first = await CommandRun.OfAsync(ProcessStudy.Create(), "run", "--store", Store, "--trials", "1", "--pause", "1");

        var resumed = await CommandRun.OfAsync(ProcessStudy.Create(), "resume", "--store", Store, "--trials", "2");
        var shown = await CommandRun.OfAsync(ProcessStudy.Create(), "show", "--store", Store);
        var changed = await CommandRun.OfAsync(ProcessStudy.Create(), "resume", "--store", Store, "--pause", "2");

        Assert.Equal((0, 0, 1), (first.ExitCode, resumed.ExitCode, changed.ExitCode));
        Assert.Contains("option    --pause 1", shown.Out, StringComparison.Ordinal);
        Assert.Contains("--pause: on record 1, now 2", changed.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_whose_first_trials_all_fail_ends_with_1_and_says_why()
    {
        var study = Studies.Create((_, _, _) => throw new FormatException("no data"));

        var run = await CommandRun.OfAsync(study, "run", "--store", Store);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("all failed", run.Error, StringComparison.Ordinal);
        Assert.Contains("no data", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("rnu")]
    [InlineData("run", "--workers", "0")]
    [InlineData("run", "--workers", "many")]
    [InlineData("report", "--best", "few")]
    [InlineData("run", "--trials", "-3")]
    [InlineData("run", "--time", "soon")]
    [InlineData("report", "--best", "0")]
    [InlineData("report", "--format", "xml")]
    [InlineData("run", "--unknown")]
    [InlineData("copy")]
    [InlineData("rename", " ")]
    [InlineData("backup")]
    [InlineData]
    public async Task Wrong_usage_ends_with_2(params string[] args)
    {
        var run = await CommandRun.OfAsync(Studies.Create(), args);

        Assert.Equal(2, run.ExitCode);
        Assert.NotEqual("", run.Error + run.Out);
    }

    [Fact]
    public async Task The_options_of_a_study_stand_in_the_help_of_run()
    {
        var help = await CommandRun.OfAsync(ProcessStudy.Create(), "run", "--help");

        Assert.Contains("--pause", help.Out, StringComparison.Ordinal);
        Assert.Contains("Milliseconds a trial takes.", help.Out, StringComparison.Ordinal);
    }

    private Task<CommandRun> InvokeAsync(string verb, params string[] args) =>
        CommandRun.OfAsync(Studies.Create(), [verb, "--store", Store, .. args]);
}
