using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.IO.Pipes;
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

    private static readonly Lazy<string?> SetPrivileges = new(FindSetPrivileges);

    private readonly string _mark = RandomNumberGenerator.GetHexString(32, lowercase: true);
    private readonly int _process;
    private readonly MemoryGroup? _memory;
    private readonly ProcessGuard _guard;
    private readonly long _ownPeak;
    private long _peak;
    private ProcessEnd? _end;

    private UnixProgram(ProcessStart start)
    {
        _ownPeak = ProcessMemory.PeakOf(Environment.ProcessId, withChildren: false);
        _memory = start.Memory is { } bytes ? MemoryGroup.TryMake($"hypersearch-{RandomNumberGenerator.GetHexString(16, lowercase: true)}", bytes) : null;
        _guard = new(_mark, start.Folder, _memory?.Path);
        using var go = new AnonymousPipeServerStream(PipeDirection.Out, HandleInheritability.None);
        try
        {
            (StandardOutput, StandardError, _process) = Spawn(start, go);
            Ended = Task.Factory.StartNew(() => UnixWait.ForEnd(_process), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
            _guard.Watch(_process);
            Processors.Give(_process, start.Cores);
            if (ProcessMark.TryGive(_process) is { } limit)
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
        // On Linux a process is born as the image of this one, which counts as its own.
        var peak = _end.PeakMemory > _ownPeak ? _end.PeakMemory : _peak > 0 ? _peak : null;
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
        other.EndAll();
    }

    [SuppressMessage("Reliability", "CA2000:Dispose objects before losing scope", Justification = "The streams are the program's, and go with it.")]
    private (Stream StandardOutput, Stream StandardError, int Process) Spawn(ProcessStart start, AnonymousPipeServerStream go)
    {
        var environment = new Dictionary<string, string>(start.Environment);
        environment[MarkVariable] = environment.TryGetValue(MarkVariable, out var outer) ? $"{outer} {_mark}" : _mark;
        string[] words = ["sh", "-c", Gate, "sh", .. Launcher(environment, start.Program), start.Program, .. start.Words];
        var error = new AnonymousPipeServerStream(PipeDirection.In, HandleInheritability.None);
        if (PrintingTerminal.TryOpen() is var (reader, writer))
        {
            using (writer)
            {
                var process = UnixSpawn.Start(UnixShell.Path, words, environment, null, writer, error.ClientSafePipeHandle, go.ClientSafePipeHandle);
                error.DisposeLocalCopyOfClientHandle();
                go.DisposeLocalCopyOfClientHandle();
                return (new FileStream(reader, FileAccess.Read, 0), error, process);
            }
        }
        var output = new AnonymousPipeServerStream(PipeDirection.In, HandleInheritability.None);
        var piped = UnixSpawn.Start(UnixShell.Path, words, environment, null, output.ClientSafePipeHandle, error.ClientSafePipeHandle, go.ClientSafePipeHandle);
        output.DisposeLocalCopyOfClientHandle();
        error.DisposeLocalCopyOfClientHandle();
        go.DisposeLocalCopyOfClientHandle();
        return (output, error, piped);
    }

    // What becomes the program: on Linux it dies with the thread that has started it, also where no guard lives. Some shells drop
    // variables whose names they cannot have themselves; these go another way.
    private static IEnumerable<string> Launcher(Dictionary<string, string> environment, string program)
    {
        if (SetPrivileges.Value is { } path)
        {
            foreach (var word in (string[])[path, "--pdeathsig", "KILL", "--"])
                yield return word;
        }
        const string env = "/usr/bin/env";
        var strange = environment.Keys.Where(name => !IsNameOfShell(name) && !name.StartsWith('-')).ToArray();
        if (strange.Length == 0 || program.Contains('=', StringComparison.Ordinal) || !File.Exists(env))
            yield break;
        yield return env;
        foreach (var name in strange)
        {
            if (environment.Remove(name, out var value))
                yield return $"{name}={value}";
        }
    }

    private static bool IsNameOfShell(string name) => name.Length > 0 && !char.IsAsciiDigit(name[0]) && name.All(unit => char.IsAsciiLetterOrDigit(unit) || unit == '_');

    // It is asked whether it knows what is needed.
    private static string? FindSetPrivileges()
    {
        const string path = "/usr/bin/setpriv";
        if (!OperatingSystem.IsLinux() || !File.Exists(path))
            return null;
        try
        {
            var process = UnixSpawn.Start(path, ["setpriv", "--pdeathsig", "KILL", "--", UnixShell.Path, "-c", "exit 0"], [], null, null, null);
            UnixWait.ForEnd(process);
            return UnixWait.Take(process) is { IsSuccess: true } ? path : null;
        }
        catch (Win32Exception)
        {
            return null;
        }
    }

    private static string Kilobytes(long? bytes) => bytes is { } number ? (number >> 10).ToString(CultureInfo.InvariantCulture) : "unlimited";

    private static string Seconds(TimeSpan? time) => time is { } limit ? Math.Max(1, (long)Math.Ceiling(limit.TotalSeconds)).ToString(CultureInfo.InvariantCulture) : "unlimited";
}
