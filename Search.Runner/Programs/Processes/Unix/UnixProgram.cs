using System.ComponentModel;
using System.Globalization;
using System.IO.Pipes;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace HyperSearch.Runner;

/// <summary>
/// A program in a session of its own, which a <see cref="ProcessGuard"/> watches. A shell is started in its place, which waits until
/// the limits are set, and then becomes the program.
/// </summary>
internal sealed class UnixProgram : IProgramProcess
{
    /// <summary>The variable that has the marks of the trials which a process belongs to.</summary>
    public const string MarkVariable = "HYPERSEARCH_MARK";

    // The words are its arguments, which it does not read.
    private const string Gate = """
        read -r data cpu hard <&3 || exit 125
        { ulimit -d "$data"; ulimit -S -t "$cpu"; ulimit -H -t "$hard"; } 2>/dev/null
        exec "$@" 3<&-
        """;

    // Of the signal that says that the processor time is used up, most programs die; the others are killed.
    private static readonly TimeSpan TimeAfterSignal = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly string _mark = RandomNumberGenerator.GetHexString(32, lowercase: true);
    private readonly int _process;
    private readonly MemoryGroup? _memory;
    private readonly ProcessGuard _guard;
    private readonly ulong? _limit;
    private long _peak;
    private ProcessEnd? _end;

    private UnixProgram(ProcessStart start)
    {
        _memory = start.Memory is { } bytes ? MemoryGroup.TryMake($"hypersearch-{RandomNumberGenerator.GetHexString(16, lowercase: true)}", bytes) : null;
        _guard = new(_mark, start.Folder, _memory?.Path);
        using var go = new AnonymousPipeServerStream(PipeDirection.Out, HandleInheritability.None);
        try
        {
            (StandardOutput, StandardError, _process) = Spawn(start, go);
            Ended = Task.Factory.StartNew(() => UnixWait.ForEnd(_process), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
            _guard.Watch(_process);
            Processors.Give(_process, start.Cores);
            _limit = ProcessMark.TryGive(_process);
            if (_limit is { } limit)
                _guard.Watch(limit);
            if (_memory is not null && !_memory.TryAdd(_process))
            {
                _memory.TryRemove();
                _memory = null;
            }
            using var line = new StreamWriter(go) { NewLine = "\n" };
            line.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Kilobytes(_memory is null ? start.Memory : null)} {Seconds(start.CpuTime)} {Seconds(start.CpuTime + TimeAfterSignal)}"));
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public Stream StandardOutput { get; private set; } = Stream.Null;

    public Stream StandardError { get; private set; } = Stream.Null;

    public Task Ended { get; } = Task.CompletedTask;

    public bool HasGroup => ProcessGroup.HasLiving(_process);

    /// <summary>Starts a program.</summary>
    /// <exception cref="ProgramException">It cannot be started.</exception>
    public static UnixProgram Start(ProcessStart start)
    {
        try
        {
            return new(start);
        }
        catch (Win32Exception exception)
        {
            throw new ProgramException($"No process could be started: {exception.Message}");
        }
    }

    public void Measure() => _peak = Math.Max(_peak, ProcessMemory.PeakOf(_process, withChildren: true));

    public void AskToEnd() => _ = UnixCalls.Kill(-_process, UnixCalls.SignalTerminate);

    public ProcessEnd End()
    {
        if (_end is not null)
            return _end;
        // The guard removes the control group.
        var ranOut = _memory?.RanOut == true;
        _ = UnixCalls.Kill(-_process, UnixCalls.SignalKill);
        EndAll();
        // One that the kernel cannot end, such as one that waits for a dead file server, is left.
        var hasEnded = Ended.Wait(Patience);
        _memory?.TryRemove();
        _end = (hasEnded ? UnixWait.Take(_process) : null) ?? new(null, null, TimeSpan.Zero, null, RanOutOfMemory: false);
        UnixWait.ForgetGroup(_process);
        // On Linux a process is born as the image of this one, which counts as its own: what is hardly larger tells nothing.
        var own = ProcessMemory.PeakOf(Environment.ProcessId, withChildren: false);
        var peak = _end.PeakMemory > own + own / 8 ? _end.PeakMemory : _peak > 0 ? _peak : null;
        return _end = _end with { PeakMemory = peak, RanOutOfMemory = ranOut };
    }

    public void Dispose()
    {
        if (_process > 0)
            End();
        _guard.Dispose();
        StandardOutput.Dispose();
        StandardError.Dispose();
    }

    // A guard that somebody has killed is replaced by another.
    private void EndAll()
    {
        if (_guard.EndAll())
            return;
        using var other = new ProcessGuard(_mark, "", _memory?.Path);
        if (_limit is { } limit)
            other.Watch(limit);
        other.EndAll();
    }

    private (Stream StandardOutput, Stream StandardError, int Process) Spawn(ProcessStart start, AnonymousPipeServerStream go)
    {
        var environment = new Dictionary<string, string>(start.Environment);
        environment[MarkVariable] = environment.TryGetValue(MarkVariable, out var outer) ? $"{outer} {_mark}" : _mark;
        string[] words = ["sh", "-c", Gate, "sh", .. ProgramLauncher.WordsBefore(start.Program, environment), start.Program, .. start.Words];
        var (output, outputEnd) = OpenOutput();
        var (error, errorEnd) = OpenPipe();
        using (outputEnd)
        using (errorEnd)
        using (go.ClientSafePipeHandle)
            return (output, error, UnixSpawn.Start(UnixShell.Path, words, environment, null, outputEnd, errorEnd, go.ClientSafePipeHandle));
    }

    private static (Stream Stream, SafeHandle End) OpenOutput() =>
        PrintingTerminal.TryOpen() is var (reader, writer) ? (new FileStream(reader, FileAccess.Read, 0), writer) : OpenPipe();

    private static (Stream Stream, SafeHandle End) OpenPipe()
    {
        var pipe = new AnonymousPipeServerStream(PipeDirection.In, HandleInheritability.None);
        return (pipe, pipe.ClientSafePipeHandle);
    }

    private static string Kilobytes(long? bytes) => bytes is { } number ? (number >> 10).ToString(CultureInfo.InvariantCulture) : "unlimited";

    private static string Seconds(TimeSpan? time) => time is { } limit ? Math.Max(1, (long)Math.Ceiling(limit.TotalSeconds)).ToString(CultureInfo.InvariantCulture) : "unlimited";
}
