using System.Collections.Concurrent;
using HyperSearch;
using HyperSearch.Runner;

namespace Search.Tests;

/// <summary>What an objective does after its trial has ended goes nowhere, and whatever it throws is its own failure.</summary>
public sealed class EndedTrialTests : IDisposable
{
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(30);

    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task What_a_trial_that_was_left_behind_reports_goes_neither_to_the_record_nor_to_the_pruner()
    {
        using var isOver = new ManualResetEventSlim();
        using var hasReported = new ManualResetEventSlim();
        var answers = new ConcurrentQueue<bool>();
        var pruner = new Witness();
        var run = await RunAsync((trial, _) =>
        {
            if (trial.Number == 1)
            {
                isOver.Set();
                hasReported.Wait(Cancel);
                trial.Report(1, 1);
                return 1;
            }
            answers.Enqueue(trial.Report(1, 0.5));
            isOver.Wait(Cancel);
            answers.Enqueue(trial.Report(2, 1000));
            answers.Enqueue(trial.Report(3, double.NaN));
            trial.SaveCheckpoint(2, stream => stream.WriteByte(1));
            hasReported.Set();
            return 1;
        }, new() { Timeout = Short, Grace = Short }, pruner);

        Assert.Equal([true, false, false], answers);
        Assert.Equal([new(1, 0.5)], run.Trials[0].Measurements);
        Assert.Equal((TrialState.Failed, TrialState.Complete), (run.Trials[0].State, run.Trials[1].State));
        Assert.DoesNotContain(pruner.Seen, seen => seen.Any(trial => trial.Measurements.Any(measurement => measurement.Value > 1)));
        Assert.All(pruner.Seen, seen => Assert.Equal(seen.Select(trial => trial.Number).Distinct(), seen.Select(trial => trial.Number)));
        Assert.Equal([], Directory.EnumerateFiles(_folder.File("checkpoints"), "*.checkpoint*", SearchOption.AllDirectories).Select(Path.GetFileName));
    }

