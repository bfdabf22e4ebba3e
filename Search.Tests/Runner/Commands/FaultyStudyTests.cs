using System.Text.RegularExpressions;
using HyperSearch;
using HyperSearch.Runner;

namespace Search.Tests;

/// <summary>What a person sees of a study whose own code misbehaves.</summary>
public sealed partial class FaultyStudyTests : IDisposable
{
    private const string Progress = " done, ";

    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string Store => _folder.File("studies.db");

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_settings_function_that_never_ends_is_ended_by_a_signal(bool terminates)
    {
        var mark = _folder.File("mark");
        using var process = StudyProcess.StartStudy(FaultyStudy.Endless, "run", "--store", Store, "--mark", mark);
        while (!File.Exists(mark))
            await Task.Delay(20, Cancel);

        await (terminates ? process.TerminateAsync() : process.InterruptAsync());
        var end = await process.EndAsync();

        Assert.Equal(new CommandRun(130, "", "Stopping: trials that run go back to waiting. Once more: leave at once.\nInterrupted.\n"), end);
    }

    [Fact]
    public async Task A_settings_function_that_takes_long_is_told_of()
    {
        using var error = new StringWriter { NewLine = "\n" };
        using var isEnding = new ManualResetEventSlim();
        var clock = new ManualClock();
        var study = Create(suggest => { isEnding.Wait(Cancel); return suggest.Uniform("x", 0, 1); });
        var tracing = StudyCode.TraceAsync(study, error, CancellationToken.None, clock);

        clock.Ring();
        while (error.ToString().Length == 0)
            await Task.Delay(5, Cancel);
        isEnding.Set();

        Assert.Equal(1, (await tracing).Count);
        Assert.Equal("The settings function has been called for 10 s with one combination of values after another, and has not come to an end. It should take no time: does a loop in it not end? Ctrl-C ends it.\n", error.ToString());
    }

