using System.Diagnostics;

namespace Search.Tests;

/// <summary>Linux's namespaces, in which a test's process has mounts and process ids of its own, also where nobody is root.</summary>
internal static class Namespaces
{
    /// <summary>Begins a command line that runs in namespaces of its own.</summary>
    public static IReadOnlyList<string> Own { get; } = ["unshare", "--map-root-user", "--mount", "--pid", "--fork", "--kill-child", "--mount-proc", "--"];

    private static readonly Lazy<string?> Refusal = new(FindRefusal);

    public static void SkipUnlessAvailable() =>
        Assert.SkipWhen(Refusal.Value is not null, $"It needs Linux with `unshare` and user namespaces that are not forbidden (as root, or kernel.unprivileged_userns_clone=1; in a container, CAP_SYS_ADMIN): {Refusal.Value}");

    private static string? FindRefusal()
    {
        if (!OperatingSystem.IsLinux())
            return "this is another system.";
        try
        {
            using var process = Process.Start(new ProcessStartInfo(Own[0], [.. Own.Skip(1), "mount", "-t", "tmpfs", "none", "/mnt"]) { UseShellExecute = false, RedirectStandardError = true })!;
            var error = process.StandardError.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0 ? null : error;
        }
        catch (System.ComponentModel.Win32Exception exception)
        {
            return exception.Message;
        }
    }
}