    [Fact]
    public async Task A_checkpoint_that_is_being_written_when_the_trial_ends_is_not_put_into_its_place()
    {
        using var isOver = new ManualResetEventSlim();
        using var isSaved = new ManualResetEventSlim();
        await RunAsync((trial, _) =>
        {
            if (trial.Number == 1)
            {
                isOver.Set();
                isSaved.Wait(Cancel);
                return 1;
            }
            trial.Report(1, 0.5);
            trial.SaveCheckpoint(1, stream =>
            {
                isOver.Wait(Cancel);
                stream.WriteByte(1);
            });
            isSaved.Set();
            return 1;
        }, new() { Timeout = Short, Grace = Short });

        Assert.Empty(Directory.EnumerateFiles(_folder.File("checkpoints"), "*.checkpoint*", SearchOption.AllDirectories));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_thread_of_the_objective_may_go_on_reporting_after_the_end_of_the_trial_and_of_the_store(bool throws)
    {
        using var isClosed = new ManualResetEventSlim();
        var threads = new ConcurrentBag<Thread>();
        var thrown = new ConcurrentQueue<Exception>();
        var reports = 0;
        var run = await RunAsync((trial, _) =>
        {
            var thread = new Thread(() =>
            {
                try
                {
                    for (var step = 1; !isClosed.IsSet || step < 1000; step++)
                    {
                        if (trial.Report(step, step) && isClosed.IsSet)
                            Interlocked.Increment(ref reports);
                    }
                }
                catch (Exception exception)
                {
                    thrown.Enqueue(exception);
                }
            });
            threads.Add(thread);
            thread.Start();
            return throws ? throw new FormatException("no number") : 1;
        }, new());

        isClosed.Set();
        foreach (var thread in threads)
            thread.Join();
        Assert.Empty(thrown);
        Assert.Equal(0, reports);
        Assert.All(run.Trials, trial => Assert.Equal(throws ? TrialState.Failed : TrialState.Complete, trial.State));
    }

    [Fact]
    public async Task What_an_attempt_left_running_does_not_report_for_the_next_attempt()
    {
        ITrial? first = null;
        var run = await RunAsync((trial, _) =>
        {
            if (first is null)
            {
                first = trial;
                throw new IOException("busy");
            }
            Assert.False(first.Report(7, 7));
            Assert.True(trial.Report(1, 1));
            return 1;
        }, new() { Retries = 1, RetryDelay = TimeSpan.FromMilliseconds(1) }, count: 1);

        var trial = Assert.Single(run.Trials);
        Assert.Equal((TrialState.Complete, null), (trial.State, trial.Error));
        Assert.Equal([new(1, 1)], trial.Measurements);
    }

    [Fact]
    public async Task An_exception_that_cannot_be_asked_for_its_text_fails_its_trial_and_is_named()
    {
        var run = await RunAsync((trial, _) => trial.Number == 0 ? throw new Silent() : 1, new());

        Assert.Equal((TrialState.Failed, TrialState.Complete), (run.Trials[0].State, run.Trials[1].State));
        Assert.StartsWith($"{typeof(Silent)}: (its message cannot be read)\n", run.Trials[0].Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_error_of_a_type_that_cannot_be_made_says_why_in_its_first_line()
    {
        var run = await RunAsync((_, _) => Unmakable.Value, new());

        Assert.All(run.Trials, trial => Assert.Equal(
            $"System.TypeInitializationException: The type initializer for '{typeof(Unmakable).FullName!.Split('.')[^1].Split('+')[^1]}' threw an exception. ---> System.FormatException: no number",
            trial.Error!.Split('\n')[0]));
    }

    [Fact]
    public async Task A_policy_that_throws_when_asked_about_a_retry_warns_and_the_trial_fails_with_its_own_error()
    {
        var run = await RunAsync((trial, _) => trial.Number == 0 ? throw new IOException("busy") : 1,
            new() { Retries = 3, IsRetried = _ => throw new InvalidCastException("not that one") });

        Assert.StartsWith("System.IO.IOException: busy\n", run.Trials[0].Error, StringComparison.Ordinal);
        Assert.Equal(TrialState.Complete, run.Trials[1].State);
        Assert.Equal(["The study's IsRetried, asked about System.IO.IOException: busy, threw System.InvalidCastException: not that one. The trial is not run again."], run.Warnings);
    }

    [Fact]
    public async Task A_callback_of_the_objective_that_throws_at_the_cancellation_is_a_warning()
    {
        var run = await RunAsync((trial, cancel) =>
        {
            if (trial.Number > 0)
                return 1;
            cancel.Register(() => throw new InvalidCastException("in a callback"));
            cancel.WaitHandle.WaitOne();
            throw new OperationCanceledException(cancel);
        }, new() { Timeout = Short });

        Assert.Equal((TrialState.Failed, TrialState.Complete), (run.Trials[0].State, run.Trials[1].State));
        Assert.StartsWith("The trial ran longer than its time-out", run.Trials[0].Error, StringComparison.Ordinal);
        Assert.Equal(["What trial 0 registered for its cancellation threw System.InvalidCastException: in a callback"], run.Warnings);
    }

    [Fact]
    public async Task A_cancellation_that_a_task_tells_as_an_aggregate_is_one()
    {
        using var interrupt = new CancellationTokenSource();
        var run = await RunAsync((trial, cancel) =>
        {
            interrupt.Cancel();
            Task.Delay(Timeout.Infinite, cancel).Wait(CancellationToken.None);
            return 1;
        }, new(), interrupt: interrupt.Token);

        Assert.Equal(TrialState.Waiting, Assert.Single(run.Trials).State);
    }

    private async Task<(IReadOnlyList<Trial> Trials, IReadOnlyList<string> Warnings)> RunAsync(
        Func<ITrial, CancellationToken, double> objective, TrialPolicy policy, IPruner? pruner = null, int count = 2, CancellationToken interrupt = default)
    {
        var study = new Study<double>("ended")
        {
            Goal = Goal.Maximize("score"),
            Space = suggest => suggest.Uniform("x", 0, 1),
            Objective = (_, trial, cancel) => objective(trial, cancel),
            Strategy = new RandomSearch(),
            Pruner = pruner,
            Budget = new(count),
            Policy = policy,
        };
        await using var store = new SqliteStudyStore(_folder.File("a.db"));
        var record = await store.OpenAsync(Studies.Define(study), CancellationToken.None);
        var runner = new StudyRunner(study, study.TraceSpace(), record, new() { Workers = 1, CheckpointFolder = Directory.CreateDirectory(_folder.File("checkpoints")).FullName });
        await runner.RunAsync(interrupt);
        return (await record.ReadAsync(CancellationToken.None), runner.Monitor.Snapshot().Warnings.Where(warning => !warning.Contains("ignores its cancellation", StringComparison.Ordinal)).ToArray());
    }

    /// <summary>Stops nothing, and keeps what it was shown.</summary>
    private sealed class Witness : IPruner
    {
        private readonly ConcurrentQueue<IReadOnlyList<Trial>> _seen = new();

        public IEnumerable<IReadOnlyList<Trial>> Seen => _seen;

        public bool ShouldStop(Trial trial, History history)
        {
            _seen.Enqueue([.. history.Finished, .. history.Running]);
            return false;
        }
    }

    private sealed class Silent : Exception
    {
        public override string Message => throw new InvalidOperationException();

        public override string ToString() => throw new InvalidOperationException();
    }

    private static class Unmakable
    {
        public static readonly double Value = Read();

        private static double Read() => throw new FormatException("no number");
    }
}
