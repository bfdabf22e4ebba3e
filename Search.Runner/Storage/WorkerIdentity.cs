namespace Search.Runner;

/// <summary>A process that works on studies, as the others know it.</summary>
/// <param name="Host">The machine. Where process ids are counted anew, as in a container, each count is a machine of its own.</param>
/// <param name="Process">The process id.</param>
/// <param name="ProcessStarted">When it started, in the machine's own terms: tells it from an earlier process of the same id.</param>
public sealed record WorkerIdentity(string Host, int Process, string ProcessStarted)
{
    // The process id namespace that Linux starts with.
    private const string FirstNamespace = "pid:[4026531836]";

    /// <summary>The identity of this process.</summary>
    public static WorkerIdentity OfThisProcess { get; } =
        new(ThisHost(), Environment.ProcessId, StartOf(Environment.ProcessId) ?? "");

    public bool IsOnThisHost => Host == OfThisProcess.Host;

    /// <summary>Whether the process lives. To be asked only of a process on this host.</summary>
    public bool IsAlive() => StartOf(Process) == ProcessStarted;

    public override string ToString() => $"process {Process} on {Host}";

    private static string ThisHost()
    {
        var space = OperatingSystem.IsLinux() ? new FileInfo("/proc/self/ns/pid").LinkTarget : null;
        return space is null or FirstNamespace ? Environment.MachineName : $"{Environment.MachineName} {space}";
    }

    // Null where there is no such process. Linux tells the start in ticks since it booted, which is exact; the date that
    // Process.StartTime makes of it differs from process to process.
    private static string? StartOf(int process) => OperatingSystem.IsLinux() ? LinuxStartOf(process) : DateOfStart(process);

    private static string? LinuxStartOf(int process)
    {
        try
        {
            // proc(5): "pid (name) state …", the name with any characters; the start is field 22.
            var stat = File.ReadAllText($"/proc/{process}/stat");
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            return fields[0] is "Z" or "X" ? null : $"{fields[22 - 3]} {File.ReadAllText("/proc/sys/kernel/random/boot_id").Trim()}";
        }
        catch (IOException)
        {
            return null;
        }
    }

    private static string? DateOfStart(int process)
    {
        try
        {
            using var found = System.Diagnostics.Process.GetProcessById(process);
            return found.StartTime.ToUniversalTime().ToString("O");
        }
        catch (Exception exception) when (exception is ArgumentException or InvalidOperationException)
        {
            return null;
        }
    }
}
