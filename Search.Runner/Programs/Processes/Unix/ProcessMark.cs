using System.Security.Cryptography;

namespace HyperSearch.Runner;

/// <summary>Marks a process by a limit that means nothing: that on file locks, which Linux has not looked at since 2004.</summary>
internal static unsafe class ProcessMark
{
    private const int FileLocks = 10;

    /// <summary>Marks a process, and what it will start.</summary>
    /// <returns>The mark; null where it is not one to be marked, or has an outer mark.</returns>
    public static ulong? TryGive(int process)
    {
        if (!OperatingSystem.IsLinux())
            return null;
        var before = stackalloc ulong[2];
        // 19 digits, which no other limit has.
        var mark = 1_000_000_000_000_000_000 + (BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(sizeof(ulong))) >> 2);
        var limits = stackalloc ulong[2] { mark, mark };
        return UnixCalls.Limit(process, FileLocks, null, before) == 0 && before[0] == ulong.MaxValue && UnixCalls.Limit(process, FileLocks, limits, null) == 0 ? mark : null;
    }
}
