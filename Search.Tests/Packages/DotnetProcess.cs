using System.Diagnostics;

namespace Search.Tests;

/// <summary>Programs as a person calls them: without what a test run leaves in the environment.</summary>
internal static class DotnetProcess
{
    /// <summary>Runs a program to its end.</summary>
    /// <param name="folder">Where it runs, and below which file-based programs are built.</param>
    /// <param name="command">The program and its arguments.</param>
    public static async Task<CommandRun> RunAsync(string folder, params IReadOnlyList<string> command)
    {
        var start = new ProcessStartInfo(command[0], command.Skip(1))
        {
            WorkingDirectory = folder,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // The build that a test run is part of tells its own children what is not meant for others.
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)).ToArray())
            start.Environment.Remove(name);
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        start.Environment["DOTNET_NOLOGO"] = "1";
        start.Environment["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1";
        start.Environment["DOTNET_CLI_UI_LANGUAGE"] = "en";
        // Where the SDK keeps what it builds of file-based programs.
        start.Environment["XDG_DATA_HOME"] = Directory.CreateDirectory(Path.Combine(folder, "data")).FullName;
        using var process = Process.Start(start)!;
        var standardOutput = process.StandardOutput.ReadToEndAsync();
        var standardError = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return new(process.ExitCode, await standardOutput, await standardError);
    }
}
