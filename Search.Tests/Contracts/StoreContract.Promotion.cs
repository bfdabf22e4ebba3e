using HyperSearch;
using HyperSearch.Core;

namespace Search.Tests;

/// <summary>What every store must do about pruned trials that are promoted.</summary>
public abstract partial class StoreContract
{
    /// <summary>Starts a trial, a promoted one where one is pruned.</summary>
    protected static async Task<Trial> PromoteAsync(IStudyRecord record) =>
        (await record.StartAsync(RandomProposal, null, FirstPruned, Cancel))!;

    [Fact]
    public async Task A_promoted_trial_goes_on_under_its_number_and_keeps_both_results_in_their_places()
    {
        var record = await OpenAsync();
        var first = await StartAsync(record);
        record.Report(first, new(1, 0.125));
        record.Report(first, new(2, 0.25));
        await record.FinishAsync(first, TrialResult.Pruned(0.25));
        await RunOneAsync(record, TrialResult.Complete(0.75));

        var promoted = await PromoteAsync(record);
        record.Report(promoted, new(2, 0.3));
        record.Report(promoted, new(3, 0.875));
        var counts = await record.CountAsync(Cancel);
        var next = await StartAsync(record);
        await record.FinishAsync(promoted, TrialResult.Complete(0.875));

        Assert.Equal((0, first.Point, 2, 0), (promoted.Number, promoted.Point, promoted.Attempt, promoted.Observed));
        Assert.Equal(new TrialCounts(1, 0, 0, 1, 0), counts);
        Assert.Equal((2, 2), (next.Number, next.Observed));
        var trial = (await (await OpenAsync()).ReadAsync(Cancel))[0];
        Assert.Equal((TrialState.Complete, 0.875, 2, 2), (trial.State, trial.Value, trial.FinishOrder, trial.PromotedAt));
        // What was measured before stays as it was.
        Assert.Equal([new(1, 0.125), new(2, 0.25), new(3, 0.875)], trial.Measurements);
        var earlier = trial.PreviousResult!;
        Assert.Equal((TrialState.Pruned, 0.25, 0, 1), (earlier.State, earlier.Value, earlier.FinishOrder, earlier.Attempt));
        Assert.Equal([new(1, 0.125), new(2, 0.25)], earlier.Measurements);
        Assert.Null(earlier.PreviousResult);
        Assert.Equal(3, (await StartAsync(await OpenAsync())).Observed);
    }

    [Fact]
    public async Task A_promoted_trial_that_is_given_back_keeps_its_earlier_result_and_what_it_was_measured_with()
    {
        var record = await OpenAsync();
        var other = await OpenAsync();
        await StartAsync(other);
        var first = await StartAsync(record);
        record.Report(first, new(1, 0.125));
        await record.FinishAsync(first, TrialResult.Pruned(0.125));
        var promoted = await PromoteAsync(record);
        record.Report(promoted, new(2, 0.5));
        await record.ReleaseAsync(promoted);

        var again = await StartAsync(other);

        Assert.Equal((1, 3, 1), (again.Number, again.Attempt, again.PromotedAt));
        Assert.Equal([new Measurement(1, 0.125)], (await record.ReadAsync(Cancel))[1].Measurements);
        Assert.True(await other.FinishAsync(again, TrialResult.Pruned(0.25)));
        Assert.Equal((1, 4), (await PromoteAsync(record) is var twice ? twice.Number : -1, twice.Attempt));
        Assert.Equal([0.25, 0.125], (await other.ReadAsync(Cancel))[1].Results.Select(result => result.Value));
    }

    [Fact]
    public async Task Promotions_go_on_when_the_budget_is_used_up_and_each_trial_is_promoted_once_at_a_time()
    {
        var records = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => OpenAsync()));
        for (var i = 0; i < 6; i++)
            await RunOneAsync(records[i % 3], TrialResult.Pruned(i));

        var promoted = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => records[i % 3].StartAsync(RandomProposal, 6, FirstPruned, Cancel)));

        Assert.Equal(Enumerable.Range(0, 6), promoted.OfType<Trial>().Select(trial => trial.Number).Order());
    }

    [Fact]
    public async Task Only_a_pruned_trial_can_be_promoted()
    {
        var record = await OpenAsync();
        await RunOneAsync(record, TrialResult.Complete(1));

        await Assert.ThrowsAsync<InvalidOperationException>(() => record.StartAsync(RandomProposal, null, _ => 0, Cancel));
        await Assert.ThrowsAsync<InvalidOperationException>(() => record.StartAsync(RandomProposal, null, _ => 7, Cancel));

        Assert.Equal(new TrialCounts(1, 0, 0, 0, 0), await record.CountAsync(Cancel));
        Assert.Equal((1, 1), (await StartAsync(record) is var next ? next.Number : -1, next.Observed));
    }

    private static int? FirstPruned(History history) => history.Finished.FirstOrDefault(trial => trial.State == TrialState.Pruned)?.Number;
}
