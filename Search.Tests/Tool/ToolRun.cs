using System.Diagnostics;
using HyperSearch.Runner;
using HyperSearch.Tool;

namespace Search.Tests;

/// <summary>The verbs that the tool alone has, and the study files that it writes.</summary>
internal static class ToolRun
{
    /// <summary>Runs a verb in this process, with output that is no terminal.</summary>
    public static async Task<CommandRun> OfAsync(params string[] args)
    {
        using var standardOutput = new StringWriter { NewLine = "\n" };
        using var standardError = new StringWriter { NewLine = "\n" };
        var output = new Output(standardOutput, outTerminal: null, standardError, errorTerminal: null, TextReader.Null);
        var tune = TuneCommand.Create(output);
        var root = ToolCommands.CreateRoot([NewCommand.Create(output), PredictCommand.Create(output), tune, LaunchCommand.Create(output)], output);
        var code = await HyperSearch.Runner.CommandLine.InvokeAsync(root, TuneWords.Of(tune, args), output, Invocation.OfProgram);
        return new(code, standardOutput.ToString(), standardError.ToString());
    }

    /// <summary>Runs a study file that was written, with the projects beside it for its packages.</summary>
    public static async Task<CommandRun> OfStudyFileAsync(string file, params string[] args)
    {
        var lines = await File.ReadAllLinesAsync(file, TestContext.Current.CancellationToken);
        await File.WriteAllLinesAsync(file, lines.Select(line =>
            line.StartsWith("#:package HyperSearch@", StringComparison.Ordinal) ? $"#:project {ProjectTests.FolderOf("Search.Runner")}"
            : line.StartsWith("#:package HyperSearch.Training@", StringComparison.Ordinal) ? $"#:project {ProjectTests.FolderOf("Search.Training")}"
            : line), TestContext.Current.CancellationToken);
        using var process = Process.Start(new ProcessStartInfo("dotnet", ["run", file, "--", .. args]) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true })!;
        var (results, messages) = (process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken), process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken));
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return new(process.ExitCode, await results, await messages);
    }
}
