using System.Runtime.CompilerServices;
using HyperSearch;
using HyperSearch.Core;
using HyperSearch.Runner;

namespace Search.Tests;

/// <summary>A proposal that takes its time is made outside of the transaction, with trips of its own.</summary>
[Collection(QuietCollection.Name)]
public sealed class PostgresRoundTripTests(PostgresServer server) : IClassFixture<PostgresServer>
{
    private const int Trials = 40;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_start_waits_for_the_server_twice(bool looksAtHistory)
    {
        await using var counted = await OpenAsync();
        var trips = new List<int>();
        for (var i = 0; i < Trials; i++)
        {
            var before = counted.Trips;
            var trial = await counted.Record.StartAsync(history => Propose(history, looksAtHistory), Trials, Cancel);
            trips.Add(counted.Trips - before);
            counted.Record.Report(trial!, new(1, 0.5));
            Assert.True(await counted.Record.FinishAsync(trial!, TrialResult.Complete(i)));
        }

        // After the first ones, which make the connection and show whether anybody looks. On a machine that is busy a proposal may
        // seem slow, and is made outside of the transaction, and a connection that was idle is made anew.
        Assert.Equal(2, trips.Skip(3).Min());
        Assert.InRange(MedianOf(trips), 2, 4);
    }

    [Fact]
    public async Task A_trial_that_waits_is_handed_out_in_two_round_trips()
    {
        await using var counted = await OpenAsync();
        var trial = (await counted.Record.StartAsync(history => Propose(history, false), Trials, Cancel))!;
        var trips = new List<int>();
        for (var i = 0; i < 5; i++)
        {
            Assert.True(await counted.Record.ReleaseAsync(trial));
            var before = counted.Trips;
            trial = (await counted.Record.StartAsync(history => Propose(history, false), Trials, Cancel))!;
            Assert.Equal((0, i + 2), (trial.Number, trial.Attempt));
            trips.Add(counted.Trips - before);
        }

        Assert.InRange(MedianOf(trips), 1, 2);
    }

    [Fact]
    public async Task A_result_and_the_next_start_share_their_round_trips()
    {
        await using var counted = await OpenAsync();
        var trips = new List<int>();
        var trial = await counted.Record.StartAsync(history => Propose(history, true), Trials, Cancel);
        while (trial is not null)
        {
            var before = counted.Trips;
            var finish = counted.Record.FinishAsync(trial, TrialResult.Complete(trial.Number));
            var next = counted.Record.StartAsync(history => Propose(history, true), Trials, Cancel);
            Assert.True(await finish);
            trial = await next;
            trips.Add(counted.Trips - before);
        }

        // Unless the start comes after the result was sent.
        Assert.Contains(2, trips);
        Assert.InRange(MedianOf(trips), 1, 4);
    }

    private static int MedianOf(List<int> trips) => trips.Order().ElementAt(trips.Count / 2);

    private async Task<CountedRecord> OpenAsync()
    {
        var address = await server.CreateDatabaseAsync();
        var trips = new StrongBox<int>();
        var proxy = new BreakingProxy(server.Port, message =>
        {
            Volatile.Write(ref trips.Value, message + 1);
            return Break.None;
        });
        var store = new PostgresStudyStore(address.Replace($"Port={server.Port}", $"Port={proxy.Port}", StringComparison.Ordinal));
        return new(proxy, store, await store.OpenAsync(Studies.Define(Studies.Create()), Cancel), trips);
    }

    private static Proposal? Propose(History history, bool looks)
    {
        var random = history.ProposalStream();
        if (looks)
            Assert.True(history.Results.Count <= history.Finished.Count + history.Running.Count + 1);
        return new RandomSearch().Propose(history, ref random);
    }

    private sealed record CountedRecord(BreakingProxy Proxy, PostgresStudyStore Store, IStudyRecord Record, StrongBox<int> Counter) : IAsyncDisposable
    {
        public int Trips => Volatile.Read(ref Counter.Value);

        public async ValueTask DisposeAsync()
        {
            await Store.DisposeAsync();
            await Proxy.DisposeAsync();
        }
    }
}
