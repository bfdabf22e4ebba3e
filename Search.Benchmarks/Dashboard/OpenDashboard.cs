using System.CommandLine;
using System.Diagnostics;
using HyperSearch.Dashboard;
using HyperSearch.Runner;

namespace Search.Benchmarks;

/// <summary>A process that serves a dashboard.</summary>
internal sealed class OpenDashboard : IDisposable
{
    // Where this program was built without the page, a listener needs none.
    private const string EmptyPage = """<meta http-equiv="Content-Security-Policy" content="default-src 'none'">""";

    private readonly Process _process;

    private OpenDashboard(Process process, Uri address) => (_process, Address) = (process, address);

    public Uri Address { get; }

    /// <summary>The most memory that it has held so far.</summary>
    public double MegabytesAtMost
    {
        get
        {
            _process.Refresh();
            return _process.PeakWorkingSet64 / 1e6;
        }
    }

    public TimeSpan ProcessorTime
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    /// <param name="file">The SQLite file with the studies.</param>
    /// <param name="flags">Whose server it is: <c>--tool</c>.</param>
    public static async Task<OpenDashboard> StartAsync(string file, Flags flags)
    {
        string[] command = flags.Text("--tool") is { } tool ? [Path.GetFullPath(tool), "dashboard"] : ["dotnet", typeof(OpenDashboard).Assembly.Location, "dashboard", "serve", "dashboard"];
        var process = Process.Start(new ProcessStartInfo(command[0], [.. command[1..], "--store", file, "--port", "0", ToolProgram.EndsWithInput])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        return await process.StandardOutput.ReadLineAsync() is { } address ? new(process, new(address)) : throw new InvalidOperationException("The dashboard has not begun.");
    }

    /// <summary>In such a process: serves.</summary>
    public static Task<int> ServeAsync(string[] args)
    {
        var output = Output.ForProcess();
        return HyperSearch.Runner.CommandLine.InvokeAsync(
            new RootCommand("the dashboard") { DashboardCommand.Create(output, PageTemplate.Objection is null ? null : new(EmptyPage)) }, args, output, "dashboard serve");
    }

    /// <summary>Has a study looked at: by a listener, or in a browser as well.</summary>
    public async Task<PageListener> LookAsync(string study, Flags flags)
    {
        if (flags.Text("--browser") is { } browser)
            return await PageListener.StartBrowserAsync(this, browser, study);
        return await PageListener.StartAsync(this, study);
    }

    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }
}
