using System.Diagnostics;

namespace Search.Tests;

/// <summary>A file system of a test's own, of a size of its own, in memory. It is mounted for a process that does nothing, and ends with it.</summary>
internal sealed class SmallDisk : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Process _holder;

    private SmallDisk(string size) => _holder = Process.Start(new ProcessStartInfo("unshare",
        ["--map-root-user", "--mount", "sh", "-c", "mount -t tmpfs -o size=$0 none \"$1\" && echo mounted && exec sleep infinity", size, Place])
    {
        UseShellExecute = false,
        RedirectStandardOutput = true,
    })!;

    /// <summary>Begins a command line that sees the disk.</summary>
    public IReadOnlyList<string> Within => ["nsenter", "--target", $"{_holder.Id}", "--user", "--mount", "--preserve-credentials", "--"];

    private string Place => _folder.File("");

    /// <param name="size">As <c>mount</c> takes it, such as 1m. The test is skipped where nothing can be mounted.</param>
    public static async Task<SmallDisk> CreateAsync(string size)
    {
        Namespaces.SkipUnlessAvailable();
        var disk = new SmallDisk(size);
        Assert.Equal("mounted", await disk._holder.StandardOutput.ReadLineAsync());
        return disk;
    }

    /// <summary>A file on the disk, as processes see it that are started within.</summary>
    public string File(string name) => _folder.File(name);

    /// <summary>The same, as this process sees it.</summary>
    public string Outside(string name) => $"/proc/{_holder.Id}/root{_folder.File(name)}";

    /// <summary>Mounts it anew with other options, such as <c>size=8m</c> or <c>ro</c>.</summary>
    // With its source named, since `mount` otherwise repeats the options it finds, of which an owner who is not root is refused.
    public Task RemountAsync(string options) => RunAsync("mount", "-t", "tmpfs", "-o", "remount," + options, "none", Place);

    /// <summary>Makes one file read-only for everyone, root too.</summary>
    public async Task ProtectAsync(string name)
    {
        await RunAsync("mount", "--bind", File(name), File(name));
        await RunAsync("mount", "-o", "remount,bind,ro", File(name));
    }

    public StudyProcess Start(params IEnumerable<string> args) => StudyProcess.Start(Within, new Dictionary<string, string>(), args);

    public async Task<CommandRun> RunStudyAsync(params IEnumerable<string> args)
    {
        using var process = Start(args);
        return await process.EndAsync();
    }

    public async ValueTask DisposeAsync()
    {
        _holder.Kill();
        await _holder.WaitForExitAsync();
        _holder.Dispose();
        _folder.Dispose();
    }

    private async Task RunAsync(params IEnumerable<string> command)
    {
        using var process = Process.Start(Within[0], [.. Within.Skip(1), .. command]);
        await process.WaitForExitAsync();
        Assert.Equal(0, process.ExitCode);
    }
}
