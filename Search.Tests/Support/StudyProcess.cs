using System.Diagnostics;

namespace Search.Tests;

/// <summary>A process of its own that runs <see cref="ProcessStudy"/>.</summary>
internal sealed class StudyProcess : IDisposable
{
    private readonly Process _process;

    private StudyProcess(Process process) => _process = process;

    public static StudyProcess Start(params IEnumerable<string> args) => Start(new Dictionary<string, string>(), args);

    public static StudyProcess Start(IReadOnlyDictionary<string, string> environment, params IEnumerable<string> args)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(StudyProcess).Assembly.Location, "study", .. args])
        {
            UseShellExecute = false,
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
    public async Task InterruptAsync()
    {
        using var kill = Process.Start("kill", ["-INT", _process.Id.ToString()]);
        await kill.WaitForExitAsync();
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
}
