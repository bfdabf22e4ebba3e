using Search.Core;
using Search.Runner;

namespace Search.Tests;

/// <summary>What a store must do that several processes share.</summary>
public abstract class StoreContractShared : StoreContract
{
    private static readonly WorkerIdentity Gone = WorkerIdentity.OfThisProcess with { ProcessStarted = "another start" };
    private static readonly WorkerIdentity Elsewhere = new("elsewhere", 1, "then");

    protected sealed override IStudyStore CreateStore() => CreateStore(new StoreOptions());

    protected abstract IStudyStore CreateStore(StoreOptions options);

    private Task<IStudyRecord> OpenAsync(StoreOptions options) => CreateStore(options).OpenAsync(Study, Cancel);

    [Fact]
    public async Task A_trial_of_a_dead_process_is_taken_up_at_once()
    {
        var dead = await OpenAsync(new StoreOptions { Worker = Gone });
        await RunOneAsync(dead, TrialResult.Complete(1));
        var (first, second) = (await StartAsync(dead), await StartAsync(dead));
        var record = await OpenAsync();

        var (third, fourth, fifth) = (await StartAsync(record), await StartAsync(record), await StartAsync(record));

        Assert.Equal([(1, first.Point, 2), (2, second.Point, 2)], [(third.Number, third.Point, third.Attempt), (fourth.Number, fourth.Point, fourth.Attempt)]);
        Assert.Equal((3, 1), (fifth.Number, fifth.Observed));
    }

    [Fact]
    public async Task A_promoted_trial_of_a_dead_process_is_taken_up_at_once()
    {
        var dead = await OpenAsync(new StoreOptions { Worker = Gone });
        await RunOneAsync(dead, TrialResult.Pruned(1));
        var promoted = await PromoteAsync(dead);
        var record = await OpenAsync();

        var again = await StartAsync(record);

        Assert.Equal((0, promoted.Point, 3), (again.Number, again.Point, again.Attempt));
        Assert.Equal(1, again.Earlier!.Value);
        Assert.False(await dead.FinishAsync(promoted, TrialResult.Complete(2)));
        Assert.True(await record.FinishAsync(again, TrialResult.Complete(3)));
        Assert.Equal([3.0, 1.0], Assert.Single(await record.ReadAsync(Cancel)).Results.Select(result => result.Value));
    }

    [Fact]
    public async Task A_result_that_comes_after_the_trial_was_taken_over_is_discarded()
    {
        var dead = await OpenAsync(new StoreOptions { Worker = Gone });
        var late = await StartAsync(dead);
        var record = await OpenAsync();
        var again = await StartAsync(record);

        dead.Report(late, new(1, 5));
        Assert.False(await dead.FinishAsync(late, TrialResult.Complete(1)));
        Assert.False(await dead.ReleaseAsync(late));
        Assert.True(await record.FinishAsync(again, TrialResult.Complete(2)));

        var trial = Assert.Single(await record.ReadAsync(Cancel));
        Assert.Equal(2, trial.Value);
        Assert.Empty(trial.Measurements);
    }

    [Fact]
    public async Task A_trial_of_a_living_process_is_left_alone()
    {
        var other = await OpenAsync();
        var first = await StartAsync(other);
        var record = await OpenAsync();

        Assert.Equal(1, (await StartAsync(record)).Number);
        Assert.True(await other.FinishAsync(first, TrialResult.Complete(1)));
    }

    [Fact]
    public async Task A_worker_elsewhere_keeps_its_trials_while_its_heart_beats()
    {
        var elsewhere = await OpenAsync(new StoreOptions { Worker = Elsewhere, Lease = TimeSpan.FromHours(1) });
        var first = await StartAsync(elsewhere);
        var record = await OpenAsync();

        Assert.Equal(1, (await StartAsync(record)).Number);
        await elsewhere.HeartbeatAsync();
        Assert.True(await elsewhere.FinishAsync(first, TrialResult.Complete(1)));
    }

    [Fact]
    public async Task A_worker_elsewhere_whose_lease_has_run_out_is_dead()
    {
        var elsewhere = await OpenAsync(new StoreOptions { Worker = Elsewhere, Lease = TimeSpan.FromMilliseconds(1) });
        var first = await StartAsync(elsewhere);
        await Task.Delay(20, Cancel);
        var record = await OpenAsync();

        Assert.Equal((0, 2), (await StartAsync(record) is var again ? again.Number : -1, again.Attempt));
        Assert.False(await elsewhere.FinishAsync(first, TrialResult.Complete(1)));
    }

    [Fact]
    public async Task A_run_elsewhere_that_sleeps_longer_than_its_lease_discards_what_was_taken_over_and_says_so()
    {
        using var wake = new ManualResetEventSlim();
        var slow = Studies.Create((_, trial, cancel) =>
        {
            if (trial.Number == 0)
                wake.Wait(cancel);
            return 1;
        }, trials: 3);
        var asleep = await CreateStore(new() { Worker = Elsewhere, Lease = TimeSpan.FromMilliseconds(10), Heartbeat = TimeSpan.FromHours(1) }).OpenAsync(Studies.Define(slow), Cancel);
        var runner = new StudyRunner(slow, slow.TraceSpace(), asleep, new() { Workers = 1 });
        var run = runner.RunAsync(Cancel);
        while ((await asleep.CountAsync(Cancel)).Running == 0)
            await Task.Delay(20, Cancel);
        await Task.Delay(20, Cancel);
        var fast = Studies.Create((_, _, _) => 2, trials: 3);
        var awake = await CreateStore(new()).OpenAsync(Studies.Define(fast), Cancel);
        await new StudyRunner(fast, fast.TraceSpace(), awake, new() { Workers = 1 }).RunAsync(Cancel);
        wake.Set();

        Assert.Equal(RunEnd.Done, (await run).End);
        Assert.Contains("The result of trial 0 came too late and was discarded", Assert.Single(runner.Monitor.Snapshot().Warnings), StringComparison.Ordinal);
        Assert.Equal([(2.0, 2), (2.0, 1), (2.0, 1)], (await awake.ReadAsync(Cancel)).Select(trial => (trial.Value, trial.Attempt)));
    }

    [Fact]
    public async Task A_store_that_is_disposed_gives_its_trials_back()
    {
        var store = CreateStore(new StoreOptions());
        var first = await StartAsync(await store.OpenAsync(Study, Cancel));
        await store.DisposeAsync();

        var again = await StartAsync(await OpenAsync());

        Assert.Equal((0, first.Point, 2), (again.Number, again.Point, again.Attempt));
    }

    [Fact]
    public async Task Several_processes_share_the_budget_exactly()
    {
        var records = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => OpenAsync()));

        await Task.WhenAll(records.SelectMany(record => Enumerable.Range(0, 2).Select(_ => Task.Run(async () =>
        {
            while (await record.StartAsync(RandomProposal, 200, Cancel) is { } trial)
                Assert.True(await record.FinishAsync(trial, TrialResult.Complete(trial.Number)));
        }, Cancel))));

        var trials = await records[0].ReadAsync(Cancel);
        Assert.Equal(Enumerable.Range(0, 200), trials.Select(t => t.Number));
        Assert.All(trials, t => Assert.Equal((TrialState.Complete, 1), (t.State, t.Attempt)));
    }
}
