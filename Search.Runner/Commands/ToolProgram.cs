using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.Diagnostics;

namespace HyperSearch.Runner;

/// <summary><c>dashboard</c> of the program in the repository: the server is in the tool's project, so that is run.</summary>
internal static class DashboardProgram
{
    /// <summary>An option of the tool, for a program that starts it: its standard input ends when that program is gone, and then it ends too.</summary>
    public const string EndsWithInput = "--ends-with-input";

    private static readonly string Project = Path.Combine("Tool", "Search.Tool.csproj");

    /// <param name="args">All arguments of this program, which are passed on as they are.</param>
    public static Command Create(string[] args)
    {
        var command = new Command("dashboard", "Shows the studies of the store in a browser, live. It changes nothing.") { TreatUnmatchedTokensAsErrors = false };
        command.SetAction((_, _) => RunAsync(args));
        // The tool's help.
        command.Options.Add(new HelpOption { Action = new PassOn(args) });
        return command;
    }

    /// <summary>Completes when standard input has ended.</summary>
    public static Task InputEndsAsync() => Task.Run(async () =>
    {
        await using var input = Console.OpenStandardInput();
        await input.CopyToAsync(Stream.Null);
    });

    private static async Task<int> RunAsync(string[] args)
    {
        var start = new ProcessStartInfo("dotnet", ["run", "--project", FindProject(), "--", .. args, .. args.Contains("--help") ? Array.Empty<string>() : [EndsWithInput]])
        {
            RedirectStandardInput = true,
            UseShellExecute = false,
        };
        using var interruption = new Interruption(TextWriter.Null);
        using var process = StudyFileCommand.Start(start);
        // A signal of Ctrl-C reaches the child as well; others reach this process alone.
        await using var registration = interruption.Token.Register(process.StandardInput.Close);
        await process.WaitForExitAsync(CancellationToken.None);
        return process.ExitCode;
    }

    private static string FindProject()
    {
        for (var folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (File.Exists(Path.Combine(folder, Project)))
                return Path.Combine(folder, Project);
        }
        throw new CommandFailedException($"There is no {Project} above {AppContext.BaseDirectory}, whose program the dashboard is. `dotnet tool install --global HyperSearch.Tool` installs it as the command `hypersearch`.");
    }

    private sealed class PassOn(string[] args) : AsynchronousCommandLineAction
    {
        public override bool Terminating => true;

        public override bool ClearsParseErrors => true;

        public override Task<int> InvokeAsync(ParseResult parseResult, CancellationToken cancellationToken = default) => RunAsync(args);
    }
}
