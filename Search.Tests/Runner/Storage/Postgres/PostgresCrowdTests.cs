using HyperSearch;
using HyperSearch.Core;
using HyperSearch.Runner;

namespace Search.Tests;

/// <summary>More processes than the server has connections for.</summary>
public sealed class PostgresCrowdTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Stores_share_three_connections_and_each_has_its_turn()
    {
        const int Trials = 150;
        await using var server = new PostgresServer { Settings = ["max_connections = 6", "superuser_reserved_connections = 3"] };
        var address = await AddressOfUserAsync(server);

        var shares = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(async () =>
        {
            await using var store = new PostgresStudyStore(address);
            var record = await store.OpenAsync(Studies.Define(Studies.Create()), Cancel);
            var own = 0;
            for (; await record.StartAsync(Propose, Trials, Cancel) is { } trial; own++)
            {
                await Task.Delay(50, Cancel);
                await record.HeartbeatAsync();
                Assert.True(await record.FinishAsync(trial, TrialResult.Complete(trial.Number)));
            }
            return own;
        }, Cancel)));

        Assert.Equal(Trials, shares.Sum());
        await AssertWholeAsync(address, Studies.Create().Name, Trials);
    }

    /// <summary>By hand: HYPERSEARCH_TEST_CROWD=60 has 60 processes share a server with max_connections = 20.</summary>
    [Fact]
    public async Task Processes_share_few_connections_and_show_no_error()
    {
        var isLarge = int.TryParse(Environment.GetEnvironmentVariable("HYPERSEARCH_TEST_CROWD"), out var crowd);
        var (processes, connections, trials) = isLarge ? (crowd, 20, 20 * crowd) : (3, 4, 60);
        await using var server = new PostgresServer { Settings = [$"max_connections = {connections}", "superuser_reserved_connections = 3"] };
        var address = await AddressOfUserAsync(server);
        string[] run = ["run", "--store", address, "--workers", "2", "--pause", "20", "--trials", $"{trials}"];

        var crowded = Enumerable.Range(0, processes).Select(_ => StudyProcess.Start(run)).ToList();
        foreach (var process in crowded)
        {
            var end = await process.EndAsync();
            Assert.True(end.ExitCode == 0, $"exit code {end.ExitCode}: {end.Error}");
            Assert.DoesNotContain("connection", end.Error + end.Out, StringComparison.OrdinalIgnoreCase);
            process.Dispose();
        }
        using var replay = StudyProcess.Start("replay", "--store", address);

        Assert.Equal(0, (await replay.EndAsync()).ExitCode);
        await AssertWholeAsync(address, ProcessStudy.Name, trials);
    }

    // Who may not use the connections that are reserved.
    private static async Task<string> AddressOfUserAsync(PostgresServer server)
    {
        var address = await server.CreateDatabaseAsync();
        await PostgresServer.ExecuteAsync(address, "CREATE USER worker; GRANT CREATE ON DATABASE test1 TO worker");
        return address.Replace("Username=tests", "Username=worker", StringComparison.Ordinal);
    }

    private static async Task AssertWholeAsync(string address, string study, int trials)
    {
        await using var store = new PostgresStudyStore(address);
        var all = await (await store.FindAsync(study, Cancel))!.ReadAsync(Cancel);
        Assert.Equal(Enumerable.Range(0, trials), all.Select(trial => trial.Number));
        Assert.All(all, trial => Assert.Equal((TrialState.Complete, 1), (trial.State, trial.Attempt)));
        Assert.Equal(Enumerable.Range(0, trials), all.Select(trial => trial.FinishOrder!.Value).Order());
    }

    private static Proposal? Propose(History history)
    {
        var random = history.ProposalStream();
        return new RandomSearch().Propose(history, ref random);
    }
}
