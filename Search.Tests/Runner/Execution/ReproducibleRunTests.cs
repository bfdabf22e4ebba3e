using HyperSearch;
using HyperSearch.Core;
using HyperSearch.Runner;

namespace Search.Tests;

public sealed class ReproducibleRunTests
{
    private const int Workers = 4;

    [Fact]
    public async Task Every_run_with_as_many_workers_gives_the_same_trials_whatever_the_timing()
    {
        var first = await RunAsync(1);
        var second = await RunAsync(2);

        Assert.Equal(first.Select(Outcome), second.Select(Outcome));
    }

    [Fact]
    public async Task A_trial_is_proposed_from_the_results_of_the_trials_as_many_before_it_as_there_are_workers()
    {
        var trials = await RunAsync(3);

        Assert.All(trials, trial => Assert.Equal(Math.Max(0, trial.Number - Workers + 1), trial.Observed));
        Assert.All(trials, trial => Assert.Equal(trial.Number, trial.FinishOrder));
    }

    [Fact]
    public async Task An_interrupted_run_goes_on_to_the_same_trials()
    {
        var unbroken = await RunAsync(4);
        await using var store = new MemoryStudyStore();
        using var interrupt = new CancellationTokenSource();
        await RunAsync(5, store, interrupt);

        var resumed = await RunAsync(6, store);

        Assert.Equal(unbroken.Select(Outcome), resumed.Select(Outcome));
    }

    [Fact]
    public async Task What_a_pruner_sees_depends_on_timing_so_the_two_exclude_each_other()
    {
        var study = Studies.Create();
        var pruned = new Study<(double, int)>(study.Name)
        {
            Goal = study.Goal,
            Space = study.Space,
            Objective = study.Objective,
            Strategy = study.Strategy,
            Pruner = new MedianPruner(),
        };
        await using var store = new MemoryStudyStore();
        var record = await store.OpenAsync(Studies.Define(pruned));

        await Assert.ThrowsAsync<InvalidOperationException>(() => new StudyRunner(pruned, pruned.TraceSpace(), record, new() { Reproducible = true }).RunAsync());
    }

    [Fact]
    public async Task A_worker_that_stays_takes_up_out_of_turn_what_another_gives_back()
    {
        var study = Studies.Create(trials: 3);
        await using var store = new MemoryStudyStore();
        var record = await store.OpenAsync(Studies.Define(study));
        var held = await record.StartAsync(history => new(history.Space.Complete([0.5, 0.5])), 3);
        var run = new StudyRunner(study, study.TraceSpace(), record, new() { Workers = Workers, Reproducible = true, StayUntilDone = true }).RunAsync();
        while ((await record.CountAsync()).Finished < 2)
            await Task.Delay(5);

        await record.ReleaseAsync(held!);

        Assert.Equal(3, (await run.WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken)).Finished);
    }

    [Fact]
    public async Task More_workers_than_trials_end_when_they_stay()
    {
        var study = Studies.Create(trials: 2);
        await using var store = new MemoryStudyStore();
        var record = await store.OpenAsync(Studies.Define(study));
        var run = new StudyRunner(study, study.TraceSpace(), record, new() { Workers = Workers, Reproducible = true, StayUntilDone = true }).RunAsync();

        Assert.Equal(2, (await run.WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken)).Finished);
    }

    private static (Point Point, double? Value, int? Observed, int? Order) Outcome(Trial trial) => (trial.Point, trial.Value, trial.Observed, trial.FinishOrder);

    // Each run has another timing, drawn from its seed.
    private static async Task<IReadOnlyList<Trial>> RunAsync(ulong timing, IStudyStore? store = null, CancellationTokenSource? interrupt = null)
    {
        var study = Studies.Create((settings, trial, cancel) =>
        {
            if (trial.Number == 13)
                interrupt?.Cancel();
            cancel.WaitHandle.WaitOne(new RandomStream(timing, trial.Number, StreamPurpose.Evaluate).NextInt(15));
            cancel.ThrowIfCancellationRequested();
            return Studies.Score(settings, trial, cancel);
        }, trials: 30, strategy: new FollowsBest());
        await using var own = new MemoryStudyStore();
        var record = await (store ?? own).OpenAsync(Studies.Define(study));
        var runner = new StudyRunner(study, study.TraceSpace(), record, new() { Workers = Workers, Reproducible = true });
        await runner.RunAsync(interrupt?.Token ?? default);
        return await record.ReadAsync();
    }
}
