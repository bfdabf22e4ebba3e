using System.Diagnostics;

namespace Search.Tests;

/// <summary>A process of its own that runs <see cref="ProcessStudy"/> or another study.</summary>
internal sealed class StudyProcess : IDisposable
{
    private readonly Process _process;

    private StudyProcess(Process process) => _process = process;

    public static StudyProcess Start(params IEnumerable<string> args) => Start(new Dictionary<string, string>(), args);

    public static StudyProcess Start(IReadOnlyDictionary<string, string> environment, params IEnumerable<string> args) => Start([], environment, args);

    /// <summary>Starts it so that to others it seems to be on another machine.</summary>
    public static StudyProcess StartElsewhere(params IEnumerable<string> args) => Start(Namespaces.Own, new Dictionary<string, string>(), args);

    /// <summary>Starts it with a <see cref="ConditionalStudy"/> or a <see cref="FaultyStudy"/>.</summary>
    public static StudyProcess StartStudy(string name, params IEnumerable<string> args) => StartStudy(name, new Dictionary<string, string>(), args);

    /// <inheritdoc cref="StartStudy(string, IEnumerable{string})"/>
    /// <param name="name">Which study.</param>
    /// <param name="environment">Added to this process's environment.</param>
    /// <param name="args">The study's arguments.</param>
    public static StudyProcess StartStudy(string name, IReadOnlyDictionary<string, string> environment, params IEnumerable<string> args) => Start([], environment, name, args);

    /// <summary>Starts it with <see cref="EveryStrategy"/>.</summary>
    /// <param name="environment">Added to this process's environment.</param>
    /// <param name="args">What this program is to do: see Program.cs.</param>
    public static StudyProcess StartEvery(IReadOnlyDictionary<string, string> environment, params IEnumerable<string> args) => StartProgram([], environment, args);

    /// <param name="within">The command that runs it; none to run it as it is.</param>
    /// <param name="environment">Added to this process's environment.</param>
    /// <param name="args">The study's arguments.</param>
    public static StudyProcess Start(IReadOnlyList<string> within, IReadOnlyDictionary<string, string> environment, params IEnumerable<string> args) => Start(within, environment, ProcessStudy.Name, args);

    private static StudyProcess Start(IReadOnlyList<string> within, IReadOnlyDictionary<string, string> environment, string study, IEnumerable<string> args) =>
        StartProgram(within, environment, ["study", study, .. args]);

    private static StudyProcess StartProgram(IReadOnlyList<string> within, IReadOnlyDictionary<string, string> environment, IEnumerable<string> args) =>
        StartAny([.. within, "dotnet", typeof(StudyProcess).Assembly.Location, .. args], environment);

    /// <summary>Starts any program.</summary>
    /// <param name="command">The program and its arguments.</param>
    /// <param name="environment">Added to this process's environment.</param>
    /// <param name="folder">Where it runs; empty for this process's folder.</param>
    /// <param name="hasInput">Whether it has a standard input of its own, which <see cref="CloseInput"/> ends.</param>
    public static StudyProcess StartAny(IReadOnlyList<string> command, IReadOnlyDictionary<string, string> environment, string folder = "", bool hasInput = false)
    {
        var start = new ProcessStartInfo(command[0], command.Skip(1))
        {
            WorkingDirectory = folder,
            UseShellExecute = false,
            RedirectStandardInput = hasInput,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        return new(Process.Start(start)!);
    }

    /// <summary>Kills the process as a power cut would: it gets no chance to end anything.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>Sends the signal of Ctrl-C.</summary>
    public Task InterruptAsync() => SignalAsync("-INT", _process.Id.ToString());

    /// <summary>Sends the signal with which a machine that shuts down ends its processes.</summary>
    public Task TerminateAsync() => SignalAsync("-TERM", _process.Id.ToString());

    /// <summary>Puts a process that was started elsewhere to sleep, as a machine does whose lid is closed.</summary>
    public Task SleepAsync() => SignalAsync("-STOP", Child());

    /// <summary>Wakes it.</summary>
    public Task WakeAsync() => SignalAsync("-CONT", Child());

    public int Id => _process.Id;

    /// <summary>The next line that it prints; null at the end.</summary>
    public Task<string?> LineAsync(CancellationToken cancel) => _process.StandardOutput.ReadLineAsync(cancel).AsTask();

    /// <summary>Writes a line to its standard input.</summary>
    public async Task SayAsync(string line)
    {
        await _process.StandardInput.WriteLineAsync(line);
        await _process.StandardInput.FlushAsync();
    }

    /// <summary>Ends its standard input.</summary>
    public void CloseInput() => _process.StandardInput.Close();

    /// <summary>Reads no more of what it prints, so that its next line has nowhere to go.</summary>
    public void CloseOutput() => _process.StandardOutput.Close();

    /// <summary>Waits for the end of one that is not read any more.</summary>
    public async Task<(int ExitCode, string Error)> EndUnreadAsync()
    {
        var error = await _process.StandardError.ReadToEndAsync();
        await _process.WaitForExitAsync();
        return (_process.ExitCode, error);
    }

    /// <summary>Waits for the end.</summary>
    public async Task<CommandRun> EndAsync()
    {
        var standardOutput = _process.StandardOutput.ReadToEndAsync();
        var standardError = _process.StandardError.ReadToEndAsync();
        await _process.WaitForExitAsync();
        return new(_process.ExitCode, await standardOutput, await standardError);
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill();
        _process.Dispose();
    }

    // The one that unshare has started.
    private string Child() => File.ReadAllText($"/proc/{_process.Id}/task/{_process.Id}/children").Trim();

    private static async Task SignalAsync(string signal, string process)
    {
        using var kill = Process.Start("kill", [signal, process]);
        await kill.WaitForExitAsync();
    }
}
