using HyperSearch.Runner;

namespace Search.Tests;

public sealed class NetworkFileSystemTests : IDisposable
{
    private const string Table = """
        22 1 254:0 / / rw,relatime shared:1 - ext4 /dev/vda rw
        30 22 0:40 / /home rw,relatime shared:5 - nfs4 server:/home rw,vers=4.2
        31 30 254:1 / /home/ann/local rw,relatime - xfs /dev/vdb rw
        32 22 0:41 / /mnt/my\040share rw,relatime - cifs //server/share rw
        33 22 0:42 / /mnt/back\134slash rw,relatime - fuse.sshfs ann@server: rw
        34 22 0:40 /ann/data /data rw,relatime shared:5 master:2 - nfs4 server:/home rw,vers=4.2
        35 22 254:0 /var/lib /srv/lib rw,relatime - ext4 /dev/vda rw
        36 22 0:43 / /mnt/box rw,relatime - fuse.ntfs-3g /dev/sdc1 rw
        37 22 0:44 / /hidden/below rw,relatime - nfs server:/x rw
        38 22 0:45 / /hidden rw,relatime - tmpfs none rw
        39 22 0:46 / /twice rw,relatime - nfs server:/y rw
        40 39 0:47 / /twice rw,relatime - ext4 /dev/vdd rw
        41 22 0:48 / /wsl/c rw,relatime - 9p C:\134 rw,aname=drvfs
        this line is none
        """;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("/home/ann/studies.db", "nfs4, at /home")]
    [InlineData("/mnt/my share/studies.db", "cifs, at /mnt/my share")]
    [InlineData(@"/mnt/back\slash/studies.db", @"fuse.sshfs, at /mnt/back\slash")]
    [InlineData("/data/studies.db", "nfs4, at /data")]
    [InlineData("/wsl/c/Users/ann/studies.db", "9p, at /wsl/c")]
    public void A_file_on_a_network_file_system_is_warned_about(string path, string where)
    {
        var warning = NetworkFileSystem.WarningOf(path, new MountTable(Table));

        Assert.StartsWith($"{path} lies on a network file system ({where}).", warning, StringComparison.Ordinal);
        Assert.Contains("local disk", warning, StringComparison.Ordinal);
        Assert.Contains("postgres://", warning, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/studies.db")]
    [InlineData("/homes/studies.db")]
    [InlineData("/home/ann/local/studies.db")]
    [InlineData("/srv/lib/studies.db")]
    [InlineData("/mnt/box/studies.db")]
    [InlineData("/hidden/below/studies.db")]
    [InlineData("/twice/studies.db")]
    public void A_file_on_a_local_file_system_is_not(string path) =>
        Assert.Null(NetworkFileSystem.WarningOf(path, new MountTable(Table)));

    [Fact]
    public void An_empty_table_warns_of_nothing() => Assert.Null(NetworkFileSystem.WarningOf("/home/studies.db", new MountTable("")));

    [Fact]
    public void A_temporary_folder_of_this_machine_is_not_warned_about() => Assert.Null(NetworkFileSystem.WarningOf(_folder.File("studies.db")));

    [Fact]
    public void Links_are_followed_wherever_they_stand_in_the_path()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There, links are for the privileged.");
        Directory.CreateDirectory(_folder.File("there/deep"));
        File.WriteAllText(_folder.File("there/deep/studies.db"), "");
        Directory.CreateSymbolicLink(_folder.File("here"), "there");
        File.CreateSymbolicLink(_folder.File("there/file.db"), "deep/studies.db");
        File.CreateSymbolicLink(_folder.File("dangling.db"), _folder.File("here/deep/new.db"));

        var there = NetworkFileSystem.Resolve(_folder.File("there"));

        Assert.Equal($"{there}/deep/studies.db", NetworkFileSystem.Resolve(_folder.File("here/deep/studies.db")));
        Assert.Equal($"{there}/deep/studies.db", NetworkFileSystem.Resolve(_folder.File("here/file.db")));
        Assert.Equal($"{there}/nowhere/new.db", NetworkFileSystem.Resolve(_folder.File("here/nowhere/new.db")));
        Assert.Equal($"{there}/deep/new.db", NetworkFileSystem.Resolve(_folder.File("dangling.db")));
    }

    /// <summary>The kernel's table is replaced by one where all is on NFS.</summary>
    [Fact]
    public async Task Verbs_that_write_warn_once_and_go_on()
    {
        Namespaces.SkipUnlessAvailable();
        var table = _folder.File("mountinfo");
        await File.WriteAllTextAsync(table, "22 1 0:40 / / rw - nfs4 server:/ rw\n", TestContext.Current.CancellationToken);

        var run = await RunAsync("run", "--trials", "2", "--pause", "1");
        var enqueue = await RunAsync("enqueue", "x=0.5");
        var report = await RunAsync("report");

        Assert.Equal([0, 0, 0], new[] { run, enqueue, report }.Select(end => end.ExitCode));
        Assert.Equal([1, 1, 0], new[] { run, enqueue, report }.Select(end => end.Error.Split("Warning: ").Length - 1));
        Assert.Contains($"Warning: {NetworkFileSystem.Resolve(_folder.File("studies.db"))} lies on a network file system (nfs4, at /).", run.Error, StringComparison.Ordinal);

        // The shell has the process id 1 there, and so has what it becomes.
        async Task<CommandRun> RunAsync(params string[] args)
        {
            using var process = StudyProcess.Start(
                [.. Namespaces.Own, "sh", "-c", "mount --bind \"$0\" /proc/1/mountinfo && exec \"$@\"", table],
                new Dictionary<string, string>(), [args[0], "--store", _folder.File("studies.db"), .. args[1..]]);
            return await process.EndAsync();
        }
    }
}
