using System.Collections.Concurrent;
using HyperSearch;
using HyperSearch.Runner;

namespace Search.Tests;

public sealed class TrialPolicyTests
{
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(30);

    [Fact]
    public async Task A_trial_that_throws_is_run_again_under_its_number_until_it_succeeds()
    {
        var attempts = new ConcurrentDictionary<int, int>();
        var (_, trials, _) = await RunAsync(new() { Retries = 3, RetryDelay = TimeSpan.FromMilliseconds(1) }, (trial, _) =>
            attempts.AddOrUpdate(trial.Number, 1, (_, count) => count + 1) < 3 ? throw new IOException("busy") : 1);

        Assert.All(trials, trial => Assert.Equal(TrialState.Complete, trial.State));
        Assert.All(attempts, pair => Assert.Equal(3, pair.Value));
    }

    [Fact]
    public async Task After_the_last_retry_the_trial_has_failed_with_its_error()
    {
        var attempts = 0;
        var (_, trials, _) = await RunAsync(new() { Retries = 2, RetryDelay = TimeSpan.FromMilliseconds(1) }, (_, _) =>
        {
            attempts++;
            throw new IOException("gone");
        }, count: 1);

        Assert.Equal(3, attempts);
        Assert.Contains("gone", Assert.Single(trials).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_exception_that_does_not_count_is_not_retried()
    {
        var attempts = 0;
        await RunAsync(new() { Retries = 5, IsRetried = exception => exception is IOException }, (_, _) =>
        {
            attempts++;
            throw new FormatException();
        }, count: 1);

        Assert.Equal(1, attempts);
    }

    [Fact]
    public async Task A_trial_that_runs_longer_than_its_time_out_is_cancelled_and_has_failed()
    {
        var (_, trials, warnings) = await RunAsync(new() { Timeout = Short }, (trial, cancel) =>
        {
            if (trial.Number == 1)
                cancel.WaitHandle.WaitOne();
            cancel.ThrowIfCancellationRequested();
            return 1;
        });

        Assert.Equal([TrialState.Complete, TrialState.Failed, TrialState.Complete], trials.Select(trial => trial.State));
        Assert.Contains("time-out", trials[1].Error, StringComparison.Ordinal);
        Assert.Empty(warnings);
    }

    [Fact]
    public async Task A_trial_that_ignores_its_cancellation_is_left_behind_with_a_warning()
    {
        using var end = new ManualResetEventSlim();
        var (outcome, trials, warnings) = await RunAsync(new() { Timeout = Short, Grace = Short }, (trial, _) =>
        {
            if (trial.Number == 0)
                end.Wait(TestContext.Current.CancellationToken);
            return 1;
        });
        end.Set();

        Assert.Equal(RunEnd.Done, outcome.End);
        Assert.Equal(TrialState.Failed, trials[0].State);
        Assert.Equal(3, trials.Count);
        Assert.Contains("Trial 0 ignores its cancellation", Assert.Single(warnings), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Above_the_memory_ceiling_the_trial_is_cancelled_and_has_failed()
    {
        var (_, trials, _) = await RunAsync(new() { MemoryLimit = 300_000_000 }, (trial, cancel) =>
        {
            if (trial.Number != 1)
                return 1;
            var hoard = new List<byte[]>();
            while (!cancel.WaitHandle.WaitOne(5))
            {
                if (hoard.Count < 80)
                    hoard.Add(new byte[10_000_000]);
            }

            GC.KeepAlive(hoard);
            throw new OperationCanceledException(cancel);
        });

        Assert.Equal([TrialState.Complete, TrialState.Failed, TrialState.Complete], trials.Select(trial => trial.State));
        Assert.Contains("managed memory", trials[1].Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_stops_when_more_trials_have_failed_than_the_study_allows()
    {
        var (outcome, trials, _) = await RunAsync(new() { MostFailures = 4 }, (trial, _) =>
            trial.Number % 2 == 0 ? 1 : throw new FormatException(), count: 50);

        Assert.Equal(RunEnd.TooManyFailures, outcome.End);
        Assert.Equal(4, trials.Count(trial => trial.State == TrialState.Failed));
    }

    [Fact]
    public async Task Limits_do_not_keep_a_run_from_being_interrupted()
    {
        using var interrupt = new CancellationTokenSource();
        var (outcome, trials, _) = await RunAsync(new() { Timeout = TimeSpan.FromMinutes(5) }, (_, cancel) =>
        {
            interrupt.Cancel();
            cancel.WaitHandle.WaitOne();
            throw new OperationCanceledException(cancel);
        }, interrupt: interrupt.Token);

        Assert.Equal(RunEnd.Interrupted, outcome.End);
        Assert.Equal(TrialState.Waiting, Assert.Single(trials).State);
    }

    private static async Task<(RunOutcome Outcome, IReadOnlyList<Trial> Trials, IReadOnlyList<string> Warnings)> RunAsync(
        TrialPolicy policy, Func<ITrial, CancellationToken, double> objective, int count = 3, CancellationToken interrupt = default)
    {
        var study = new Study<double>("policy")
        {
            Goal = Goal.Maximize("score"),
            Space = suggest => suggest.Uniform("x", 0, 1),
            Objective = (_, trial, cancel) => objective(trial, cancel),
            Strategy = new RandomSearch(),
            Budget = new(count),
            Policy = policy,
        };
        await using var store = new MemoryStudyStore();
        var record = await store.OpenAsync(Studies.Define(study), CancellationToken.None);
        var runner = new StudyRunner(study, study.TraceSpace(), record, new() { Workers = 1 });
        var outcome = await runner.RunAsync(interrupt);
        return (outcome, await record.ReadAsync(CancellationToken.None), runner.Monitor.Snapshot().Warnings);
    }
}
