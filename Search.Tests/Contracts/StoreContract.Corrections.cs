using HyperSearch;
using HyperSearch.Core;
using HyperSearch.Runner;

namespace Search.Tests;

/// <summary>What every store must do when a person fails, requeues or skips trials.</summary>
public abstract partial class StoreContract
{
    [Theory]
    [InlineData(TrialState.Waiting, TrialCorrection.Fail, TrialState.Failed)]
    [InlineData(TrialState.Waiting, TrialCorrection.Requeue, null)]
    [InlineData(TrialState.Waiting, TrialCorrection.Skip, TrialState.Failed)]
    [InlineData(TrialState.Running, TrialCorrection.Fail, TrialState.Failed)]
    [InlineData(TrialState.Running, TrialCorrection.Requeue, null)]
    [InlineData(TrialState.Running, TrialCorrection.Skip, null)]
    [InlineData(TrialState.Complete, TrialCorrection.Fail, TrialState.Failed)]
    [InlineData(TrialState.Complete, TrialCorrection.Requeue, TrialState.Waiting)]
    [InlineData(TrialState.Complete, TrialCorrection.Skip, null)]
    [InlineData(TrialState.Pruned, TrialCorrection.Fail, TrialState.Failed)]
    [InlineData(TrialState.Pruned, TrialCorrection.Requeue, TrialState.Waiting)]
    [InlineData(TrialState.Pruned, TrialCorrection.Skip, null)]
    [InlineData(TrialState.Failed, TrialCorrection.Fail, null)]
    [InlineData(TrialState.Failed, TrialCorrection.Requeue, TrialState.Waiting)]
    [InlineData(TrialState.Failed, TrialCorrection.Skip, null)]
    public async Task What_a_person_may_do_depends_on_where_the_trial_stands_and_a_refusal_changes_nothing(TrialState state, TrialCorrection correction, TrialState? after)
    {
        var record = await OpenAsync();
        await RunOneAsync(record, TrialResult.Complete(1));
        var before = await MakeAsync(record, state);

        if (after is null)
        {
            var refusal = await Assert.ThrowsAsync<StoreException>(() => record.CorrectAsync(correction, [1], "why", Cancel));
            Assert.Contains("Nothing was changed", refusal.Message, StringComparison.Ordinal);
        }
        else
        {
            Assert.Equal(before.ToString(), Assert.Single(await record.CorrectAsync(correction, [1], "why", Cancel)).ToString());
        }

        var now = (await (await OpenAsync()).ReadAsync(Cancel))[1];
        Assert.Equal(after ?? state, now.State);
        Assert.Equal(after is null ? before.Error : after == TrialState.Failed ? $"{(correction == TrialCorrection.Skip ? "Skipped" : "Failed")} by hand: why" : null, now.Error);
        Assert.Equal(after == TrialState.Failed ? state == TrialState.Running : before.Duration is not null && after is null, now.Duration is not null);
        // A result is never lost.
        Assert.Equal(before.IsFinished && after is not null ? (before.State, before.Value, before.Error, before.FinishOrder) : default,
            now.PreviousResult is { } earlier ? (earlier.State, earlier.Value, earlier.Error, earlier.FinishOrder) : default);
        Assert.Equal(after is null ? before.FinishOrder : after == TrialState.Failed ? now.Results.Count() : null, now.FinishOrder);
    }

    [Fact]
    public async Task Trials_are_corrected_all_or_none()
    {
        var record = await OpenAsync();
        await RunOneAsync(record, TrialResult.Failed("no"));
        await RunOneAsync(record, TrialResult.Failed("no"));
        await StartAsync(record);

        Assert.Contains("has no trial 7", (await Assert.ThrowsAsync<StoreException>(() => record.CorrectAsync(TrialCorrection.Requeue, [0, 7], null, Cancel))).Message, StringComparison.Ordinal);
        Assert.Contains("Trial 2 runs in process", (await Assert.ThrowsAsync<StoreException>(() => record.CorrectAsync(TrialCorrection.Requeue, [0, 2], null, Cancel))).Message, StringComparison.Ordinal);

        Assert.Equal(new TrialCounts(0, 0, 2, 1, 0), await record.CountAsync(Cancel));
        Assert.Equal([0, 1], (await record.CorrectAsync(TrialCorrection.Requeue, [1, 0, 1], null, Cancel)).Select(trial => trial.Number));
        Assert.Equal(new TrialCounts(0, 0, 0, 1, 2), await record.CountAsync(Cancel));
    }

