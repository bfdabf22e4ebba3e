using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace HyperSearch.Runner;

/// <summary>A program in a group and a job of its own. What asks it to end is Ctrl-Break.</summary>
[SupportedOSPlatform("windows")]
internal sealed partial class WindowsProgram : IProgramProcess
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly Process _process;
    private readonly WindowsJob _job;
    private readonly long? _memory;

    /// <exception cref="ProgramException">It cannot be started.</exception>
    public WindowsProgram(ProcessStart start)
    {
        _memory = start.Memory;
        var info = new ProcessStartInfo(start.Program, start.Words)
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            CreateNewProcessGroup = true,
        };
        info.Environment.Clear();
        foreach (var (name, value) in start.Environment)
            info.Environment[name] = value;
        try
        {
            _job = new(start.Memory, start.CpuTime);
            _process = Process.Start(info)!;
            _job.Add(_process);
        }
        catch (System.ComponentModel.Win32Exception exception)
        {
            _job?.Dispose();
            throw new ProgramException($"No process could be started: {exception.Message}");
        }
        _process.StandardInput.Close();
        if (start.Cores.Count > 0)
            _process.ProcessorAffinity = (nint)start.Cores.Where(core => core < nint.Size * 8).Aggregate(0L, (mask, core) => mask | (1L << core));
        Ended = _process.WaitForExitAsync();
    }

    public Stream StandardOutput => _process.StandardOutput.BaseStream;

    public Stream StandardError => _process.StandardError.BaseStream;

    public Task Ended { get; }

    public bool HasGroup => _job.Read().Running > 0;

    public void Measure()
    {
        // The job counts by itself.
    }

    public void AskToEnd()
    {
        const uint controlBreak = 1;
        _ = SendControl(controlBreak, (uint)_process.Id);
    }

    public ProcessEnd End()
    {
        _job.Kill();
        var hasEnded = Ended.Wait(Patience);
        var (cpuTime, _, peak) = _job.Read();
        return new(hasEnded ? _process.ExitCode : null, null, cpuTime, peak, RanOutOfMemory: _memory is { } limit && peak > limit / 10 * 9);
    }

    public void Dispose()
    {
        _job.Dispose();
        _process.Dispose();
    }

    [LibraryImport("kernel32", EntryPoint = "GenerateConsoleCtrlEvent", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool SendControl(uint kind, uint group);
}
