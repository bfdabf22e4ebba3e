using Dapper;
using HyperSearch;
using HyperSearch.Core;
using HyperSearch.Runner;
using Microsoft.Data.Sqlite;

namespace Search.Tests;

/// <summary>Several processes on one study, of which one is killed again and again.</summary>
public sealed class KilledProcessesTests(PostgresServer server) : IClassFixture<PostgresServer>, IDisposable
{
    private const int Processes = 3, Trials = 150;

    private static readonly int Kills = TestKills.Count(6);

    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task On_a_SQLite_file_every_finished_trial_is_kept_and_none_is_done_twice()
    {
        var file = _folder.File("studies.db");
        await RunAndKillAsync(ProcessStudy.Name, file, () => new SqliteStudyStore(file), restart: null);

        await using var connection = new SqliteConnection($"Data Source={file};Pooling=false");
        Assert.Equal("ok", await connection.ExecuteScalarAsync<string>("PRAGMA integrity_check"));
    }

    [Fact]
    public async Task On_PostgreSQL_every_finished_trial_is_kept_and_none_is_done_twice_though_the_server_restarts()
    {
        var address = await server.CreateDatabaseAsync();
        await RunAndKillAsync(ProcessStudy.Name, address, () => new PostgresStudyStore(address), server.RestartAsync);
    }

    [Fact]
    public async Task With_two_goals_and_constraints_it_is_the_same_and_all_that_was_proposed_is_recomputed()
    {
        var (file, address) = (_folder.File("goals.db"), await server.CreateDatabaseAsync());

        await Task.WhenAll(
            RunAndKillAsync(TradeOffStudy.Name, file, () => new SqliteStudyStore(file), restart: null),
            RunAndKillAsync(TradeOffStudy.Name, address, () => new PostgresStudyStore(address), restart: null));

        foreach (var store in (string[])[file, address])
        {
            await using var opened = new StoreLocation(store).Open();
            var record = (await opened.FindAsync(TradeOffStudy.Name, Cancel))!;
            Assert.All(await record.ReadAsync(Cancel), trial =>
            {
                var values = record.Study.Space.ValuesOf(trial.Point).ToDictionary();
                var (accuracy, ms, mb) = TradeOffStudy.ScoresOf((values["x"].Number!.Value, values["y"].Number!.Value));
                Assert.Equal([accuracy, ms, mb - 1.5, -1.5 - accuracy], (double[])[trial.Value!.Value, .. trial.FurtherValues, .. trial.Excesses]);
            });
            Assert.Contains(" proposals recomputed, all identical", (await CommandRun.OfAsync(TradeOffStudy.Create(), "replay", "--store", store)).Out, StringComparison.Ordinal);
        }
    }

    private static async Task RunAndKillAsync(string study, string store, Func<IStudyStore> open, Func<Task>? restart)
    {
        var random = new RandomStream(5, 0, StreamPurpose.Evaluate);
        var trials = Math.Max(Trials, 20 * Kills);
        var processes = Enumerable.Range(0, Processes).Select(_ => Start()).ToList();
        IReadOnlyList<Trial> finished = [];
        for (var kill = 0; kill < Kills; kill++)
        {
            await Task.Delay(200 + random.NextInt(400), Cancel);
            var victim = random.NextInt(Processes);
            await processes[victim].KillAsync();
            processes[victim].Dispose();
            if (restart is not null && kill % 10 == 2)
                await restart();
            processes[victim] = Start();
            var now = await ReadAsync();
            Assert.Equal(finished.Select(RecordedTrials.ResultOf), finished.Select(trial => RecordedTrials.ResultOf(now[trial.Number])));
            finished = [.. now.Where(trial => trial.IsFinished)];
        }
        foreach (var process in processes)
        {
            var end = await process.EndAsync();
            Assert.True(end.ExitCode == 0, $"exit code {end.ExitCode}: {end.Error}");
            process.Dispose();
        }
        // What the last process left running when it was killed, if it was the last to work.
        using (var last = Start())
            Assert.Equal(0, (await last.EndAsync()).ExitCode);

        var all = await ReadAsync();
        Assert.Equal(finished.Select(RecordedTrials.ResultOf), finished.Select(trial => RecordedTrials.ResultOf(all[trial.Number])));
        Assert.Equal(Enumerable.Range(0, trials), all.Select(trial => trial.Number));
        Assert.All(all, trial => Assert.Equal(TrialState.Complete, trial.State));
        Assert.Equal(Enumerable.Range(0, trials), all.Select(trial => trial.FinishOrder!.Value).Order());

        StudyProcess Start() => StudyProcess.StartStudy(study, "run", "--store", store, "--workers", "2", "--pause", "20", "--trials", $"{trials}");

        async Task<IReadOnlyList<Trial>> ReadAsync()
        {
            await using var opened = open();
            return await opened.FindAsync(study, Cancel) is { } record ? await record.ReadAsync(Cancel) : [];
        }
    }
}
