using HyperSearch;
using HyperSearch.Core;

namespace Search.Tests;

/// <summary>What every store must do while a strategy takes its time.</summary>
public abstract partial class StoreContract
{
    [Fact]
    public async Task Others_go_on_recording_while_a_proposal_takes_its_time()
    {
        var (slow, other) = (await OpenAsync(), await OpenAsync());
        var running = await StartAsync(other);
        using var proposal = new HeldProposal();
        var start = proposal.Start(slow);
        await proposal.IsAsked(1);

        other.Report(running, new(1, 0.5));
        Assert.True(await other.FinishAsync(running, TrialResult.Complete(1)));
        await other.HeartbeatAsync();
        Assert.False(start.IsCompleted);
        proposal.Answer();

        var trial = (await start)!;
        // It saw the trial as it ran, and its result not at all.
        Assert.Equal((1, 0), (trial.Number, trial.Observed));
        Assert.Equal([(1, 0, "0")], proposal.Asked);
        Assert.Equal((1, 1), (await StartAsync(other)).Observed is var observed ? (1, observed) : default);
    }

    [Fact]
    public async Task A_proposal_that_another_trial_overtakes_is_made_anew_from_what_there_is_then()
    {
        var (slow, other) = (await OpenAsync(), await OpenAsync());
        using var proposal = new HeldProposal();
        var start = proposal.Start(slow);
        await proposal.IsAsked(1);

        // Queued, since a store may let only one strategy propose at a time.
        await other.EnqueueAsync(Space.Complete(new Setting { { "units", 17 } }), Cancel);
        var queued = await StartAsync(other);
        Assert.True(await other.FinishAsync(queued, TrialResult.Complete(1)));
        proposal.Answer();
        await proposal.IsAsked(2);
        proposal.Answer();

        var trial = (await start)!;
        Assert.Equal((0, 1, 1), (queued.Number, trial.Number, trial.Observed));
        Assert.Equal([(0, 0, ""), (1, 1, "")], proposal.Asked);
    }

    [Fact]
    public async Task A_start_that_is_cancelled_while_its_proposal_is_made_starts_nothing()
    {
        var record = await OpenAsync();
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        using var proposal = new HeldProposal();
        var start = proposal.Start(record, cancel.Token);
        await proposal.IsAsked(1);

        await cancel.CancelAsync();
        proposal.Answer();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => start);
        Assert.Equal((0, 0), ((await StartAsync(await OpenAsync())).Number, (await record.ReadAsync(Cancel))[0].Observed));
    }

    [Fact]
    public async Task The_history_of_a_slow_proposal_may_be_looked_at_after_others_have_begun_trials()
    {
        var (slow, other) = (await OpenAsync(), await OpenAsync());
        await RunOneAsync(other, TrialResult.Complete(1));
        var running = await StartAsync(other);
        using var proposal = new HeldProposal { LooksLate = true };
        var start = proposal.Start(slow);
        await proposal.IsAsked(1);

        Assert.True(await other.FinishAsync(running, TrialResult.Complete(2)));
        await other.EnqueueAsync(Space.Complete(new Setting { { "units", 17 } }), Cancel);
        await StartAsync(other);
        proposal.Answer();
        await proposal.IsAsked(2);
        proposal.Answer();

        Assert.Equal((3, 2), ((await start)!.Number, (await start)!.Observed));
        Assert.Equal([(2, 1, "1"), (3, 2, "2")], proposal.Asked);
    }

    /// <summary>A strategy that answers when it is told to.</summary>
    private sealed class HeldProposal : IDisposable
    {
        private readonly SemaphoreSlim _answers = new(0);
        private readonly SemaphoreSlim _asked = new(0);

        /// <summary>Number, results and running trials of each history that it was given.</summary>
        public List<(int Number, int Results, string Running)> Asked { get; } = [];

        public bool LooksLate { get; init; }

        public Task<Trial?> Start(IStudyRecord record, CancellationToken cancel = default) => Task.Run(() => record.StartAsync(Propose, null, cancel), Cancel);

        /// <summary>Waits until it was asked for the n-th time.</summary>
        public async Task IsAsked(int times)
        {
            await _asked.WaitAsync(Cancel);
            Assert.Equal(times, Asked.Count + (LooksLate ? 1 : 0));
        }

        public void Answer() => _answers.Release();

        public void Dispose() =>
            // Whatever still waits ends.
            _answers.Release(10);

        private Proposal Propose(History history)
        {
            if (!LooksLate)
                Look(history);
            _asked.Release();
            _answers.Wait(TestContext.Current.CancellationToken);
            if (LooksLate)
                Look(history);
            return RandomProposal(history);
        }

        private void Look(History history) => Asked.Add((history.Number, history.Results.Count, string.Join(' ', history.Running.Select(trial => trial.Number))));
    }
}
