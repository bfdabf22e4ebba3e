using System.Globalization;

namespace HyperSearch.Runner;

/// <summary>A control group of Linux that limits the memory of all processes in it together.</summary>
/// <remarks>One is made where this process may: beside its own or below it, in version 2 of control groups or in version 1.</remarks>
internal sealed class MemoryGroup
{
    private readonly bool _isFirstVersion;

    private MemoryGroup(string path, bool isFirstVersion) => (Path, _isFirstVersion) = (path, isFirstVersion);

    public string Path { get; }

    /// <summary>Whether the system has ended a process of it for want of memory.</summary>
    public bool RanOut
    {
        get
        {
            try
            {
                return File.ReadLines(System.IO.Path.Combine(Path, _isFirstVersion ? "memory.oom_control" : "memory.events"))
                    .Any(line => line.StartsWith("oom_kill ", StringComparison.Ordinal) && line != "oom_kill 0");
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                return false;
            }
        }
    }

    /// <summary>Makes one with a limit; null where that is not allowed.</summary>
    /// <param name="name">Its name, which nothing else has.</param>
    /// <param name="bytes">The limit.</param>
    public static MemoryGroup? TryMake(string name, long bytes)
    {
        if (!OperatingSystem.IsLinux())
            return null;
        try
        {
            return Parents().Select(parent => TryMake(new MemoryGroup(System.IO.Path.Combine(parent.Path, name), parent.IsFirstVersion), bytes)).FirstOrDefault(group => group is not null);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Puts a process into it, and what that will start.</summary>
    public bool TryAdd(int process) => TryWrite("cgroup.procs", process.ToString(CultureInfo.InvariantCulture));

    /// <summary>Removes it, if it is empty.</summary>
    public void TryRemove()
    {
        try
        {
            Directory.Delete(Path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The guard of its trial removes it.
        }
    }

    private static MemoryGroup? TryMake(MemoryGroup group, long bytes)
    {
        try
        {
            Directory.CreateDirectory(group.Path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
        var limit = bytes.ToString(CultureInfo.InvariantCulture);
        if (group.TryWrite(group._isFirstVersion ? "memory.limit_in_bytes" : "memory.max", limit))
        {
            // What is not there cannot be written, and need not.
            if (group._isFirstVersion)
                group.TryWrite("memory.memsw.limit_in_bytes", limit);
            else
                _ = group.TryWrite("memory.swap.max", "0") && group.TryWrite("memory.oom.group", "1");
            return group;
        }
        group.TryRemove();
        return null;
    }

    // Files of control groups are there from the beginning: one that is not must not be made.
    private bool TryWrite(string file, string text)
    {
        try
        {
            using var stream = new FileStream(System.IO.Path.Combine(Path, file), FileMode.Open, FileAccess.Write);
            stream.Write(System.Text.Encoding.ASCII.GetBytes(text));
            stream.Flush();
            return true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    // The groups in which one may be made, as far as there are such.
    private static IEnumerable<(string Path, bool IsFirstVersion)> Parents()
    {
        var mounts = File.ReadLines("/proc/self/mountinfo").Select(line => line.Split(' ')).Where(fields => fields.Length > 9).ToArray();
        foreach (var line in File.ReadLines("/proc/self/cgroup").Select(line => line.Split(':', 3)).Where(fields => fields.Length == 3))
        {
            var isSecond = line[1].Length == 0;
            if (!isSecond && !line[1].Split(',').Contains("memory"))
                continue;
            if (Array.Find(mounts, fields => fields.Contains(isSecond ? "cgroup2" : "cgroup") && (isSecond || fields[^1].Split(',').Contains("memory"))) is not { } mount)
                continue;
            // Where the mount shows a part of the tree, the path begins with that part.
            var (root, at) = (mount[3].TrimEnd('/'), mount[4]);
            var own = System.IO.Path.Join(at, line[2].StartsWith(root, StringComparison.Ordinal) ? line[2][root.Length..] : "");
            if (!Directory.Exists(own))
                own = at;
            if (!isSecond)
            {
                yield return (own, true);
                continue;
            }
            foreach (var parent in (string[])[own, own == at ? own : System.IO.Path.GetDirectoryName(own)!])
            {
                if (File.ReadAllText(System.IO.Path.Combine(parent, "cgroup.subtree_control")).Split(' ', '\n').Contains("memory"))
                    yield return (parent, false);
            }
        }
    }
}
