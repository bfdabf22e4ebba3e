using HyperSearch;
using HyperSearch.Core;
using HyperSearch.Runner;

namespace Search.Tests;

/// <summary>Trials that end their process: see <see cref="EndingStudy"/>.</summary>
public sealed class EndingProcessesTests(PostgresServer server) : IClassFixture<PostgresServer>, IDisposable
{
    private static readonly int Deaths = TestKills.Count(6);

    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("overflow")]
    [InlineData("exit")]
    [InlineData("fail")]
    [InlineData("kill")]
    public async Task A_trial_that_always_ends_its_process_has_failed_after_three_runs_and_the_fourth_ends_the_study(string way)
    {
        var store = _folder.File("studies.db");
        string[] run = ["run", "--store", store, "--workers", "3", "--trials", "12", "--way", way];
        for (var death = 0; death < 3; death++)
        {
            using var dying = StudyProcess.StartStudy(EndingStudy.Name, run);
            Assert.Equal(way == "exit" ? 0 : 128 + (way == "kill" ? 9 : 6), (await dying.EndAsync()).ExitCode);
            Assert.NotEqual(12, (await ReadAsync(new SqliteStudyStore(store))).Count(trial => trial.IsFinished));
        }
        using var last = StudyProcess.StartStudy(EndingStudy.Name, run);
        var end = await last.EndAsync();

        Assert.Equal(0, end.ExitCode);
        Assert.Contains("12 trials: 11 complete, 1 failed", end.Out, StringComparison.Ordinal);
        var trials = await ReadAsync(new SqliteStudyStore(store));
        Assert.Equal(Enumerable.Range(0, 12), trials.Select(trial => trial.Number));
        Assert.Equal([7], trials.Where(trial => trial.State == TrialState.Failed).Select(trial => trial.Number));
        var failed = (await InvokeAsync("trials", "--state", "failed", "--format", "csv", "--store", store)).Out;
        Assert.Contains("The process died 3 times with this trial in it, the last time process ", failed, StringComparison.Ordinal);
        var shown = (await InvokeAsync("show", "7", "--store", store)).Out;
        Assert.Contains("state     failed, attempt 3\n", shown, StringComparison.Ordinal);
        for (var attempt = 1; attempt <= 3; attempt++)
            Assert.Matches($"attempt   {attempt} its process died: process \\d+ on {Environment.MachineName}, started \\d\\d\\d\\d-", shown);
        Assert.Equal((0, "12 proposals recomputed, all identical\n"), await InvokeAsync("replay", "--store", store) is var replay ? (replay.ExitCode, replay.Out) : default);
    }

    [Fact]
    public async Task A_study_in_a_SQLite_file_of_which_trials_end_their_process_at_random_ends_with_each_of_them_complete_or_failed()
    {
        var file = _folder.File("studies.db");
        await RunToTheEndAsync(file, () => new SqliteStudyStore(file));
    }

    [Fact]
    public async Task A_study_in_PostgreSQL_of_which_trials_end_their_process_at_random_ends_with_each_of_them_complete_or_failed()
    {
        var address = await server.CreateDatabaseAsync();
        await RunToTheEndAsync(address, () => new PostgresStudyStore(address));
    }

    private static async Task RunToTheEndAsync(string store, Func<IStudyStore> open)
    {
        // One in ten takes three processes with it.
        var trials = Math.Max(20, (10 * Deaths + 2) / 3);
        var processes = Enumerable.Range(0, 2).Select(_ => Start()).ToList();
        var runs = processes.ConvertAll(process => process.EndAsync());
        var started = processes.Count;
        while (true)
        {
            var ended = runs.IndexOf(await Task.WhenAny(runs));
            if (await ReadAsync(open()) is var now && now.Count == trials && now.All(trial => trial.IsFinished))
                break;
            Assert.InRange(++started, 0, 3 * trials);
            processes[ended].Dispose();
            processes[ended] = Start();
            runs[ended] = processes[ended].EndAsync();
        }
        await Task.WhenAll(runs);
        processes.ForEach(process => process.Dispose());

        await using var opened = open();
        var record = (await opened.FindAsync(EndingStudy.Name, Cancel))!;
        var all = await record.ReadAsync(Cancel);
        Assert.Equal(Enumerable.Range(0, trials), all.Select(trial => trial.Number));
        Assert.Equal(Enumerable.Range(0, trials), all.Select(trial => trial.FinishOrder!.Value).Order());
        foreach (var trial in all)
        {
            var died = (await record.ReadAttemptsAsync(trial.Number, Cancel)).Count(attempt => attempt.End == AttemptEnd.Died);
            Assert.Equal(trial.State == TrialState.Failed ? 3 : trial.Attempt - 1, died);
            Assert.True(trial.State switch
            {
                TrialState.Failed => !IsInnocent(trial.Number) && trial.Error!.StartsWith("The process died 3 times", StringComparison.Ordinal),
                TrialState.Complete => !EndingStudy.AlwaysEnds(trial.Number) && died <= 2,
                _ => false,
            }, $"{trial}");
        }
        var replay = await InvokeAsync("replay", "--store", store);
        Assert.Equal((0, $"{trials} proposals recomputed, all identical\n"), (replay.ExitCode, replay.Out));

        StudyProcess Start() => StudyProcess.StartStudy(EndingStudy.Name, "run", "--store", store, "--workers", "2", "--trials", $"{trials}");

        static bool IsInnocent(int trial) => !EndingStudy.AlwaysEnds(trial) && !EndingStudy.EndsAtTimes(trial);
    }

    private static Task<CommandRun> InvokeAsync(params string[] args) => CommandRun.OfAsync(EndingStudy.Create(), args);

    private static async Task<IReadOnlyList<Trial>> ReadAsync(IStudyStore store)
    {
        await using (store)
            return await store.FindAsync(EndingStudy.Name, Cancel) is { } record ? await record.ReadAsync(Cancel) : [];
    }
}
