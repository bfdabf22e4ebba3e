using Dapper;
using HyperSearch;
using HyperSearch.Runner;
using Microsoft.Data.Sqlite;

namespace Search.Tests;

/// <summary>The verbs that keep studies: <c>copy</c>, <c>rename</c>, <c>delete</c>, <c>backup</c>.</summary>
public sealed class KeepingTests(PostgresServer server) : IClassFixture<PostgresServer>, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Store => _folder.File("studies.db");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_copy_in_another_store_reports_replays_and_goes_on_like_the_original()
    {
        await InvokeAsync("run", "--workers", "2");
        var other = _folder.File("other.db");

        var copy = await InvokeAsync("copy", "mine", "--to", other);

        Assert.Equal((0, $"copied 'test-study' to 'mine' in {other}: 20 trials: 20 complete\n"), (copy.ExitCode, copy.Out));
        Assert.Equal((await InvokeAsync("trials", "--format", "csv")).Out, (await InvokeAsync("trials", "--name", "mine", "--format", "csv", "--store", other)).Out);
        Assert.Contains("20 proposals recomputed, all identical", (await InvokeAsync("replay", "--name", "mine", "--store", other)).Out, StringComparison.Ordinal);
        Assert.Contains("25 trials: 25 complete", (await InvokeAsync("run", "--name", "mine", "--store", other, "--trials", "25")).Out, StringComparison.Ordinal);
        Assert.Contains("20 trials: 20 complete", (await InvokeAsync("report")).Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_copy_and_a_renamed_study_have_their_checkpoints()
    {
        await SaveAndWaitAsync();

        await InvokeAsync("copy", "copied");
        await InvokeAsync("copy", "copied", "--to", _folder.File("other.db"));
        await InvokeAsync("rename", "renamed");

        foreach (var (name, store) in new[] { ("copied", Store), ("copied", _folder.File("other.db")), ("renamed", Store) })
        {
            Assert.Equal([$"{FileName.Of(name)}/0.checkpoint"], Checkpoints(store).Where(file => file.StartsWith(name, StringComparison.Ordinal)));
            var found = -1;
            await CommandRun.OfAsync(Studies.Create((_, trial, _) => found = trial.Checkpoint?.Step ?? -2), "run", "--name", name, "--store", store, "--trials", "1");
            Assert.Equal(3, found);
        }
        Assert.Empty(Checkpoints(Store));
    }

    [Fact]
    public async Task A_renamed_study_goes_on_under_its_new_name()
    {
        await InvokeAsync("run");

        Assert.Equal((0, "renamed 'test-study' to 'first try'\n"), await InvokeAsync("rename", "first try") is var run ? (run.ExitCode, run.Out) : default);

        Assert.Equal((1, "There is no study 'test-study' on record. There are: first try.\n"), await InvokeAsync("report") is var gone ? (gone.ExitCode, gone.Error) : default);
        Assert.Contains("finished: 20 of 20 trials", (await InvokeAsync("resume", "--name", "first try")).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_name_that_is_taken_is_refused()
    {
        await InvokeAsync("run");
        await InvokeAsync("copy", "other");

        foreach (var verb in (string[])["copy", "rename"])
            Assert.Equal((1, $"There is a study 'other' in {Store} already. Choose another name: nothing was changed.\n"), await InvokeAsync(verb, "other") is var run ? (run.ExitCode, run.Error) : default);
    }

    [Theory]
    [InlineData("y\n", 0)]
    [InlineData(" Yes\n", 0)]
    [InlineData("n\n", 1)]
    [InlineData("\n", 1)]
    public async Task Delete_says_what_will_go_and_asks_first(string answer, int exitCode)
    {
        await SaveAndWaitAsync();
        await InvokeAsync("run");
        var best = (await InvokeAsync("report", "--format", "json")).Out;

        var run = await CommandRun.OfAsync(Studies.Create(), answer, ["delete", "--store", Store]);

        Assert.Equal(exitCode, run.ExitCode);
        Assert.StartsWith("'test-study' would go, with all that is on record of it: 20 trials: 20 complete, best score ", run.Error, StringComparison.Ordinal);
        Assert.Contains("Delete it? y/N ", run.Error, StringComparison.Ordinal);
        if (exitCode == 0)
            Assert.StartsWith("deleted 'test-study': 20 trials: 20 complete", run.Out, StringComparison.Ordinal);
        else
            Assert.Equal(best, (await InvokeAsync("report", "--format", "json")).Out);
        Assert.Equal(exitCode == 0, (await InvokeAsync("list", "--format", "csv")).Out.Count(c => c == '\n') == 1);
    }

    [Fact]
    public async Task Where_nobody_can_be_asked_delete_needs_to_be_told()
    {
        await SaveAndWaitAsync();

        var refused = await InvokeAsync("delete");

        Assert.Equal((2, ""), (refused.ExitCode, refused.Out));
        Assert.Contains("--yes", refused.Error, StringComparison.Ordinal);
        Assert.Equal([$"{FileName.Of("test-study")}/0.checkpoint"], Checkpoints(Store));
        Assert.Equal(0, (await InvokeAsync("delete", "--yes")).ExitCode);
        Assert.Empty(Checkpoints(Store));
        Assert.Equal(1, (await InvokeAsync("delete", "--yes")).ExitCode);
    }

    [Fact]
    public async Task A_study_at_work_is_named_with_the_process_that_works_on_it()
    {
        await using var store = new SqliteStudyStore(Store);
        await (await store.OpenAsync(Studies.Define(Studies.Create()), Cancel)).StartAsync(_ => new(new Point([0.5, 0.5])), null, Cancel);

        foreach (var args in (string[][])[["rename", "new"], ["delete", "--yes"]])
        {
            Assert.Equal((1, $"Study 'test-study' is at work in process {Environment.ProcessId} on {WorkerIdentity.OfThisProcess.Host}. Wait for it to end, or end it with Ctrl-C, and try again: nothing was changed.\n"),
                await InvokeAsync(args[0], args[1..]) is var run ? (run.ExitCode, run.Error) : default);
        }
    }

    [Fact]
    public async Task A_backup_is_a_store_and_is_never_written_over_a_file()
    {
        await InvokeAsync("run");
        await InvokeAsync("run", "--name", "second", "--trials", "5");
        var file = _folder.File("backup.db");

        var backup = await InvokeAsync("backup", file);
        var again = await InvokeAsync("backup", file);

        Assert.Equal((0, $"backed up to {file}: 2 studies, 25 trials, checked and whole\n"), (backup.ExitCode, backup.Out));
        Assert.Equal((1, $"{file} exists already. A backup is never written over a file: name another.\n"), (again.ExitCode, again.Error));
        Assert.Equal((await InvokeAsync("trials", "--format", "json")).Out, (await InvokeAsync("trials", "--format", "json", "--store", file)).Out);
        Assert.Contains("The folder", (await InvokeAsync("backup", _folder.File("no/backup.db"))).Error, StringComparison.Ordinal);
        Assert.Equal(["backup.db", "studies.db"], Directory.GetFiles(Path.GetDirectoryName(Store)!).Select(Path.GetFileName).Order());
    }

    [Fact]
    public async Task A_damaged_file_makes_no_backup()
    {
        await InvokeAsync("run", "--trials", "300");
        await using (var stream = File.OpenWrite(Store))
        {
            stream.Position = stream.Length / 2 / 4096 * 4096;
            await stream.WriteAsync(new byte[4096], Cancel);
        }

        var backup = await InvokeAsync("backup", _folder.File("backup.db"));

        Assert.Equal(1, backup.ExitCode);
        Assert.Contains("damaged", backup.Error, StringComparison.Ordinal);
        Assert.Equal(["studies.db"], Directory.GetFiles(Path.GetDirectoryName(Store)!).Select(Path.GetFileName));
    }

    [Fact]
    public async Task A_server_is_backed_up_by_its_own_program()
    {
        var backup = await InvokeAsync("backup", _folder.File("backup.db"), "--store", await server.CreateDatabaseAsync());

        Assert.Equal(1, backup.ExitCode);
        Assert.Contains("pg_dump", backup.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_backup_that_is_taken_while_processes_write_is_whole_and_can_be_resumed()
    {
        const int Processes = 3, Trials = 400;
        var processes = Enumerable.Range(0, Processes).Select(_ => StudyProcess.Start("run", "--store", Store, "--workers", "2", "--pause", "5", "--trials", $"{Trials}")).ToArray();
        var backups = new List<(string File, int Trials)>();
        while (backups.Count < 3)
        {
            await Task.Delay(100, Cancel);
            if (!File.Exists(Store))
                continue;
            await using var store = new SqliteStudyStore(Store);
            if (await store.FindAsync(ProcessStudy.Name, Cancel) is not { } record || (await record.CountAsync(Cancel)).Finished < 10 * (1 + backups.Count))
                continue;
            var file = _folder.File($"backup{backups.Count}.db");
            await store.BackupAsync(file, Cancel);
            backups.Add((file, (await record.CountAsync(Cancel)).Finished));
        }
        foreach (var process in processes)
        {
            Assert.Equal(0, (await process.EndAsync()).ExitCode);
            process.Dispose();
        }

        var all = await ReadAsync(Store);
        Assert.Equal(Trials, all.Count(trial => trial.State == TrialState.Complete));
        foreach (var (file, most) in backups)
        {
            await using (var connection = new SqliteConnection($"Data Source={file};Pooling=false"))
                Assert.Equal("ok", await connection.ExecuteScalarAsync<string>("PRAGMA integrity_check"));
            var then = await ReadAsync(file);
            Assert.InRange(then.Count(trial => trial.IsFinished), 10, most);
            Assert.DoesNotContain(then, trial => trial.State == TrialState.Running);
            Assert.All(then, trial => Assert.Equal((all[trial.Number].Point, all[trial.Number].Observed), (trial.Point, trial.Observed)));
            Assert.All(then.Where(trial => trial.IsFinished), trial => Assert.Equal((all[trial.Number].Value, all[trial.Number].FinishOrder), (trial.Value, trial.FinishOrder)));
            var resumed = await CommandRun.OfAsync(ProcessStudy.Create(), "resume", "--store", file, "--workers", "2", "--trials", $"{then.Count + 5}");
            Assert.Equal(0, resumed.ExitCode);
            Assert.Equal(then.Count + 5, (await ReadAsync(file)).Count(trial => trial.State == TrialState.Complete));
        }
    }

    private static async Task<IReadOnlyList<Trial>> ReadAsync(string file)
    {
        await using var store = new SqliteStudyStore(file);
        return await (await store.FindAsync(ProcessStudy.Name, Cancel))!.ReadAsync(Cancel);
    }

    /// <summary>A trial that saved a checkpoint, then was interrupted.</summary>
    private async Task SaveAndWaitAsync()
    {
        await using var store = new SqliteStudyStore(Store);
        var study = Studies.Create(null, trials: 1);
        var record = await store.OpenAsync(Studies.Define(study), Cancel);
        var trial = (await record.StartAsync(_ => new(new Point([0.5, 0.5])), null, Cancel))!;
        new CheckpointFile(StoreOption.CheckpointFolder(Store)!, study.Name, record.Study.Space, trial).Write(3, [], stream => stream.WriteByte(7));
        await record.ReleaseAsync(trial);
    }

    private static IEnumerable<string> Checkpoints(string store)
    {
        var folder = StoreOption.CheckpointFolder(store);
        return Directory.Exists(folder) ? Directory.GetFiles(folder, "*.checkpoint", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(folder, file)).Order() : [];
    }

    private Task<CommandRun> InvokeAsync(string verb, params string[] args) =>
        CommandRun.OfAsync(Studies.Create(), [verb, .. args, .. args.Contains("--store") ? [] : (string[])["--store", Store]]);
}
