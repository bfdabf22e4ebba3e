using Search.Core;
using Search.Runner;

namespace Search.Tests;

public sealed class PostgresFailureTests(PostgresServer server) : IClassFixture<PostgresServer>
{
    private static readonly Study<(double Rate, int Units)> _study = (Study<(double, int)>)Studies.Create();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>Half of the breaks come between a message and its answer, some of these between a commit and its answer.</summary>
    [Fact]
    public async Task Connections_that_break_lose_no_trial_and_double_none()
    {
        if (Environment.GetEnvironmentVariable("HYPERSEARCH_TEST_KILLS") is null)
            Assert.Skip("Breaks connections at random for a quarter of a minute. HYPERSEARCH_TEST_KILLS=1 runs it.");
        const int Trials = 150;
        var address = await server.CreateDatabaseAsync();
        await using var proxy = new BreakingProxy(server.Port, oneIn: 40);
        var broken = address.Replace($"Port={server.Port}", $"Port={proxy.Port}", StringComparison.Ordinal);

        await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Task.Run(async () =>
        {
            await using var store = new PostgresStudyStore(broken);
            var record = await store.OpenAsync(Studies.Define(_study), Cancel);
            while (await record.StartAsync(Propose, Trials, Cancel) is { } trial)
                Assert.True(await record.FinishAsync(trial, TrialResult.Complete(trial.Number)));
        }, Cancel)));

        await using var store = new PostgresStudyStore(address);
        var trials = await (await store.FindAsync(_study.Name, Cancel))!.ReadAsync(Cancel);
        Assert.True(proxy.Breaks >= 10, $"Only {proxy.Breaks} connections were broken.");
        Assert.Equal(Enumerable.Range(0, Trials), trials.Select(trial => trial.Number));
        Assert.All(trials, trial => Assert.Equal((TrialState.Complete, 1, trial.Number), (trial.State, trial.Attempt, trial.Value)));
        Assert.Equal(Enumerable.Range(0, Trials), trials.Select(trial => trial.FinishOrder!.Value).Order());
    }

    [Fact]
    public async Task A_server_that_cannot_be_reached_is_told_with_its_address()
    {
        var address = await server.CreateDatabaseAsync();
        await using var nobody = new PostgresStudyStore(address.Replace($"Port={server.Port}", "Port=1", StringComparison.Ordinal));
        await using var nothing = new PostgresStudyStore(address + "_missing");

        var unreachable = await Assert.ThrowsAsync<StoreException>(() => nobody.ListAsync(Cancel));
        var missing = await Assert.ThrowsAsync<StoreException>(() => nothing.OpenAsync(Studies.Define(_study), Cancel));

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
        Assert.Contains("version 99", (await Assert.ThrowsAsync<StoreException>(() => store.OpenAsync(Studies.Define(_study), Cancel))).Message, StringComparison.Ordinal);
    }

    private static Proposal? Propose(History history)
    {
        var random = new RandomStream(history.Study.Seed, history.Number, StreamPurpose.Proposal);
        return new Strategies.RandomSearch().Propose(history, ref random);
    }
}
