using System.CommandLine;
using System.Diagnostics;
using HyperSearch.Dashboard;
using HyperSearch.Runner;

namespace Search.Tests;

/// <summary>A process of its own that is the verb <c>dashboard</c>, with a page of the tests'.</summary>
internal sealed class DashboardProcess : IDisposable
{
    private readonly Process _process;

    private DashboardProcess(Process process) => _process = process;

    public int Id => _process.Id;

    /// <param name="environment">Added to this process's environment.</param>
    /// <param name="args">The verb's arguments.</param>
    public static DashboardProcess Start(IReadOnlyDictionary<string, string> environment, params IEnumerable<string> args) =>
        Start("", ["dotnet", typeof(DashboardProcess).Assembly.Location, "dashboard", .. args], environment);

    /// <param name="folder">Where it runs; empty for this process's folder.</param>
    /// <param name="command">The program and its arguments.</param>
    /// <param name="environment">Added to this process's environment.</param>
    public static DashboardProcess Start(string folder, string[] command, IReadOnlyDictionary<string, string>? environment = null)
    {
        var start = new ProcessStartInfo(command[0], command[1..])
        {
            WorkingDirectory = folder,
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment ?? new Dictionary<string, string>(StringComparer.Ordinal))
            start.Environment[name] = value;
        return new(Process.Start(start)!);
    }

    /// <summary>What the process does.</summary>
    public static Task<int> ServeAsync(string[] args)
    {
        var output = Output.ForProcess();
        return HyperSearch.Runner.CommandLine.InvokeAsync(new RootCommand("the dashboard") { DashboardCommand.Create(output, new(DashboardHost.Page)) }, args, output, "hypersearch");
    }

    /// <summary>The address that it prints once it listens; null where it does not come to that.</summary>
    public async Task<Uri?> AddressAsync(CancellationToken cancel) => await _process.StandardOutput.ReadLineAsync(cancel) is { } line ? new(line) : null;

    /// <summary>Ends its standard input.</summary>
    public void CloseInput() => _process.StandardInput.Close();

    /// <summary>Sends a signal, such as -INT.</summary>
    public async Task SignalAsync(string signal)
    {
        using var kill = Process.Start("kill", [signal, $"{_process.Id}"]);
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
