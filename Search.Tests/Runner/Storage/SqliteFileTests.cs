using Dapper;
using Microsoft.Data.Sqlite;
using Search.Core;
using Search.Runner;

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
    public async Task A_file_that_is_cut_off_is_refused_and_left_as_it_is()
    {
        await RecordAsync();
        await using (var stream = System.IO.File.OpenWrite(File))
            stream.SetLength(stream.Length / 2 / 4096 * 4096);

        await RefusedAsync("is damaged or cut off");
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
    public async Task A_file_of_the_first_version_is_brought_up_to_date_with_its_trials()
    {
        await RecordAsync();
        Execute("DROP TABLE rounds; DROP TABLE earlier_results; PRAGMA user_version = 1");
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

    private async Task RecordAsync()
    {
        await using var store = new SqliteStudyStore(File);
        await StartAsync(await store.OpenAsync(Study, Cancel));
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

    private void Execute(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={File};Pooling=false");
        connection.Open();
        connection.Execute(sql);
    }
}
