using Dapper;
using HyperSearch;
using HyperSearch.Core;
using HyperSearch.Runner;
using Microsoft.Data.Sqlite;

namespace Search.Tests;

/// <summary>Files that cannot be used: each is refused with a message that says what to do, and is left as it is.</summary>
public sealed class SqliteFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string File => _folder.File("studies.db");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static StudyDefinition Study { get; } =
        new("study", new SearchSpace(new FloatParameter("x", 0, 1)), Goal.Maximize("score"), 1);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_file_that_is_not_a_database_is_refused_and_left_as_it_is()
    {
        await System.IO.File.WriteAllTextAsync(File, string.Concat(Enumerable.Repeat("a shopping list\n", 1000)), Cancel);

        await RefusedAsync("is not a database");
    }

    [Fact]
    public async Task A_database_of_another_program_is_refused_and_left_as_it_is()
    {
        Execute("CREATE TABLE songs (title TEXT)");

        await RefusedAsync("is a database of another program");
    }

    [Fact]
    public async Task A_file_of_a_newer_version_is_refused_and_left_as_it_is()
    {
        await RecordAsync();
        Execute("PRAGMA user_version = 1000");

        await RefusedAsync("has version 1000");
    }

    [Fact]
    public async Task A_picture_is_refused_and_left_as_it_is()
    {
        byte[] picture = [0x89, .. "PNG\r\n\u001a\n\0\0\0\rIHDR"u8, .. new byte[5000]];
        await System.IO.File.WriteAllBytesAsync(File, picture, Cancel);

        await RefusedAsync("is not a database");
    }

    [Fact]
    public async Task A_file_of_zeros_is_refused_and_left_as_it_is()
    {
        await System.IO.File.WriteAllBytesAsync(File, new byte[8192], Cancel);

        await RefusedAsync("is not a database");
    }

    /// <summary>At bytes of all kinds: in the header, at the ends of pages, within them.</summary>
    [Fact]
    public async Task A_file_that_is_cut_off_anywhere_is_refused_and_left_as_it_is()
    {
        await RecordAsync(trials: 100);
        var whole = await System.IO.File.ReadAllBytesAsync(File, Cancel);
        var random = new RandomStream(3, 0, StreamPurpose.Evaluate);
        int[] lengths = [1, 15, 16, 99, 100, 511, 4095, 4096, 4097, whole.Length - 4096, whole.Length - 1, .. Enumerable.Range(0, 30).Select(_ => 1 + random.NextInt(whole.Length - 1))];
        foreach (var length in lengths)
        {
            await System.IO.File.WriteAllBytesAsync(File, whole[..length], Cancel);
            await RefusedAsync(length < 99 ? "is not a database" : "is damaged or cut off");
        }
    }

    /// <summary>What is cut from the end of a log, as by a power cut that the disk did not honour, are the last commits.</summary>
    [Fact]
    public async Task A_log_that_is_cut_off_anywhere_gives_what_was_recorded_until_then_and_the_study_goes_on()
    {
        var (file, log) = await RecordWithLogAsync();
        var random = new RandomStream(4, 0, StreamPurpose.Evaluate);
        var counts = new List<int>();
        foreach (var length in Enumerable.Range(0, 25).Select(_ => random.NextInt(log.Length)).Append(0).Append(log.Length).Order())
        {
            await System.IO.File.WriteAllBytesAsync(File, file, Cancel);
            await System.IO.File.WriteAllBytesAsync(File + "-wal", log[..length], Cancel);
            await using (var store = new SqliteStudyStore(File))
            {
                var record = await store.OpenAsync(Study, Cancel);
                var before = await record.ReadAsync(Cancel);
                counts.Add(before.Count);
                var next = await StartAsync(record);
                Assert.True(await record.FinishAsync(next!, TrialResult.Complete(1)));
                Assert.Equal(before.Where(trial => trial.IsFinished).Select(trial => trial.Value), (await record.ReadAsync(Cancel)).Take(before.Count).Where(trial => before[trial.Number].IsFinished).Select(trial => trial.Value));
                Assert.Equal(Enumerable.Range(0, counts[^1]).Append(next!.Number).Distinct(), (await record.ReadAsync(Cancel)).Select(trial => trial.Number));
            }
            Assert.Equal("ok", Execute<string>("PRAGMA integrity_check"));
        }
        Assert.Equal(counts.Order(), counts);
        Assert.Equal((0, 20), (counts[0], counts[^1]));
    }

    /// <summary>It may be all that is left of the study: what a log holds belongs to its file only.</summary>
    [Fact]
    public async Task A_file_that_is_refused_keeps_its_log()
    {
        var (file, log) = await RecordWithLogAsync();
        file[18] = file[19] = 99; // the version of the format: a newer SQLite's
        await System.IO.File.WriteAllBytesAsync(File, file, Cancel);
        await System.IO.File.WriteAllBytesAsync(File + "-wal", log, Cancel);

        await using (var store = new SqliteStudyStore(File))
            await Assert.ThrowsAsync<StoreException>(() => store.ListAsync(Cancel));

        Assert.Equal(file, await System.IO.File.ReadAllBytesAsync(File, Cancel));
        Assert.Equal(log, await System.IO.File.ReadAllBytesAsync(File + "-wal", Cancel));
    }

    [Fact]
    public async Task An_empty_file_is_left_alone_by_readers_and_taken_by_a_run()
    {
        await System.IO.File.WriteAllBytesAsync(File, [], Cancel);
        await using var store = new SqliteStudyStore(File);

        Assert.Empty(await store.ListAsync(Cancel));
        Assert.Null(await store.FindAsync("study", Cancel));
        Assert.Equal(0, new FileInfo(File).Length);
        await StartAsync(await store.OpenAsync(Study, Cancel));
        Assert.Single(await store.ListAsync(Cancel));
    }

    [Fact]
    public async Task A_missing_folder_is_named()
    {
        await using var store = new SqliteStudyStore(_folder.File("nowhere/studies.db"));

        var refusal = await Assert.ThrowsAsync<StoreException>(() => store.OpenAsync(Study, Cancel));

        Assert.Contains($"The folder {_folder.File("nowhere")} does not exist", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_is_no_file()
    {
        await using var store = new SqliteStudyStore(Path.GetDirectoryName(File)!);

        Assert.Contains("is a folder", (await Assert.ThrowsAsync<StoreException>(() => store.OpenAsync(Study, Cancel))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_read_only_file_can_be_read_and_is_not_written()
    {
        await RecordAsync();
        if (OperatingSystem.IsWindows() || Environment.IsPrivilegedProcess)
            Assert.Skip("Nothing is read-only for a privileged process.");
        if (!OperatingSystem.IsWindows())
            System.IO.File.SetUnixFileMode(File, UnixFileMode.UserRead);
        await using var store = new SqliteStudyStore(File);

        Assert.Single(await store.ListAsync(Cancel));
        Assert.Contains("is read-only", (await Assert.ThrowsAsync<StoreException>(() => store.OpenAsync(Study with { Name = "other" }, Cancel))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_write_that_the_file_refuses_harms_nothing_and_can_be_tried_again()
    {
        await using var store = new SqliteStudyStore(File);
        var record = await store.OpenAsync(Study, Cancel);
        var first = await StartAsync(record);
        await record.FinishAsync(first!, TrialResult.Complete(1));
        Execute("CREATE TRIGGER refuse BEFORE INSERT ON trials BEGIN SELECT RAISE(ABORT, 'no more'); END");

        var refusal = await Assert.ThrowsAsync<StoreException>(() => StartAsync(record));
        Execute("DROP TRIGGER refuse");
        var second = await StartAsync(record);

        Assert.Contains("cannot be used", refusal.Message, StringComparison.Ordinal);
        Assert.Equal((1, 1), (second!.Number, second.Observed));
        Assert.Equal([1.0, null], (await record.ReadAsync(Cancel)).Select(trial => trial.Value));
    }

    [Fact]
    public async Task A_measurement_that_could_not_be_written_is_written_with_the_next_that_can()
    {
        await using var store = new SqliteStudyStore(File);
        var record = await store.OpenAsync(Study, Cancel);
        var trial = await StartAsync(record);
        Execute("CREATE TRIGGER refuse BEFORE INSERT ON measurements BEGIN SELECT RAISE(ABORT, 'not now'); END");
        record.Report(trial!, new(1, 0.25));
        await Assert.ThrowsAsync<StoreException>(record.HeartbeatAsync);
        Execute("DROP TRIGGER refuse");

        Assert.True(await record.FinishAsync(trial!, TrialResult.Complete(0.5)));

        Assert.Equal([new(1, 0.25)], Assert.Single(await record.ReadAsync(Cancel)).Measurements);
    }

    [Fact]
    public async Task A_file_of_the_first_version_is_brought_up_to_date_with_its_trials()
    {
        await RecordAsync();
        Execute(StoreContractShared.DropExtras + "; DROP TABLE rounds; DROP TABLE earlier_results; DROP TABLE earlier_spaces; DROP TABLE attempts; DROP TABLE earlier_studies; DROP TABLE pruning_decisions; ALTER TABLE workers DROP COLUMN boot; ALTER TABLE workers DROP COLUMN instructions; PRAGMA user_version = 1");
        await using var store = new SqliteStudyStore(File);

        var record = (await store.FindAsync("study", Cancel))!;

        Assert.Single(await record.ReadAsync(Cancel));
        Assert.Empty(await record.ReadRoundsAsync(Cancel));
    }

    [Fact]
    public async Task Reading_makes_no_file()
    {
        await using var store = new SqliteStudyStore(File);

        Assert.Empty(await store.ListAsync(Cancel));
        Assert.Null(await store.FindAsync("study", Cancel));
        Assert.False(System.IO.File.Exists(File));
    }

    private static Task<Trial?> StartAsync(IStudyRecord record) =>
        record.StartAsync(_ => new Proposal(new Point([0.5])), null, Cancel);

    private async Task RecordAsync(int trials = 1)
    {
        await using var store = new SqliteStudyStore(File);
        var record = await store.OpenAsync(Study, Cancel);
        for (var i = 0; i < trials; i++)
            await StartAsync(record);
    }

    // A store as a killed process leaves it: 20 trials of which the file itself has none.
    private async Task<(byte[] File, byte[] Log)> RecordWithLogAsync()
    {
        await RecordAsync(trials: 0);
        await using var store = new SqliteStudyStore(File);
        var record = await store.OpenAsync(Study, Cancel);
        var file = await System.IO.File.ReadAllBytesAsync(File, Cancel);
        for (var i = 0; i < 20; i++)
            await record.FinishAsync((await StartAsync(record))!, TrialResult.Complete(i));
        Assert.Equal(file, await System.IO.File.ReadAllBytesAsync(File, Cancel));
        return (file, await System.IO.File.ReadAllBytesAsync(File + "-wal", Cancel));
    }

    private async Task RefusedAsync(string reason)
    {
        var before = await System.IO.File.ReadAllBytesAsync(File, Cancel);
        await using (var store = new SqliteStudyStore(File))
        {
            Assert.Contains(reason, (await Assert.ThrowsAsync<StoreException>(() => store.OpenAsync(Study, Cancel))).Message, StringComparison.Ordinal);
            Assert.Contains(reason, (await Assert.ThrowsAsync<StoreException>(() => store.ListAsync(Cancel))).Message, StringComparison.Ordinal);
        }
        Assert.Equal(before, await System.IO.File.ReadAllBytesAsync(File, Cancel));
    }

    private void Execute(string sql) => Execute<object>(sql);

    private T? Execute<T>(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={File};Pooling=false");
        connection.Open();
        return connection.ExecuteScalar<T>(sql);
    }
}