    [Fact]
    public async Task A_requeued_trial_runs_again_when_the_budget_is_used_up_and_keeps_both_results_in_their_places()
    {
        var record = await OpenAsync();
        var first = await StartAsync(record);
        record.Report(first, new(1, 0.125));
        record.Report(first, new(2, 1.0 / 3));
        await record.FinishAsync(first, TrialResult.Failed("message\nstack"));
        await RunOneAsync(record, TrialResult.Complete(0.75));
        Assert.Null(await record.StartAsync(RandomProposal, 2, Cancel));

        await record.CorrectAsync(TrialCorrection.Requeue, [0], null, Cancel);
        var again = (await record.StartAsync(RandomProposal, 2, Cancel))!;
        // A trial that failed begins anew, so what it reports now counts.
        record.Report(again, new(1, 0.5));
        var next = await StartAsync(record);
        await record.FinishAsync(again, TrialResult.Complete(0.5));

        Assert.Equal((0, first.Point, 2, 0, null), (again.Number, again.Point, again.Attempt, again.Observed, again.PromotedAt));
        Assert.Equal((2, 2), (next.Number, next.Observed));
        var trial = (await (await OpenAsync()).ReadAsync(Cancel))[0];
        Assert.Equal((TrialState.Complete, 0.5, 2), (trial.State, trial.Value, trial.FinishOrder));
        Assert.Equal([new(1, 0.5)], trial.Measurements);
        var earlier = trial.PreviousResult!;
        Assert.Equal((TrialState.Failed, null, "message\nstack", 0, 1), (earlier.State, earlier.Value, earlier.Error, earlier.FinishOrder, earlier.Attempt));
        Assert.Equal([new(1, 0.125), new(2, 1.0 / 3)], earlier.Measurements);
        Assert.Equal(3, (await StartAsync(await OpenAsync())).Observed);
    }

    [Fact]
    public async Task A_trial_that_was_promoted_and_failed_then_keeps_what_it_was_pruned_with()
    {
        var record = await OpenAsync();
        var first = await StartAsync(record);
        record.Report(first, new(1, 0.125));
        await record.FinishAsync(first, TrialResult.Pruned(0.125));
        var promoted = await PromoteAsync(record);
        record.Report(promoted, new(2, 0.25));
        await record.FinishAsync(promoted, TrialResult.Failed("no"));
        await record.CorrectAsync(TrialCorrection.Requeue, [0], null, Cancel);

        var again = await StartAsync(record);
        record.Report(again, new(1, 7));
        record.Report(again, new(2, 0.5));
        await record.FinishAsync(again, TrialResult.Complete(0.5));

        Assert.Equal((3, 1), (again.Attempt, again.PromotedAt));
        var results = Assert.Single(await record.ReadAsync(Cancel)).Results.ToArray();
        Assert.Equal([TrialState.Complete, TrialState.Failed, TrialState.Pruned], results.Select(result => result.State));
        Assert.Equal(["1 0.125, 2 0.5", "1 0.125, 2 0.25", "1 0.125"], results.Select(result => string.Join(", ", result.Measurements.Select(m => $"{m.Step} {m.Value}"))));
    }

    [Fact]
    public async Task What_a_worker_finds_out_of_a_trial_that_was_failed_meanwhile_is_discarded()
    {
        var record = await OpenAsync();
        var trial = await StartAsync(record);
        record.Report(trial, new(1, 0.5));
        while ((await record.ReadAsync(Cancel))[0].Measurements.Count == 0)
            await Task.Delay(10, Cancel);

        await (await OpenAsync()).CorrectAsync(TrialCorrection.Fail, [0], null, Cancel);
        record.Report(trial, new(2, 0.75));

        Assert.False(await record.FinishAsync(trial, TrialResult.Complete(1)));
        Assert.False(await record.ReleaseAsync(trial));
        var failed = Assert.Single(await record.ReadAsync(Cancel));
        Assert.Equal((TrialState.Failed, "Failed by hand.", 0), (failed.State, failed.Error, failed.FinishOrder));
        Assert.Equal([new Measurement(1, 0.5)], failed.Measurements);
        Assert.Equal((1, 1), (await StartAsync(record) is var next ? next.Number : -1, next.Observed));
    }

