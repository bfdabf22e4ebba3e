using HyperSearch;
using HyperSearch.Core;
using HyperSearch.Runner;

namespace Search.Tests;

public sealed class PostgresFailureTests(PostgresServer server) : IClassFixture<PostgresServer>
{
    private static readonly Study<(double Rate, int Units)> Study = (Study<(double, int)>)Studies.Create();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>From the first connection of a store to its end. After the first messages the usual run leaves most out, HYPERSEARCH_TEST_KILLS=1 none.</summary>
    [Theory]
    [InlineData(nameof(Break.BeforeMessage))]
    [InlineData(nameof(Break.BeforeAnswer))]
    public async Task A_connection_may_break_at_any_message(string place)
    {
        var leap = TestKills.AreMany ? 1 : 9;
        var at = 0;
        var address = await server.CreateDatabaseAsync();
        for (var isBroken = true; isBroken; at += at < 9 ? 1 : leap)
        {
            await PostgresServer.ExecuteAsync(address, "DROP SCHEMA IF EXISTS hypersearch CASCADE");
            await using var proxy = new BreakingProxy(server.Port, message => message == at ? Enum.Parse<Break>(place) : Break.None);
            await using (var store = new PostgresStudyStore(Through(proxy, address)))
            {
                var record = await store.OpenAsync(Studies.Define(Study), Cancel);
                while (await record.StartAsync(Propose, 3, Cancel) is { } trial)
                    Assert.True(await record.FinishAsync(trial, TrialResult.Complete(trial.Number)));
                Assert.Equal(3, (await record.CountAsync(Cancel)).Complete);
            }
            await AssertWholeAsync(address, 3);
            isBroken = proxy.Breaks > 0;
        }
        Assert.True(at > 50, $"The store sent no more than {at} messages.");
    }

    /// <summary>Half of the breaks come between a message and its answer, some of these between a commit and its answer.</summary>
    [Fact]
    public async Task Connections_that_break_lose_no_trial_and_double_none()
    {
        const int Trials = 100;
        var address = await server.CreateDatabaseAsync();
        await using var proxy = new BreakingProxy(server.Port, message => (Break)Math.Max(0, 2 - new RandomStream(1, message, StreamPurpose.Evaluate).NextInt(80)));
        var broken = Through(proxy, address);

        await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Task.Run(async () =>
        {
            await using var store = new PostgresStudyStore(broken);
            var record = await store.OpenAsync(Studies.Define(Study), Cancel);
            while (await record.StartAsync(Propose, Trials, Cancel) is { } trial)
                Assert.True(await record.FinishAsync(trial, TrialResult.Complete(trial.Number)));
        }, Cancel)));

        Assert.True(proxy.Breaks >= 10, $"Only {proxy.Breaks} connections were broken.");
        await AssertWholeAsync(address, Trials);
    }

    [Fact]
    public async Task A_server_that_cannot_be_reached_is_told_with_its_address()
    {
        var address = await server.CreateDatabaseAsync();
        await using var nobody = new PostgresStudyStore(address.Replace($"Port={server.Port}", "Port=1", StringComparison.Ordinal));
        await using var nothing = new PostgresStudyStore(address + "_missing");

        var unreachable = await Assert.ThrowsAsync<StoreException>(() => nobody.ListAsync(Cancel));
        var missing = await Assert.ThrowsAsync<StoreException>(() => nothing.OpenAsync(Studies.Define(Study), Cancel));

        Assert.Contains("127.0.0.1:1/", unreachable.Message, StringComparison.Ordinal);
        Assert.Contains("createdb", missing.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_newer_store_is_left_as_it_is()
    {
        var address = await server.CreateDatabaseAsync();
        await PostgresServer.ExecuteAsync(address, "CREATE SCHEMA hypersearch; CREATE TABLE hypersearch.schema_version AS SELECT 99::bigint AS version");
        await using var store = new PostgresStudyStore(address);

        Assert.Contains("version 99", (await Assert.ThrowsAsync<StoreException>(() => store.ListAsync(Cancel))).Message, StringComparison.Ordinal);
        Assert.Contains("version 99", (await Assert.ThrowsAsync<StoreException>(() => store.OpenAsync(Studies.Define(Study), Cancel))).Message, StringComparison.Ordinal);
    }

    private string Through(BreakingProxy proxy, string address) =>
        address.Replace($"Port={server.Port}", $"Port={proxy.Port}", StringComparison.Ordinal);

    private static async Task AssertWholeAsync(string address, int count)
    {
        await using var store = new PostgresStudyStore(address);
        var trials = await (await store.FindAsync(Study.Name, Cancel))!.ReadAsync(Cancel);
        Assert.Equal(Enumerable.Range(0, count), trials.Select(trial => trial.Number));
        Assert.All(trials, trial => Assert.Equal((TrialState.Complete, 1, trial.Number), (trial.State, trial.Attempt, trial.Value)));
        Assert.Equal(Enumerable.Range(0, count), trials.Select(trial => trial.FinishOrder!.Value).Order());
    }

    private static Proposal? Propose(History history)
    {
        var random = history.ProposalStream();
        return new RandomSearch().Propose(history, ref random);
    }
}
