using HyperSearch;
using HyperSearch.Runner;
using Microsoft.Data.Sqlite;

namespace Search.Tests;

public sealed class KilledProcessTests : IDisposable
{
    private const int Kills = 6;
    private readonly TemporaryFolder _folder = new();

    private string Store => _folder.File("studies.db");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_study_that_is_killed_and_started_again_ends_as_if_it_had_never_been_killed()
    {
        var random = new RandomStream(2, 0, StreamPurpose.Evaluate);
        IReadOnlyList<Trial> finished = [];
        for (var kill = 0; kill < Kills; kill++)
        {
            using var process = StudyProcess.Start("run", "--store", Store, "--workers", "2", "--pause", "20");
            await Task.Delay(250 + random.NextInt(350));
            await process.KillAsync();
            var now = await ReadAsync();
            Assert.Equal(finished.Select(RecordedTrials.ResultOf), finished.Select(trial => RecordedTrials.ResultOf(now[trial.Number])));
            finished = [.. now.Where(trial => trial.IsFinished)];
        }
        using var last = StudyProcess.Start("run", "--store", Store, "--workers", "2");
        Assert.Equal(0, (await last.EndAsync()).ExitCode);

        var trials = await ReadAsync();
        var unbroken = await UnbrokenAsync();
        Assert.Equal(Enumerable.Range(0, 30), trials.Select(trial => trial.Number));
        Assert.All(trials, trial => Assert.Equal(TrialState.Complete, trial.State));
        Assert.Equal(unbroken.Select(trial => (trial.Point, trial.Value)), trials.Select(trial => (trial.Point, trial.Value)));
        Assert.Equal(Enumerable.Range(0, 30), trials.Select(trial => trial.FinishOrder!.Value).Order());
        Assert.Equal("ok", await IntegrityAsync());
    }

    [Fact]
    public async Task An_interrupted_process_ends_with_130_and_leaves_no_trial_running()
    {
        if (OperatingSystem.IsWindows())
            Assert.Skip("Windows has no signal that a test could send.");
        using var process = StudyProcess.Start("run", "--store", Store, "--workers", "2", "--pause", "100");
        while (!File.Exists(Store) || (await ReadAsync()).All(trial => !trial.IsFinished))
            await Task.Delay(20);
        await process.InterruptAsync();

        var end = await process.EndAsync();

        Assert.Equal(130, end.ExitCode);
        Assert.DoesNotContain(await ReadAsync(), trial => trial.State is TrialState.Running or TrialState.Failed);
    }

    [Fact]
    public async Task Two_processes_share_a_study_without_doing_a_trial_twice()
    {
        using var one = StudyProcess.Start("run", "--store", Store, "--workers", "2", "--pause", "5");
        using var two = StudyProcess.Start("run", "--store", Store, "--workers", "2", "--pause", "5");

        Assert.Equal((0, 0), ((await one.EndAsync()).ExitCode, (await two.EndAsync()).ExitCode));
        var trials = await ReadAsync();
        Assert.Equal(Enumerable.Range(0, 30), trials.Select(trial => trial.Number));
        Assert.All(trials, trial => Assert.Equal((TrialState.Complete, 1), (trial.State, trial.Attempt)));
    }

    private async Task<IReadOnlyList<Trial>> ReadAsync() => File.Exists(Store) ? await ServeProcess.TrialsAsync(new SqliteStudyStore(Store), ProcessStudy.Name) : [];

    private static async Task<IReadOnlyList<Trial>> UnbrokenAsync()
    {
        var study = ProcessStudy.Create();
        study.Options[0].Value = "0";
        await using var store = new MemoryStudyStore();
        var record = await store.OpenAsync(Studies.Define(study));
        await new StudyRunner(study, study.TraceSpace(), record, new() { Workers = 1 }).RunAsync();
        return await record.ReadAsync();
    }

    private async Task<string?> IntegrityAsync()
    {
        await using var connection = new SqliteConnection($"Data Source={Store};Pooling=false");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA integrity_check";
        return (string?)await command.ExecuteScalarAsync();
    }
}
