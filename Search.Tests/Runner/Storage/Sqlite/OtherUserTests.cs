using System.Diagnostics;
using Dapper;
using Microsoft.Data.Sqlite;

namespace Search.Tests;

/// <summary>A store of one user that another one may read: what the reader does never keeps the owner from going on.</summary>
public sealed class OtherUserTests : IDisposable
{
    private const int Owner = 65534, Reader = 65533;

    private readonly TemporaryFolder _folder = new();

    private string Store => _folder.File("studies.db");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    /// <summary>In a folder that everybody may write to, and one that only the owner may.</summary>
    [Theory]
    [InlineData("777")]
    [InlineData("755")]
    public async Task A_reader_leaves_nothing_and_the_owner_goes_on(string mode)
    {
        await PrepareAsync(mode);
        await RunAsync(Owner, "run");

        foreach (var user in (int[])[Reader, 0])
        {
            foreach (var verb in (string[])["report", "list", "trials", "show"])
                Assert.Equal((0, ""), await RunAsync(user, verb) is var read ? (read.ExitCode, read.Error) : default);
            Assert.Equal([Store], Directory.GetFiles(_folder.File("")));
        }

        Assert.Contains("40 complete", (await RunAsync(Owner, "run", "--trials", "40")).Out, StringComparison.Ordinal);
        Assert.Contains("40 complete", (await RunAsync(Reader, "report")).Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_may_not_write_is_refused_and_leaves_nothing()
    {
        await PrepareAsync("777");
        await RunAsync(Owner, "run");
        var before = await File.ReadAllBytesAsync(Store, Cancel);

        foreach (var args in (string[][])[["run", "--trials", "40"], ["rename", "mine"], ["delete", "--yes"], ["enqueue", "x=0.5"]])
            Assert.Equal((1, true), await RunAsync(Reader, args) is var refused ? (refused.ExitCode, refused.Error.Contains($"The file {Store} is read-only", StringComparison.Ordinal)) : default);

        Assert.Equal([Store], Directory.GetFiles(_folder.File("")));
        Assert.Equal(before, await File.ReadAllBytesAsync(Store, Cancel));
        Assert.Equal(0, (await RunAsync(Owner, "run", "--trials", "40")).ExitCode);
    }

    [Fact]
    public async Task While_the_owner_works_and_after_he_was_killed_a_reader_sees_what_is_recorded_and_the_owner_goes_on()
    {
        await PrepareAsync("777");
        using (var process = Start(Owner, "run", "--workers", "1", "--pause", "10", "--trials", "1000"))
        {
            for (var finished = 0; finished < 20;)
            {
                await Task.Delay(50, Cancel);
                var report = await RunAsync(Reader, "list", "--format", "csv");
                if (!File.Exists(Store) || report.Error.Contains("There is no store", StringComparison.Ordinal) || report.Out.Split('\n') is not [_, { Length: > 0 } line, ..])
                    continue;
                Assert.Equal((0, ""), (report.ExitCode, report.Error));
                finished = int.Parse(line.Split(',')[3], System.Globalization.CultureInfo.InvariantCulture);
            }
            await process.KillAsync();
        }
        Assert.True(File.Exists(Store + "-wal"));

        var after = await RunAsync(Reader, "report");
        var resumed = await RunAsync(Owner, "run", "--trials", "60");

        Assert.Equal((0, ""), (after.ExitCode, after.Error));
        Assert.Equal(0, resumed.ExitCode);
        Assert.All(Directory.GetFiles(_folder.File("")), file => Assert.Equal($"{Owner}", Output("stat", "-c", "%u", file)));
    }

    [Fact]
    public async Task An_owner_who_is_locked_out_is_told_of_the_two_files()
    {
        await PrepareAsync("777");
        await RunAsync(Owner, "run");
        foreach (var ending in (string[])["-wal", "-shm"])
            await File.WriteAllBytesAsync(Store + ending, ending == "-shm" ? new byte[32768] : [], Cancel);

        var locked = await RunAsync(Owner, "run", "--trials", "40");

        Assert.Equal(1, locked.ExitCode);
        Assert.Contains($"The files {Store}-wal and {Store}-shm cannot be used: a process of another user may have left them.", locked.Error, StringComparison.Ordinal);
        foreach (var ending in (string[])["-wal", "-shm"])
            File.Delete(Store + ending);
        Assert.Equal(0, (await RunAsync(Owner, "run", "--trials", "40")).ExitCode);
    }

    [Fact]
    public async Task A_store_of_an_older_version_is_read_as_it_is()
    {
        await PrepareAsync("777");
        await RunAsync(Owner, "run");
        await using (var connection = new SqliteConnection($"Data Source={Store};Pooling=false"))
            await connection.ExecuteAsync(StoreContractShared.DropExtras + "; DROP TABLE rounds; DROP TABLE earlier_results; DROP TABLE earlier_spaces; DROP TABLE attempts; DROP TABLE earlier_studies; DROP TABLE pruning_decisions; ALTER TABLE workers DROP COLUMN boot; ALTER TABLE workers DROP COLUMN instructions; PRAGMA user_version = 1");
        var before = await File.ReadAllBytesAsync(Store, Cancel);

        foreach (var user in (int[])[Reader, Owner, 0])
        {
            foreach (var verb in (string[])["report", "trials", "show", "list"])
                Assert.Equal((0, "", true), await RunAsync(user, verb) is var read ? (read.ExitCode, read.Error, read.Out.Length > 0) : default);
        }

        Assert.Equal(before, await File.ReadAllBytesAsync(Store, Cancel));
        Assert.Equal([Store], Directory.GetFiles(_folder.File("")));
        Assert.Contains("40 complete", (await RunAsync(Owner, "run", "--trials", "40")).Out, StringComparison.Ordinal);
    }

    private async Task PrepareAsync(string mode)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess, "Only root can start processes of other users.");
        Output("chmod", mode, _folder.File(""));
        Output("chown", $"{Owner}", _folder.File(""));
        var look = await RunAsync(Owner, "list");
        Assert.SkipUnless(look.Error.StartsWith("There is no store", StringComparison.Ordinal), $"Other users cannot run the tests' program: {look.Error}");
    }

    private StudyProcess Start(int user, params string[] args) => StudyProcess.Start(
        ["setpriv", "--reuid", $"{user}", "--regid", $"{user}", "--clear-groups", "--"],
        new Dictionary<string, string> { ["HOME"] = "/nonexistent" }, [.. args, "--store", Store]);

    private async Task<CommandRun> RunAsync(int user, params string[] args)
    {
        using var process = Start(user, args);
        return await process.EndAsync();
    }

    private static string Output(string program, params string[] args)
    {
        using var process = Process.Start(new ProcessStartInfo(program, args) { UseShellExecute = false, RedirectStandardOutput = true })!;
        var output = process.StandardOutput.ReadToEnd().Trim();
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
        return output;
    }
}