    [Fact]
    public async Task The_attempts_of_a_trial_tell_how_each_ended()
    {
        var record = await OpenAsync();
        Assert.Empty(await record.ReadAttemptsAsync((await record.EnqueueAsync(Space.Complete(new Setting()), Cancel)).Number, Cancel));
        await record.ReleaseAsync(await StartAsync(record));
        await record.FinishAsync(await StartAsync(record), TrialResult.Pruned(1));
        await record.FinishAsync(await PromoteAsync(record), TrialResult.Failed("no"));
        await record.CorrectAsync(TrialCorrection.Requeue, [0], null, Cancel);
        await StartAsync(record);
        await record.CorrectAsync(TrialCorrection.Fail, [0], null, Cancel);
        await record.CorrectAsync(TrialCorrection.Requeue, [0], null, Cancel);
        await record.FinishAsync(await StartAsync(record), TrialResult.Complete(1));
        await record.CorrectAsync(TrialCorrection.Requeue, [0], null, Cancel);
        await StartAsync(record);

        var attempts = await (await OpenAsync()).ReadAttemptsAsync(0, Cancel);

        Assert.Equal([AttemptEnd.Interrupted, AttemptEnd.Pruned, AttemptEnd.Failed, AttemptEnd.ByHand, AttemptEnd.Complete, null], attempts.Select(attempt => attempt.End));
        Assert.Equal(Enumerable.Range(1, 6), attempts.Select(attempt => attempt.Number));
        Assert.All(attempts, attempt => Assert.Equal((WorkerIdentity.OfThisProcess.ToString(), InstructionSet.OfThisProcess), (attempt.Worker, attempt.Instructions)));
        Assert.All(attempts.SkipLast(1), attempt => Assert.True(attempt.Started <= attempt.Ended));
        Assert.Null(attempts[^1].Ended);
        Assert.All(attempts, attempt => Assert.Equal(0, attempt.Trial));
        await RunOneAsync(record, TrialResult.Complete(1));
        Assert.Equal([.. attempts, .. await record.ReadAttemptsAsync(1, Cancel)], await record.ReadAttemptsAsync(Cancel));
    }

    [Fact]
    public async Task A_record_knows_when_its_study_was_first_opened()
    {
        var before = TimeProvider.System.GetUtcNow() - TimeSpan.FromSeconds(2);
        var created = (await OpenAsync()).Created;

        Assert.InRange(created, before, TimeProvider.System.GetUtcNow() + TimeSpan.FromSeconds(2));
        await Task.Delay(5, Cancel);
        Assert.Equal(created, (await OpenAsync()).Created);
        Assert.Equal(created, Assert.Single(await NewStore().ListAsync(Cancel)).Created);
    }

    [Fact]
    public async Task A_limit_of_no_attempt_is_refused()
    {
        var record = await OpenAsync();

        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => record.StartAsync(RandomProposal, new StartLimits(null, 0), null, Cancel));
        Assert.Contains("MostAttempts >= 1", Assert.Throws<ArgumentOutOfRangeException>(() => new TrialPolicy { MostAttempts = 0 }).Message, StringComparison.Ordinal);
    }

    /// <summary>Trial 1, in a state, with a measurement where it has run.</summary>
    private static async Task<Trial> MakeAsync(IStudyRecord record, TrialState state)
    {
        var trial = await StartAsync(record);
        if (state == TrialState.Waiting)
        {
            await record.ReleaseAsync(trial);
        }
        else if (state != TrialState.Running)
        {
            await record.FinishAsync(trial, state switch
            {
                TrialState.Complete => TrialResult.Complete(0.5),
                TrialState.Pruned => TrialResult.Pruned(0.25),
                _ => TrialResult.Failed("no"),
            });
        }

        return (await record.ReadAsync(Cancel))[1];
    }

    private static async Task TryCorrectAsync(IStudyRecord record, TrialCorrection correction, int number)
    {
        try
        {
            await record.CorrectAsync(correction, [number], null, Cancel);
        }
        catch (StoreException refusal)
        {
            Assert.Contains("Nothing was changed", refusal.Message, StringComparison.Ordinal);
        }
    }
}
