using Dapper;
using HyperSearch;
using HyperSearch.Runner;
using Microsoft.Data.Sqlite;

namespace Search.Tests;

/// <summary>Disks that are full or read-only, of processes of their own.</summary>
public sealed class SmallDiskTests
{
    private const string Store = "studies.db";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_disk_that_fills_up_ends_the_run_and_costs_nothing_that_was_recorded()
    {
        await using var disk = await SmallDisk.CreateAsync("1m");
        var full = $"The disk of {disk.File(Store)} is full. Make room and run again: what was recorded before is kept.";

        var first = await RunAsync(disk);
        var finished = (await ReadAsync(disk)).Where(trial => trial.IsFinished).ToList();
        var report = await disk.RunStudyAsync("report", "--store", disk.File(Store));
        var again = await RunAsync(disk);
        var still = await ReadAsync(disk);
        await disk.RemountAsync("size=16m");
        var last = await RunAsync(disk);
        var all = await ReadAsync(disk);

        Assert.Equal((1, true), (first.ExitCode, first.Error.EndsWith(full + "\n", StringComparison.Ordinal)));
        Assert.Equal((1, true), (again.ExitCode, again.Error.EndsWith(full + "\n", StringComparison.Ordinal)));
        Assert.InRange(finished.Count, 100, 1400);
        Assert.Equal((0, ""), (report.ExitCode, report.Error));
        Assert.Contains($"{finished.Count} complete", report.Out, StringComparison.Ordinal);
        Assert.Equal(finished.Select(RecordedTrials.ResultOf), finished.Select(trial => RecordedTrials.ResultOf(still[trial.Number])));
        Assert.Equal((0, ""), (last.ExitCode, last.ExitCode == 0 ? "" : last.Error));
        Assert.Equal(finished.Select(RecordedTrials.ResultOf), finished.Select(trial => RecordedTrials.ResultOf(all[trial.Number])));
        Assert.Equal(Enumerable.Range(0, 1500), all.Select(trial => trial.Number));
        Assert.All(all, trial => Assert.Equal(TrialState.Complete, trial.State));
        Assert.Equal(Enumerable.Range(0, 1500), all.Select(trial => trial.FinishOrder!.Value).Order());
        using var copy = CopyOf(disk);
        await using var connection = new SqliteConnection($"Data Source={copy.File(Store)};Pooling=false");
        Assert.Equal("ok", await connection.ExecuteScalarAsync<string>("PRAGMA integrity_check"));

        static Task<CommandRun> RunAsync(SmallDisk disk) =>
            disk.RunStudyAsync("run", "--store", disk.File(Store), "--workers", "2", "--pause", "0", "--trials", "1500");
    }

    /// <summary>Room for nothing, for the file, for a part of its log.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(12)]
    [InlineData(60)]
    public async Task A_disk_on_which_there_is_no_room_for_a_new_file_says_so_and_the_study_can_be_made_later(int left)
    {
        await using var disk = await SmallDisk.CreateAsync("1m");
        await File.WriteAllBytesAsync(disk.Outside("big"), new byte[(1024 - left) * 1024], Cancel);

        var full = await disk.RunStudyAsync("run", "--store", disk.File(Store), "--pause", "0");
        File.Delete(disk.Outside("big"));
        var room = await disk.RunStudyAsync("run", "--store", disk.File(Store), "--pause", "0");

        Assert.Equal((1, $"The disk of {disk.File(Store)} is full. Make room and run again: what was recorded before is kept."), (full.ExitCode, full.Error.TrimEnd().Split('\n')[^1]));
        Assert.Equal(0, room.ExitCode);
        Assert.All(await ReadAsync(disk), trial => Assert.Equal(TrialState.Complete, trial.State));
    }

