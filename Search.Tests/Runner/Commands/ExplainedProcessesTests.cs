using HyperSearch;
using HyperSearch.Core;
using HyperSearch.Runner;

namespace Search.Tests;

/// <summary>What several processes or workers proposed, by strategies that learn from results, can be explained from the record alone.</summary>
public sealed class ExplainedProcessesTests(PostgresServer server) : IClassFixture<PostgresServer>, IDisposable
{
    // Of a reproducible run.
    private const int Trials = 40;

    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(ConditionalStudy.Tpe)]
    [InlineData(ConditionalStudy.Auto)]
    public async Task Every_proposal_of_three_processes_of_which_one_is_killed_can_be_recomputed_from_a_SQLite_file(string study)
    {
        var file = _folder.File("studies.db");
        await RunKillAndReplayAsync(study, file, () => new SqliteStudyStore(file));
    }

    [Theory]
    [InlineData(ConditionalStudy.Tpe)]
    [InlineData(ConditionalStudy.Auto)]
    public async Task Every_proposal_of_three_processes_of_which_one_is_killed_can_be_recomputed_from_PostgreSQL(string study)
    {
        var address = await server.CreateDatabaseAsync();
        await RunKillAndReplayAsync(study, address, () => new PostgresStudyStore(address));
    }

    /// <summary>Under load, by workers and trials whose timing is never the same; the last run is killed on the way.</summary>
    [Theory]
    [InlineData(ConditionalStudy.Tpe)]
    [InlineData(ConditionalStudy.Auto)]
    public async Task Reproducible_runs_have_identical_tables(string study)
    {
        using var load = new Load();
        var tables = new List<string>();
        for (var run = 0; run < 3; run++)
        {
            var file = _folder.File($"{run}.db");
            if (run == 2)
                await RunAndKillAsync(file);
            using var process = Start(file);
            Assert.Equal((0, ""), Failure(await process.EndAsync()));
            tables.Add(await TableAsync(study, file));
        }

        Assert.Contains("failed", tables[0], StringComparison.Ordinal);
        Assert.Equal(tables[0], tables[1]);
        Assert.Equal(tables[0], tables[2]);

        StudyProcess Start(string file) => StudyProcess.StartStudy(study, "run", "--store", file, "--workers", "4", "--trials", $"{Trials}", "--reproducible");

        async Task RunAndKillAsync(string file)
        {
            using var process = Start(file);
            while (!File.Exists(file) || (await ReadAsync(study, new SqliteStudyStore(file))).Count(trial => trial.IsFinished) < 20)
                await Task.Delay(100, Cancel);
            await process.KillAsync();
        }
    }

    private async Task RunKillAndReplayAsync(string study, string store, Func<IStudyStore> open)
    {
        // However slowly processes start: the first trials end when more are under way than one process has workers.
        var gate = _folder.File("gate");
        var processes = Enumerable.Range(0, 3).Select(_ => Start()).ToList();
        while ((await ReadAsync(study, open())).Count < 4)
            await Task.Delay(100, Cancel);
        await File.WriteAllTextAsync(gate, "", Cancel);
        while ((await ReadAsync(study, open())).Count(trial => trial.IsFinished) < 25)
            await Task.Delay(100, Cancel);
        await processes[1].KillAsync();
        foreach (var process in processes.Where((_, i) => i != 1))
            Assert.Equal((0, ""), Failure(await process.EndAsync()));
        processes.ForEach(process => process.Dispose());
        // What the killed one held, if the others had ended before.
        using (var last = Start())
            Assert.Equal((0, ""), Failure(await last.EndAsync()));

        var trials = await ReadAsync(study, open());
        var replay = await CommandRun.OfAsync(ConditionalStudy.Create(study), "replay", "--store", store);

        Assert.Equal($"{trials.Count} proposals recomputed, all identical\n", replay.Out);
        Assert.Equal(0, replay.ExitCode);
        Assert.Equal(ConditionalStudy.Create(study).Budget.Trials, trials.Count);
        Assert.All(trials, trial => Assert.True(trial.IsFinished));
        // With more trials under way than one process has workers.
        Assert.Contains(trials, trial => trial.Number - trial.Observed > 2);

        StudyProcess Start() => StudyProcess.StartStudy(study, new Dictionary<string, string> { [ConditionalStudy.GateVariable] = gate }, "run", "--store", store, "--workers", "2");
    }

    private static (int ExitCode, string Error) Failure(CommandRun end) => (end.ExitCode, end.ExitCode == 0 ? "" : end.Error);

    private static async Task<IReadOnlyList<Trial>> ReadAsync(string study, IStudyStore store)
    {
        await using (store)
            return await store.FindAsync(study, Cancel) is { } record ? await record.ReadAsync(Cancel) : [];
    }

    // The column of times is left out, and the errors, which have line numbers.
    private static async Task<string> TableAsync(string study, string file)
    {
        var trials = await CommandRun.OfAsync(ConditionalStudy.Create(study), "trials", "--store", file, "--format", "csv");
        var rows = trials.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(row => row.TrimEnd('\r').Split(',')).ToList();
        var times = Array.IndexOf(rows[0], "seconds");
        Assert.Equal(Trials + 1, rows.Count);
        return string.Join('\n', rows.Select(row => string.Join(',', row.Take(times))));
    }
}
