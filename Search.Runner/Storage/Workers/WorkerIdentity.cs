namespace HyperSearch.Runner;

/// <summary>A process that works on studies, as the others know it.</summary>
/// <param name="Host">The machine's name, for people: two machines may have the same. Behind a comma, what the worker is called in its cluster.</param>
/// <param name="Process">The process id.</param>
/// <param name="ProcessStarted">When it started, in the machine's own terms: tells it from an earlier process of the same id.</param>
public sealed record WorkerIdentity(string Host, int Process, string ProcessStarted)
{
    /// <summary>The environment variable in which a cluster's job says what it is called there, so that the record can be told by it.</summary>
    internal const string NameVariable = "HYPERSEARCH_WORKER";

    private const int LongestName = 100;

    /// <summary>
    /// Tells where process ids mean the same: on one machine, from one start of it to the next, and not in a container, which counts
    /// them anew. Null where the system does not tell, and nobody can know whether the process lives.
    /// </summary>
    public string? Boot { get; init; }

    /// <summary>Whether there is a process. Else it is somebody who asked for a trial by <c>ask</c>, and the lease alone says how long it is theirs.</summary>
    public bool IsProcess => Process != 0;

    /// <summary>The identity of this process.</summary>
    public static WorkerIdentity OfThisProcess { get; } = MakeOfThisProcess();

    /// <summary>Whether the process lives; null where that cannot be told from here.</summary>
    public bool? IsAlive()
    {
        if (Boot is null || Boot != OfThisProcess.Boot)
            return null;
        try
        {
            return StartOf(Process) == ProcessStarted;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            // It may be there and not be shown to this user.
            return IsThere(Process) ? null : false;
        }
    }

    public override string ToString() => IsProcess ? $"process {Process} on {Host}" : $"a caller of `ask` on {Host}";

    private static WorkerIdentity MakeOfThisProcess()
    {
        var name = Environment.GetEnvironmentVariable(NameVariable) is { Length: > 0 and <= LongestName } given ? $", {given}" : "";
        var identity = new WorkerIdentity(Environment.MachineName + name, Environment.ProcessId, "");
        try
        {
            return identity with { ProcessStarted = StartOf(Environment.ProcessId) ?? "", Boot = MachineBoot.Identity() };
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            return identity;
        }
    }

    // Null where it has ended. Linux tells the start in ticks since it booted, which is exact; the date that Process.StartTime
    // makes of it differs from process to process.
    private static string? StartOf(int process)
    {
        if (!OperatingSystem.IsLinux())
            return DateOfStart(process);
        // proc(5): "pid (name) state …", the name with any characters; the start is field 22.
        var stat = File.ReadAllText($"/proc/{process}/stat");
        var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        return fields[0] is "Z" or "X" ? null : fields[22 - 3];
    }

    private static string? DateOfStart(int process)
    {
        if (!IsThere(process))
            return null;
        using var found = System.Diagnostics.Process.GetProcessById(process);
        return found.StartTime.ToUniversalTime().ToString("O");
    }

    private static bool IsThere(int process)
    {
        try
        {
            System.Diagnostics.Process.GetProcessById(process).Dispose();
            return true;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }
}
