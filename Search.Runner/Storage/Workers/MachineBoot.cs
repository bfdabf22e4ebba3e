using System.Diagnostics;
using Microsoft.Win32;

namespace HyperSearch.Runner;

/// <summary>What this start of this machine is called, with the count of process ids that this process is in.</summary>
internal static class MachineBoot
{
    // Tells the starts of a Mac apart, with the same name in each system since 10.11.
    private const string MacBoot = "kern.bootsessionuuid";

    /// <summary>Null where the system does not tell.</summary>
    /// <exception cref="IOException">What tells it cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The same.</exception>
    public static string? Identity() =>
        OperatingSystem.IsLinux() ? OfLinux()
        : OperatingSystem.IsMacOS() ? OfMac()
        : OperatingSystem.IsWindows() ? OfWindows()
        : null;

    private static string? OfLinux()
    {
        // Where another container's /proc is mounted, the ids in it are not those that this process knows.
        if (new FileInfo("/proc/self").LinkTarget != Environment.ProcessId.ToString())
            return null;
        return new FileInfo("/proc/self/ns/pid").LinkTarget is { } space
            ? $"{File.ReadAllText("/proc/sys/kernel/random/boot_id").Trim()} {space}"
            : null;
    }

    private static string? OfMac()
    {
        using var sysctl = Process.Start(new ProcessStartInfo("/usr/sbin/sysctl", ["-n", MacBoot]) { UseShellExecute = false, RedirectStandardOutput = true })!;
        var answer = sysctl.StandardOutput.ReadToEnd().Trim();
        sysctl.WaitForExit();
        return sysctl.ExitCode == 0 && answer.Length > 0 ? answer : null;
    }

    [System.Runtime.Versioning.SupportedOSPlatform("windows")]
    private static string? OfWindows()
    {
        var machine = Registry.GetValue(@"HKEY_LOCAL_MACHINE\SOFTWARE\Microsoft\Cryptography", "MachineGuid", null);
        // Counts the starts.
        var boot = Registry.GetValue(@"HKEY_LOCAL_MACHINE\SYSTEM\CurrentControlSet\Control\Session Manager\Memory Management\PrefetchParameters", "BootId", null);
        return machine is null || boot is null ? null : $"{machine} {boot}";
    }
}
