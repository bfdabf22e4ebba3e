using System.CommandLine;
using HyperSearch.Dashboard;
using HyperSearch.Runner;

namespace Search.Tests;

/// <summary>A process of its own that is the verb <c>dashboard</c>, with a page of the tests'.</summary>
internal static class DashboardProcess
{
    /// <param name="environment">Added to this process's environment.</param>
    /// <param name="args">The verb's arguments.</param>
    public static StudyProcess Start(IReadOnlyDictionary<string, string> environment, params IEnumerable<string> args) =>
        StudyProcess.StartAny(["dotnet", typeof(DashboardProcess).Assembly.Location, "dashboard", .. args], environment, hasInput: true);

    /// <summary>What the process does.</summary>
    public static Task<int> ServeAsync(string[] args)
    {
        var output = Output.ForProcess();
        return HyperSearch.Runner.CommandLine.InvokeAsync(new RootCommand("the dashboard") { DashboardCommand.Create(output, new(DashboardHost.Page)) }, args, output, "hypersearch");
    }

    /// <summary>The address that it prints once it listens.</summary>
    public static async Task<Uri> AddressAsync(this StudyProcess process, CancellationToken cancel) =>
        new(await process.LineAsync(cancel) ?? throw new InvalidOperationException("The dashboard has ended: " + (await process.EndAsync()).Error));
}
