using System.Diagnostics;
using System.Text.Json;
using HyperSearch;

namespace Search.Tests;

/// <summary>A process of its own, in a folder of its own, that runs one verb of a study file after the other.</summary>
internal sealed class VerbsProcess : IDisposable
{
    private readonly Process _process;

    public VerbsProcess(string folder) => _process = Process.Start(new ProcessStartInfo("dotnet", [typeof(VerbsProcess).Assembly.Location, "verbs"])
    {
        UseShellExecute = false,
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
        WorkingDirectory = folder,
    })!;

    /// <summary>What the process does: each line of standard input is a command line, each line of standard output how it ended.</summary>
    public static async Task<int> ServeAsync(Func<Study> study)
    {
        while (await Console.In.ReadLineAsync() is { } line)
            await Console.Out.WriteLineAsync(JsonSerializer.Serialize(await CommandRun.OfAsync(study(), JsonSerializer.Deserialize<string[]>(line)!)));
        return 0;
    }

    public async Task<CommandRun> RunAsync(params string[] args)
    {
        await _process.StandardInput.WriteLineAsync(JsonSerializer.Serialize(args));
        await _process.StandardInput.FlushAsync();
        return JsonSerializer.Deserialize<CommandRun>(await _process.StandardOutput.ReadLineAsync() ?? "null") ?? throw new InvalidOperationException("The process has ended.");
    }

    public void Dispose()
    {
        _process.Kill();
        _process.Dispose();
    }
}
