using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using Microsoft.Win32.SafeHandles;

namespace HyperSearch.Runner;

/// <summary>A job object: processes that end together, at the latest when this process does, and that have limits together.</summary>
[SupportedOSPlatform("windows")]
internal sealed partial class WindowsJob : IDisposable
{
    private const int Accounting = 1, ExtendedLimits = 9;

    private readonly SafeFileHandle _job;

    /// <param name="memory">The most bytes of all processes together; null for no limit.</param>
    /// <param name="cpuTime">The most processor time of each; null for no limit.</param>
    /// <exception cref="Win32Exception">There can be none.</exception>
    public WindowsJob(long? memory, TimeSpan? cpuTime)
    {
        const uint processTime = 0x2, jobMemory = 0x200, killOnClose = 0x2000;
        _job = Create(0, null);
        if (_job.IsInvalid)
            throw new Win32Exception();
        var limits = new Limits
        {
            LimitFlags = killOnClose | (memory is null ? 0 : jobMemory) | (cpuTime is null ? 0 : processTime),
            JobMemoryLimit = (nuint)(memory ?? 0),
            PerProcessUserTimeLimit = cpuTime?.Ticks ?? 0,
        };
        if (!Set(_job, ExtendedLimits, ref limits, Marshal.SizeOf<Limits>()))
            throw new Win32Exception();
    }

    public void Add(Process process)
    {
        if (!Assign(_job, process.SafeHandle))
            throw new Win32Exception();
    }

    public void Kill() => Terminate(_job, 1);

    /// <summary>The processor time of all, how many run, and the most bytes that one of them had.</summary>
    public (TimeSpan CpuTime, int Running, long PeakMemory) Read()
    {
        _ = Query(_job, Accounting, out Account account, Marshal.SizeOf<Account>(), 0);
        _ = Query(_job, ExtendedLimits, out Limits limits, Marshal.SizeOf<Limits>(), 0);
        return (TimeSpan.FromTicks(account.UserTime + account.KernelTime), account.ActiveProcesses, (long)limits.PeakProcessMemoryUsed);
    }

    public void Dispose() => _job.Dispose();

    [LibraryImport("kernel32", EntryPoint = "CreateJobObjectW", SetLastError = true, StringMarshalling = StringMarshalling.Utf16)]
    private static partial SafeFileHandle Create(nint security, string? name);

    [LibraryImport("kernel32", EntryPoint = "SetInformationJobObject", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool Set(SafeFileHandle job, int kind, ref Limits limits, int size);

    [LibraryImport("kernel32", EntryPoint = "QueryInformationJobObject", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool Query(SafeFileHandle job, int kind, out Limits limits, int size, nint length);

    [LibraryImport("kernel32", EntryPoint = "QueryInformationJobObject", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool Query(SafeFileHandle job, int kind, out Account account, int size, nint length);

    [LibraryImport("kernel32", EntryPoint = "AssignProcessToJobObject", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool Assign(SafeFileHandle job, SafeProcessHandle process);

    [LibraryImport("kernel32", EntryPoint = "TerminateJobObject", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool Terminate(SafeFileHandle job, uint exitCode);

    // JOBOBJECT_BASIC_ACCOUNTING_INFORMATION.
    [StructLayout(LayoutKind.Sequential)]
    private struct Account
    {
        public long UserTime, KernelTime, PeriodUserTime, PeriodKernelTime;
        public int PageFaults, Processes, ActiveProcesses, TerminatedProcesses;
    }

    // JOBOBJECT_EXTENDED_LIMIT_INFORMATION, with the basic one and the counters of IO at its beginning.
    [StructLayout(LayoutKind.Sequential)]
    private struct Limits
    {
        public long PerProcessUserTimeLimit, PerJobUserTimeLimit;
        public uint LimitFlags;
        public nuint MinimumWorkingSetSize, MaximumWorkingSetSize;
        public uint ActiveProcessLimit;
        public nuint Affinity;
        public uint PriorityClass, SchedulingClass;
        public ulong ReadOperations, WriteOperations, OtherOperations, ReadBytes, WriteBytes, OtherBytes;
        public nuint ProcessMemoryLimit, JobMemoryLimit, PeakProcessMemoryUsed, PeakJobMemoryUsed;
    }
}
