using System.Runtime.InteropServices;

namespace HyperSearch.Runner;

/// <summary>Waits for the end of a process that this one has started.</summary>
internal static unsafe class UnixWait
{
    private const int DoNotHang = 1, Room = 1024;

    /// <summary>Waits until a process has ended; it stays as it is, so that its number is not given to another.</summary>
    public static void ForEnd(int process)
    {
        var info = stackalloc byte[Room];
        while (UnixCalls.WaitId(UnixCalls.ByProcess, process, info, UnixCalls.HasEnded | UnixCalls.Stays) != 0
            && Marshal.GetLastPInvokeError() == UnixCalls.Interrupted)
        {
            // A signal came: wait again.
        }
    }

    /// <summary>How a process has ended, which is forgotten with that; null where it has not, or where that is not known.</summary>
    public static ProcessEnd? Take(int process)
    {
        // Two times of two numbers each, then the largest size: in kilobytes, on a Mac in bytes.
        var usage = stackalloc long[Room / sizeof(long)];
        if (UnixCalls.Wait(process, out var status, DoNotHang, usage) != process)
            return null;
        var cpu = Time(usage[0], usage[1]) + Time(usage[2], usage[3]);
        var peak = OperatingSystem.IsMacOS() ? usage[4] : usage[4] << 10;
        var signal = status & 0x7f;
        return signal == 0 ? new((status >> 8) & 0xff, null, cpu, peak, RanOutOfMemory: false) : new(null, signal, cpu, peak, RanOutOfMemory: false);
    }

    /// <summary>Forgets those of a group that have ended and are this process's to wait for: orphans are, where it is the first of a container.</summary>
    public static void ForgetGroup(int group)
    {
        while (UnixCalls.Wait(-group, out _, DoNotHang, null) > 0)
        {
            // There may be more.
        }
    }

    // On a Mac only half of the second number is one.
    private static TimeSpan Time(long seconds, long microseconds) => TimeSpan.FromSeconds(seconds) + TimeSpan.FromMicroseconds((int)microseconds);
}