    [Fact]
    public async Task A_checkpoint_that_does_not_fit_is_warned_about_once_and_the_trial_goes_on()
    {
        await using var disk = await SmallDisk.CreateAsync("256k");
        var study = Studies.Create((_, trial, _) =>
        {
            trial.Report(1, 0.5);
            trial.SaveCheckpoint(1, new MemoryStream(new byte[1000]));
            trial.Report(2, 0.75);
            trial.SaveCheckpoint(2, new MemoryStream(new byte[1_000_000]));
            return trial.Number;
        }, trials: 3);
        await using var store = new MemoryStudyStore();
        var record = await store.OpenAsync(Studies.Define(study), Cancel);
        var runner = new StudyRunner(study, study.TraceSpace(), record, new() { Workers = 1, CheckpointFolder = disk.Outside("checkpoints") });

        await runner.RunAsync(Cancel);

        Assert.All(await record.ReadAsync(Cancel), trial => Assert.Equal((TrialState.Complete, 2), (trial.State, trial.Measurements.Count)));
        Assert.StartsWith("A checkpoint could not be saved: ", Assert.Single(runner.Monitor.Snapshot().Warnings), StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(disk.Outside("checkpoints"), "*.checkpoint*", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task On_a_read_only_disk_a_store_can_be_read_and_is_not_written()
    {
        await using var disk = await SmallDisk.CreateAsync("1m");
        await disk.RunStudyAsync("run", "--store", disk.File(Store), "--pause", "0");
        await disk.RemountAsync("ro");

        await AssertReadableAsync(disk, "30 complete");
        Assert.Contains("read-only disk", await RefusedAsync(disk), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_read_only_also_for_root_can_be_read_and_is_not_written()
    {
        await using var disk = await SmallDisk.CreateAsync("1m");
        await disk.RunStudyAsync("run", "--store", disk.File(Store), "--pause", "0");
        await disk.ProtectAsync(Store);

        await AssertReadableAsync(disk, "30 complete");
        Assert.Contains("is read-only", await RefusedAsync(disk), StringComparison.Ordinal);
    }

    /// <summary>A killed process leaves its log, without which the file is not all of the record.</summary>
    [Fact]
    public async Task On_a_read_only_disk_the_log_of_a_killed_process_is_read_or_asked_for()
    {
        await using var disk = await SmallDisk.CreateAsync("4m");
        using (var process = disk.Start("run", "--store", disk.File(Store), "--workers", "1", "--pause", "10", "--trials", "1000"))
        {
            while (!File.Exists(disk.Outside(Store)) || (await ReadAsync(disk)).Count(trial => trial.IsFinished) < 20)
                await Task.Delay(20, Cancel);
            await process.KillAsync();
        }
        File.Copy(disk.Outside(Store), disk.Outside("copy.db"));
        File.Copy(disk.Outside(Store + "-wal"), disk.Outside("copy.db-wal"));
        await disk.RemountAsync("ro");

        await AssertReadableAsync(disk, "complete");
        var copy = await disk.RunStudyAsync("report", "--store", disk.File("copy.db"));

        Assert.Equal(1, copy.ExitCode);
        Assert.Contains($"a part of the record is still in {disk.File("copy.db")}-wal", copy.Error, StringComparison.Ordinal);
    }

    private static async Task AssertReadableAsync(SmallDisk disk, string counts)
    {
        var report = await disk.RunStudyAsync("report", "--store", disk.File(Store));
        Assert.Equal((0, ""), (report.ExitCode, report.Error));
        Assert.Contains(counts, report.Out, StringComparison.Ordinal);
    }

    private static async Task<string> RefusedAsync(SmallDisk disk)
    {
        var before = await File.ReadAllBytesAsync(disk.Outside(Store), Cancel);
        var run = await disk.RunStudyAsync("run", "--store", disk.File(Store), "--trials", "40");
        Assert.Equal(1, run.ExitCode);
        Assert.DoesNotContain("   at ", run.Error, StringComparison.Ordinal);
        Assert.Equal(before, await File.ReadAllBytesAsync(disk.Outside(Store), Cancel));
        return run.Error;
    }

    // The store and its log. A newer SQLite follows links by their text, which does not lead into the other process's files.
    private static TemporaryFolder CopyOf(SmallDisk disk)
    {
        var folder = new TemporaryFolder();
        foreach (var file in (string[])[Store, Store + "-wal"])
        {
            if (File.Exists(disk.Outside(file)))
                File.Copy(disk.Outside(file), folder.File(file));
        }
        return folder;
    }

    private static async Task<IReadOnlyList<Trial>> ReadAsync(SmallDisk disk)
    {
        using var copy = CopyOf(disk);
        await using var store = new SqliteStudyStore(copy.File(Store));
        return await store.FindAsync(ProcessStudy.Name, Cancel) is { } record ? await record.ReadAsync(Cancel) : [];
    }
}