    [Theory]
    [InlineData("run")]
    [InlineData("work")]
    [InlineData("enqueue", "a=1")]
    [InlineData("replay")]
    public async Task A_settings_function_that_throws_ends_a_command_with_the_values_that_led_there(params string[] args)
    {
        await CommandRun.OfAsync(Create(suggest => suggest.Int("a", 1, 8)), "run", "--store", Store, "--trials", "1");

        var run = await CommandRun.OfAsync(Create(suggest => suggest.Int("a", 1, 8) == 3 ? throw new InvalidOperationException("no net of three") : 1), [.. args, "--store", Store]);

        var lines = run.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal((1, ""), (run.ExitCode, run.Out));
        Assert.Equal(["The settings function threw System.InvalidOperationException: no net of three", "The settings function was given a=3."], lines[..2]);
        Assert.All(lines[2..], line => Assert.StartsWith($"   at {typeof(FaultyStudyTests)}", line, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_range_that_depends_on_another_value_ends_a_run_before_it_is_on_record()
    {
        var run = await CommandRun.OfAsync(Create(suggest => suggest.Int("b", 1, 1 + suggest.Int("a", 1, 2))), "run", "--store", Store);

        Assert.Equal(new CommandRun(1, "",
            "Parameter 'b': its range depends on another value: it is int b [1, 2] where a=1, and int b [1, 3] where a=2. " +
            "A range must be the same in every call: draw a fraction and scale it instead, low + (high - low) * suggest.Uniform(\"b\", 0, 1), or give each range a name of its own.\n"), run);
        Assert.False(File.Exists(Store));
    }

    [Fact]
    public async Task A_point_at_which_the_settings_function_throws_ends_a_run_with_its_values()
    {
        var run = await CommandRun.OfAsync(
            Create(suggest => suggest.Bool("on") ? 1 : suggest.Uniform("x", 0, 1) is > 0 and < 0.5 or > 0.5 and < 1 ? throw new FormatException("between") : 2), "run", "--store", Store);

        Assert.Equal(1, run.ExitCode);
        Assert.Matches(@"^The settings function threw System\.FormatException: between\nThe settings function was given on=false, x=0\.\d+\.\n", run.Error[run.Error.IndexOf("The settings", StringComparison.Ordinal)..]);
        Assert.DoesNotContain("at HyperSearch.Runner", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_in_which_every_trial_fails_says_why_and_ends_with_1()
    {
        var study = Create(suggest => suggest.Uniform("x", 0, 1), _ => throw new FormatException("no data"));

        var run = await CommandRun.OfAsync(study, "run", "--store", Store, "--trials", "3");
        var report = await CommandRun.OfAsync(study, "report", "--store", Store);

        const string Message = "All 3 trials failed, all with: System.FormatException: no data (`show 0` prints the error in full, `trials --state failed` lists all that failed)";
        Assert.Equal((1, "faulty: maximize score\n3 trials: 3 failed\n\nNo trial is complete yet.\n"), (run.ExitCode, run.Out));
        Assert.Equal([Message, "Done: the budget of 3 trials is used up."], Messages(run));
        Assert.Equal(new CommandRun(0, run.Out, Message + "\n"), report);
    }

    [Fact]
    public async Task Trials_that_failed_among_others_are_told_of_in_a_line_and_the_run_is_done()
    {
        var study = Create(suggest => suggest.Uniform("x", 0, 1), trial => trial.Number switch
        {
            1 => throw new IOException("busy"),
            2 or 4 => throw new FormatException("no data"),
            _ => 1,
        });

        var run = await CommandRun.OfAsync(study, "run", "--store", Store, "--trials", "6", "--format", "json");

        Assert.Equal(0, run.ExitCode);
        Assert.Equal(["3 of 6 trials failed, 2 of them with: System.FormatException: no data (`show 2` prints the error in full, `trials --state failed` lists all that failed)", "Done: the budget of 6 trials is used up."], Messages(run));
    }

    [Fact]
    public async Task A_run_that_stops_for_its_failures_says_both()
    {
        var study = Create(suggest => suggest.Uniform("x", 0, 1), _ => throw new FormatException("no data"));

        var run = await CommandRun.OfAsync(study, "run", "--store", Store, "--trials", "50", "--workers", "1");

        Assert.Equal(1, run.ExitCode);
        Assert.Equal(
        [
            "All 10 trials failed, all with: System.FormatException: no data (`show 0` prints the error in full, `trials --state failed` lists all that failed)",
            "Stopped: the first 10 trials all failed.",
        ], Messages(run));
    }

    [Fact]
    public async Task A_conclusion_that_throws_leaves_the_report_as_it_is()
    {
        var study = Create(suggest => suggest.Uniform("x", 0, 1), conclusion: _ => throw new FormatException("no sense"));

        var run = await CommandRun.OfAsync(study, "run", "--store", Store, "--trials", "2");
        var report = await CommandRun.OfAsync(study, "report", "--store", Store);

        Assert.Equal((1, 1), (run.ExitCode, report.ExitCode));
        Assert.Contains("2 trials: 2 complete", run.Out, StringComparison.Ordinal);
        Assert.Equal("The study's own conclusion (Conclusion) failed, and is left out: System.FormatException: no sense", Messages(run)[0]);
        Assert.StartsWith("The study's own conclusion (Conclusion) failed, and is left out: System.FormatException: no sense\n", report.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_trials_that_take_too_much_memory_only_the_one_that_started_last_ends()
    {
        using var process = StudyProcess.StartStudy(FaultyStudy.Hoarding, "run", "--store", Store, "--workers", "4");

        var end = await process.EndAsync();

        Assert.Equal(0, end.ExitCode);
        Assert.StartsWith("hoarding: maximize score\n5 trials: 4 complete, 1 failed\n", end.Out, StringComparison.Ordinal);
        Assert.Equal("1 of 5 trials failed with: Trial 4 was cancelled: the process uses N bytes of managed memory, and its ceiling is 300,000,000. (`show 4` prints the error in full, `trials --state failed` lists all that failed)",
            Figure().Replace(Messages(end)[^2], "uses N bytes"));
    }

    // Without the lines that tell how far the run is.
    private static string[] Messages(CommandRun run) => [.. run.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => !line.Contains(Progress, StringComparison.Ordinal))];

    private static Study<double> Create(Func<ISuggest, double> space, Func<ITrial, double>? objective = null, Func<IReadOnlyList<ScoredSettings<double>>, string>? conclusion = null) => new("faulty")
    {
        Goal = Goal.Maximize("score"),
        Space = space,
        Objective = (settings, trial, _) => objective?.Invoke(trial) ?? settings,
        Strategy = new RandomSearch(),
        Budget = new(5),
        Conclusion = conclusion,
    };

    [GeneratedRegex("uses [0-9,]+ bytes", RegexOptions.NonBacktracking)]
    private static partial Regex Figure();
}
