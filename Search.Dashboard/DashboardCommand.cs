using System.CommandLine;
using System.Diagnostics;
using System.Net;
using HyperSearch.Runner;

namespace HyperSearch.Dashboard;

/// <summary><c>dashboard</c>: shows the studies of a store in a browser, live.</summary>
internal static class DashboardCommand
{
    private const int MostPort = 65_535;

    /// <param name="output">Where it says how it is reached.</param>
    /// <param name="page">The page that is shown; null for the one that this program was built with.</param>
    public static Command Create(Output output, ServedPage? page = null)
    {
        var store = StoreOption.Create();
        var port = new Option<int>("--port") { Description = "Where it listens; 0 for a port that is free.", DefaultValueFactory = _ => DashboardOptions.DefaultPort, HelpName = "N" };
        var host = new Option<string?>("--host")
        {
            Description = $"The name or address of this machine under which it can be reached, such as 0.0.0.0 for all of them. Others than this machine then need the token. Default: {DashboardOptions.DefaultHost}, this machine alone.",
            HelpName = "HOST",
        };
        var token = new Option<string?>("--token")
        {
            Description = $"What one must know to look. Default: ${AccessToken.Variable}; else none on this machine alone, and with another --host a new one, which is printed.",
            HelpName = "TOKEN",
        };
        var input = new Option<bool>(ToolProgram.EndsWithInput) { Hidden = true };
        port.Validators.Add(result =>
        {
            if (result.Tokens is [var text] && int.TryParse(text.Value, out var number) && number is < 0 or > MostPort)
                result.AddError($"`0 <= N <= {MostPort}` must hold for --port, but it is {number}.");
        });
        token.Validators.Add(result =>
        {
            if (result.Tokens is [var text] && AccessToken.Objection(text.Value) is { } objection)
                result.AddError(objection);
        });
        var command = new Command("dashboard", "Shows the studies of the store in a browser, live. It changes nothing.") { store, port, host, token, input };
        command.SetAction(async (parsed, _) =>
        {
            var shown = page ?? ServedPage.Load();
            var options = OptionsOf(parsed.GetValue(host), parsed.GetValue(port), parsed.GetValue(token));
            await using var opened = StoreOption.OpenExisting(parsed.GetValue(store), new());
            using var interruption = new Interruption(TextWriter.Null);
            // Trials come first.
            TryLowerPriority();
            await using var server = await DashboardServer.StartAsync(opened, shown, options, line => output.Error.WriteLine(line));
            await output.Out.WriteLineAsync(server.Address.ToString());
            await output.Error.WriteLineAsync($"Shows the studies of {opened}. Ctrl-C ends it.");
            if (!IsOwnMachineAlone(options.Host))
                await output.Error.WriteLineAsync("What it shows goes over the network as it is: in one that is not yours, reach it by way of `ssh -L` or a proxy that encrypts.");
            await WaitAsync(parsed.GetValue(input), interruption.Token);
            return ExitCodes.Done;
        });
        return command.WithExamples(
            "hypersearch dashboard",
            "hypersearch dashboard --store shared.db --port 0",
            "hypersearch dashboard --store postgres://user@host/database --host 0.0.0.0");
    }

    private static DashboardOptions OptionsOf(string? host, int port, string? token)
    {
        var variable = Environment.GetEnvironmentVariable(AccessToken.Variable);
        if (token is null && variable is { Length: > 0 })
            CommandFailedException.ThrowIf(AccessToken.Objection(variable) is { } objection ? $"${AccessToken.Variable}: {objection}" : null);
        var name = host ?? DashboardOptions.DefaultHost;
        return new(name, port, (token ?? variable) is { Length: > 0 } given ? new(given) : IsOwnMachineAlone(name) ? null : AccessToken.Create());
    }

    private static bool IsOwnMachineAlone(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));

    private static async Task WaitAsync(bool endsWithInput, CancellationToken cancel)
    {
        var interrupted = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = cancel.Register(interrupted.SetResult);
        await (endsWithInput ? Task.WhenAny(interrupted.Task, ToolProgram.InputEndsAsync()) : interrupted.Task);
    }

    private static void TryLowerPriority()
    {
        try
        {
            using var process = Process.GetCurrentProcess();
            process.PriorityClass = ProcessPriorityClass.BelowNormal;
        }
        catch (Exception exception) when (exception is System.ComponentModel.Win32Exception or PlatformNotSupportedException or InvalidOperationException)
        {
            // It then has the priority that it has.
        }
    }
}
