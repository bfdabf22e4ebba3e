using HyperSearch;
using HyperSearch.Runner;

namespace Search.Tests;

/// <summary>The verb <c>trial</c>, by which a person fails, requeues and skips trials.</summary>
public sealed class TrialCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private bool _isMended;

    private string Store => _folder.File("studies.db");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("", "`trial` takes just one of --fail, --requeue and --skip.")]
    [InlineData("3", "`trial` takes just one of --fail, --requeue and --skip.")]
    [InlineData("3 --fail --skip", "`trial` takes just one of --fail, --requeue and --skip.")]
    [InlineData("--fail", "`trial` takes the numbers of trials, or --all-failed with --requeue.")]
    [InlineData("3 --all-failed --requeue", "`trial` takes either numbers or --all-failed.")]
    [InlineData("--all-failed --skip", "--all-failed goes with --requeue.")]
    [InlineData("3 --requeue --reason why", "--reason goes with --fail or --skip.")]
    [InlineData("three --fail", "`trial` takes no more arguments, but there is 'three'.")]
    public async Task What_is_no_order_is_wrong_usage(string args, string message)
    {
        await InvokeAsync("run", "--trials", "5");

        var run = await InvokeAsync("trial", args.Split(' ', StringSplitOptions.RemoveEmptyEntries));

        Assert.Equal((2, "", $"{message}\nSee: dotnet run FILE.cs -- trial --help\n"), (run.ExitCode, run.Out, run.Error));
    }

    [Fact]
    public async Task Its_help_teaches_with_examples()
    {
        var help = (await CommandRun.OfAsync(Studies.Create(), "trial", "--help")).Out;

        Assert.Contains("trial 17 --fail --reason \"trained on the test set\"", help, StringComparison.Ordinal);
        Assert.Contains("trial --all-failed --requeue", help, StringComparison.Ordinal);
    }

    [Fact]
    public async Task All_failed_trials_run_again_under_their_numbers_though_the_budget_is_used_up()
    {
        await InvokeAsync("run", "--workers", "1");
        Assert.Contains("20 trials: 17 complete, 3 failed", (await InvokeAsync("report")).Out, StringComparison.Ordinal);

        var requeued = await InvokeAsync("trial", "--all-failed", "--requeue");
        _isMended = true;
        var run = await InvokeAsync("run", "--workers", "2");

        const string Why = "it had failed, which stays on record";
        Assert.Equal((0, $"trial 3 waits to run again: {Why}\ntrial 10 waits to run again: {Why}\ntrial 17 waits to run again: {Why}\n"), (requeued.ExitCode, requeued.Out));
        Assert.Contains("continuing: 17 of 20 trials finished", run.Error, StringComparison.Ordinal);
        Assert.Contains("20 trials: 20 complete", run.Out, StringComparison.Ordinal);
        var replay = await InvokeAsync("replay", ["--scores", .. Enumerable.Range(0, 20).Select(number => $"{number}")]);
        Assert.Equal((0, "20 proposals recomputed, all identical\n20 trials run again, all scores identical\n"), (replay.ExitCode, replay.Out));
        Assert.Equal((0, "No trial has failed.\n"), await InvokeAsync("trial", "--all-failed", "--requeue") is var none ? (none.ExitCode, none.Out) : default);
        var shown = (await InvokeAsync("show", "10")).Out;
        Assert.Contains("state     complete, attempt 2\nearlier   failed: System.FormatException: not mended yet\nattempt   1 failed: process ", shown, StringComparison.Ordinal);
        Assert.Contains("\nattempt   2 was complete: process ", shown, StringComparison.Ordinal);
        var json = (await InvokeAsync("show", "10", "--format", "json")).Out;
        foreach (var part in (string[])["\"end\": \"failed\"", "\"end\": \"complete\"", "\"state\": \"failed\"", "\"error\": \"System.FormatException: not mended yet", $"\"instructions\": \"{InstructionSet.OfThisProcess}\""])
            Assert.Contains(part, json, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_best_trial_is_no_longer_the_best_when_a_person_fails_it_and_its_result_stays_on_record()
    {
        _isMended = true;
        await InvokeAsync("run");
        var best = await BestAsync();

        var failed = await InvokeAsync("trial", $"{best.Number}", "--fail", "--reason", "trained on the test set");

        Assert.Equal((0, $"trial {best.Number} is recorded as failed: it was complete with {best.Value:R}, which stays on record\n"), (failed.ExitCode, failed.Out));
        Assert.NotEqual(best.Number, (await BestAsync()).Number);
        var shown = (await InvokeAsync("show", $"{best.Number}")).Out;
        Assert.Contains($"state     failed\nearlier   complete with {best.Value:R}\nparameter rate = ", shown, StringComparison.Ordinal);
        Assert.EndsWith("error     Failed by hand: trained on the test set\n", shown, StringComparison.Ordinal);
        Assert.Contains("20 proposals recomputed, all identical", (await InvokeAsync("replay")).Out, StringComparison.Ordinal);
        Assert.Contains("25 trials: 24 complete, 1 failed", (await InvokeAsync("run", "--trials", "25")).Out, StringComparison.Ordinal);
        Assert.Contains("25 proposals recomputed, all identical", (await InvokeAsync("replay")).Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_trial_that_waits_can_be_skipped_and_one_that_does_not_is_refused_with_what_to_do()
    {
        await InvokeAsync("run", "--trials", "3");
        await InvokeAsync("enqueue", "rate=0.001", "units=3");

        var skipped = await InvokeAsync("trial", "3", "--skip");

        Assert.Equal((0, "trial 3 is skipped: it waited\n"), (skipped.ExitCode, skipped.Out));
        Assert.Equal((1, "Only a trial that waits can be skipped, but trial 3 has failed. Nothing was changed.\n"), Refusal(await InvokeAsync("trial", "3", "--skip")));
        Assert.Equal((1, "Trial 3 has failed already. Nothing was changed.\n"), Refusal(await InvokeAsync("trial", "2", "3", "--fail")));
        Assert.Equal((1, "Study 'test-study' has no trial 4. Nothing was changed.\n"), Refusal(await InvokeAsync("trial", "4", "--requeue")));
        Assert.Equal((1, "There is no study 'nobody' on record. There are: test-study.\n"), Refusal(await InvokeAsync("trial", "4", "--requeue", "--name", "nobody")));
        Assert.Contains("4 trials: 3 complete, 1 failed", (await InvokeAsync("report")).Out, StringComparison.Ordinal);
        Assert.Equal(0, (await InvokeAsync("trial", "3", "--requeue")).ExitCode);
        Assert.Equal((1, "Trial 3 waits already: the next run takes it up. Nothing was changed.\n"), Refusal(await InvokeAsync("trial", "3", "--requeue")));
    }

    [Fact]
    public async Task A_trial_that_runs_can_be_failed_and_its_run_says_that_its_result_came_too_late()
    {
        using var began = new ManualResetEventSlim();
        using var goOn = new ManualResetEventSlim();
        var study = Studies.Create((_, trial, cancel) =>
        {
            if (trial.Number == 1)
            {
                began.Set();
                goOn.Wait(cancel);
            }
            return 1;
        }, trials: 3);
        var running = CommandRun.OfAsync(study, "run", "--store", Store, "--workers", "1");
        began.Wait(Cancel);

        var requeued = await InvokeAsync("trial", "1", "--requeue");
        var skipped = await InvokeAsync("trial", "1", "--skip");
        var failed = await InvokeAsync("trial", "1", "--fail");
        goOn.Set();
        var run = await running;

        Assert.Equal((1, $"Trial 1 runs in {WorkerIdentity.OfThisProcess}. Wait for it to end, or end it with Ctrl-C, after which it waits, or record it as failed first. Nothing was changed.\n"), Refusal(requeued));
        Assert.Equal((1, $"Only a trial that waits can be skipped, but trial 1 runs in {WorkerIdentity.OfThisProcess}. Record it as failed instead. Nothing was changed.\n"), Refusal(skipped));
        Assert.Equal((0, "trial 1 is recorded as failed: it was running, and what it comes to is discarded\n"), (failed.ExitCode, failed.Out));
        Assert.Contains("The result of trial 1 came too late and was discarded", run.Error, StringComparison.Ordinal);
        Assert.Contains("3 trials: 2 complete, 1 failed", run.Out, StringComparison.Ordinal);
    }

    private static (int ExitCode, string Error) Refusal(CommandRun run) => (run.ExitCode, run.Error);

    private async Task<Trial> BestAsync()
    {
        await using var store = new SqliteStudyStore(Store);
        return (await (await store.FindAsync("test-study", Cancel))!.ReadBestAsync(1, Cancel))[0];
    }

    // Trials 3, 10 and 17 fail until the study is mended.
    private Task<CommandRun> InvokeAsync(string verb, params string[] args) => CommandRun.OfAsync(
        Studies.Create(
            (settings, trial, cancel) => !_isMended && trial.Number % 7 == 3 ? throw new FormatException("not mended yet") : Studies.Score(settings, trial, cancel),
            strategy: new FollowsBest()),
        [verb, .. args, "--store", Store]);
}
