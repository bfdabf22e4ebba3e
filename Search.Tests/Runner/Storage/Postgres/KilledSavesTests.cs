using HyperSearch;
using HyperSearch.Runner;

namespace Search.Tests;

public sealed class KilledSavesTests(PostgresServer server) : IClassFixture<PostgresServer>
{
    private static readonly int Kills = TestKills.Count(2);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>At a moment by chance, mostly in the midst of a save.</summary>
    [Fact]
    public async Task A_process_that_is_killed_leaves_whole_checkpoints_alone_and_another_goes_on_from_them()
    {
        var address = await server.CreateDatabaseAsync();
        var random = new RandomStream(1, 0, StreamPurpose.Evaluate);
        await using var store = new PostgresStudyStore(address);
        string[] arguments = ["run", "--store", address, "--workers", "2"];
        for (var kill = 0; kill < Kills; kill++)
        {
            using var process = StudyProcess.StartStudy(SavingStudy.Name, arguments);
            var steps = await CountStepsAsync(address);
            while (await CountStepsAsync(address) == steps && steps < SavingStudy.Steps * SavingStudy.Trials)
                await Task.Delay(20, Cancel);
            await Task.Delay(random.NextInt(300), Cancel);
            await process.KillAsync();
            Assert.Equal(0, await PostgresServerQuery.CountAsync(address, "checkpoint_pieces p WHERE NOT EXISTS (SELECT 1 FROM hypersearch.checkpoints c WHERE c.content = p.content)"));
        }
        using var last = StudyProcess.StartStudy(SavingStudy.Name, arguments);

        Assert.Equal(0, (await last.EndAsync()).ExitCode);
        var trials = await (await store.FindAsync(SavingStudy.Name, Cancel))!.ReadAsync(Cancel);
        Assert.Equal(SavingStudy.Trials, trials.Count);
        Assert.All(trials, trial => Assert.Equal((TrialState.Complete, SavingStudy.Steps), (trial.State, trial.Measurements.Count)));
        Assert.Equal(0, await PostgresServerQuery.CountAsync(address, "checkpoint_pieces"));
    }

    private static async Task<long> CountStepsAsync(string address)
    {
        try
        {
            return await PostgresServerQuery.CountAsync(address, "measurements");
        }
        catch (Npgsql.PostgresException)
        {
            // The first process has not made the tables yet.
            return 0;
        }
    }
}
