using HyperSearch;
using HyperSearch.Core;
using HyperSearch.Runner;

namespace Search.Tests;

/// <summary>Trials that are held by somebody who is no process: who has called <c>ask</c>.</summary>
public abstract partial class StoreContractShared
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1), Blink = TimeSpan.FromMilliseconds(1);
    private static readonly StartLimits LastOfTwo = new(MostTrials: 2, MostAttempts: 2);

    [Fact]
    public async Task A_trial_that_was_handed_over_outlives_its_process_and_can_be_told_by_another()
    {
        var first = await AskAsync(Hour);
        var record = await OpenAsync();

        Assert.Equal(1, (await StartAsync(record)).Number);
        Assert.True((await HolderAsync(record, 0)) is { HadOthers: false, Identity.IsProcess: false });
        var teller = await ActAsAsync(first.Token);
        teller.Report(first.Trial, new(1, 0.5));
        Assert.True(await teller.FinishAsync(first.Trial, TrialResult.Complete(2)));

        var told = (await record.ReadAsync(Cancel))[0];
        Assert.Equal((TrialState.Complete, 2.0, 1), (told.State, told.Value, told.Attempt));
        Assert.Equal([new Measurement(1, 0.5)], told.Measurements);
        Assert.False(await teller.FinishAsync(first.Trial, TrialResult.Complete(3)));
    }

    [Fact]
    public async Task A_trial_whose_lease_has_run_out_goes_to_whoever_asks_next_and_what_is_told_late_is_discarded()
    {
        var first = await AskAsync(Blink);
        await Task.Delay(20, Cancel);
        var second = await AskAsync(Hour);

        Assert.Equal((0, first.Trial.Point, 2), (second.Trial.Number, second.Trial.Point, second.Trial.Attempt));
        var late = await ActAsAsync(first.Token);
        late.Report(first.Trial, new(1, 7));
        Assert.False(await ((ILeasedTrials)late).RenewAsync(first.Trial));
        Assert.False(await late.FinishAsync(first.Trial, TrialResult.Complete(7)));
        Assert.True((await HolderAsync(late, 0)).HadOthers);
        var teller = await ActAsAsync(second.Token);
        Assert.True(await teller.FinishAsync(second.Trial, TrialResult.Complete(2)));
        Assert.Empty((await teller.ReadAsync(Cancel))[0].Measurements);
    }

    [Fact]
    public async Task A_lease_that_is_renewed_goes_on_and_each_trial_has_its_own()
    {
        var store = CreateStore(new StoreOptions { Lease = Hour });
        var record = await store.OpenAsync(Study, Cancel);
        var (first, second) = (await StartAndHandOverAsync(record), await StartAndHandOverAsync(record));
        var third = await AskAsync(Blink);
        await Task.Delay(20, Cancel);

        Assert.NotEqual(first.Token.Worker, second.Token.Worker);
        Assert.True(await ((ILeasedTrials)await ActAsAsync(second.Token)).RenewAsync(second.Trial));
        Assert.Equal(third.Trial.Number, (await StartAsync(await OpenAsync())).Number);
    }

    [Fact]
    public async Task What_is_not_handed_over_goes_back_with_its_process_and_what_is_given_back_has_no_other_holder()
    {
        var store = CreateStore(new StoreOptions { Lease = Hour });
        var record = await store.OpenAsync(Study, Cancel);
        var given = await StartAndHandOverAsync(record);
        await StartAsync(record);
        await store.DisposeAsync();
        var teller = await ActAsAsync(given.Token);

        Assert.True(await teller.ReleaseAsync(given.Trial));
        var (first, second) = (await AskAsync(Hour), await AskAsync(Hour));

        Assert.Equal([(0, 2), (1, 2)], [(first.Trial.Number, first.Trial.Attempt), (second.Trial.Number, second.Trial.Attempt)]);
        Assert.False((await HolderAsync(teller, 0)).HadOthers);
    }

    [Fact]
    public async Task A_trial_whose_lease_runs_out_too_often_has_failed()
    {
        var first = await AskAsync(Blink, LastOfTwo);
        await Task.Delay(20, Cancel);
        // Its last chance comes when nothing else is left.
        var (other, again) = (await AskAsync(Hour, LastOfTwo), await AskAsync(Blink, LastOfTwo));
        Assert.Equal([0, 1, 0], [first.Trial.Number, other.Trial.Number, again.Trial.Number]);
        await Task.Delay(20, Cancel);

        Assert.Null(await (await OpenAsync()).StartAsync(RandomProposal, LastOfTwo, null, Cancel));
        Assert.StartsWith("Its lease ran out 2 times before its result was told", (await (await OpenAsync()).ReadAsync(Cancel))[0].Error, StringComparison.Ordinal);
    }

    private async Task<(Trial Trial, LeaseToken Token)> AskAsync(TimeSpan lease, StartLimits? limits = null)
    {
        await using var store = CreateStore(new StoreOptions { Lease = lease });
        return await StartAndHandOverAsync(await store.OpenAsync(Study, Cancel), limits);
    }

    private static async Task<(Trial Trial, LeaseToken Token)> StartAndHandOverAsync(IStudyRecord record, StartLimits? limits = null)
    {
        var trial = (await record.StartAsync(RandomProposal, limits ?? new StartLimits(null), null, Cancel))!;
        var token = (await HolderAsync(record, trial.Number)).Token!.Value;
        await ((ILeasedTrials)record).HandOverAsync();
        return (trial, token);
    }

    private async Task<IStudyRecord> ActAsAsync(LeaseToken token)
    {
        var record = await OpenAsync();
        ((ILeasedTrials)record).ActAs(token.Worker);
        return record;
    }

    private static async Task<TrialHolder> HolderAsync(IStudyRecord record, int trial) => (await ((ILeasedTrials)record).FindHolderAsync(trial, Cancel))!;
}
