using HyperSearch.Core;
using HyperSearch.Runner;

namespace Search.Tests;

/// <summary>How long a study has run, as a shared store counts it.</summary>
public abstract partial class StoreContractShared
{
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(100);

    [Fact]
    public async Task What_runs_side_by_side_counts_once_and_a_pause_does_not_count()
    {
        var record = await OpenAsync(new StoreOptions());
        var (first, second) = (await StartAsync(record), await StartAsync(record));
        await Task.Delay(Moment, Cancel);
        await record.FinishAsync(first, TrialResult.Complete(1));
        await record.FinishAsync(second, TrialResult.Failed("no"));
        var before = await record.ReadRunningTimeAsync(Cancel);
        await Task.Delay(Moment, Cancel);

        Assert.Equal(before, await record.ReadRunningTimeAsync(Cancel));
        var trials = await record.ReadAsync(Cancel);
        Assert.Equal(TimeIntervals.Union(trials.Select(trial => (trial.Started!.Value, trial.Finished!.Value))), before);
        Assert.InRange(before, 0.9 * Moment, trials[0].Duration!.Value + trials[1].Duration!.Value - 0.9 * Moment);
    }

    [Fact]
    public async Task Of_an_attempt_whose_process_died_the_time_until_it_was_last_heard_of_counts()
    {
        var dead = await OpenAsync(Dead);
        await StartAsync(dead);
        await Task.Delay(Moment, Cancel);
        await dead.HeartbeatAsync();
        var ran = await dead.ReadRunningTimeAsync(Cancel);
        await Task.Delay(3 * Moment, Cancel);
        var alive = await OpenAsync(new StoreOptions());

        // It is found dead here.
        var again = await StartAsync(alive);
        await alive.ReleaseAsync(again);

        Assert.Equal(2, again.Attempt);
        var attempts = await alive.ReadAttemptsAsync(0, Cancel);
        Assert.InRange(ran, 0.9 * Moment, TimeSpan.MaxValue);
        // The heartbeat was before it was asked how long it ran.
        Assert.InRange(await alive.ReadRunningTimeAsync(Cancel) - (attempts[1].Ended!.Value - attempts[1].Started!.Value), 0.9 * Moment, ran);
        Assert.True(attempts[0].Ended - attempts[0].Started > ran + 2 * Moment);
    }
}
