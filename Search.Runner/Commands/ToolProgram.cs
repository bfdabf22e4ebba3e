using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.Diagnostics;

namespace HyperSearch.Runner;

/// <summary>The verbs that the tool alone has, in the program of the repository, which has neither the server nor the trainer: it runs the tool for them.</summary>
internal static class ToolProgram
{
    /// <summary>An option of the tool, for a program that starts it: its standard input ends when that program is gone, and then it ends too.</summary>
    public const string EndsWithInput = "--ends-with-input";

    private static readonly string Project = Path.Combine("Tool", "Search.Tool.csproj");

    /// <param name="args">All arguments of this program, which are passed on as they are.</param>
    public static IReadOnlyList<Command> CreateAll(string[] args) =>
    [
        Create("new", "Writes a study that runs, to be made your own.", args, []),
        Create("predict", "Reads a table and writes what a saved model predicts for each row.", args, []),
        Create("tune", "Tunes the parameters of any program: its command line, with what may vary marked by ~, is the study.", args, []),
        Create("launch", "Prints what hands a study's workers to a cluster, submits it, or shows how they are.", args, []),
        Create("dashboard", "Shows the studies of the store in a browser, live. It changes nothing.", args, args.Contains("--help") ? [] : [EndsWithInput]),
    ];

    /// <summary>Completes when standard input has ended.</summary>
    public static Task InputEndsAsync() => Task.Run(async () =>
    {
        await using var input = Console.OpenStandardInput();
        await input.CopyToAsync(Stream.Null);
    });

    private static Command Create(string verb, string description, string[] args, string[] more)
    {
        var command = new Command(verb, description) { TreatUnmatchedTokensAsErrors = false };
        command.SetAction((_, _) => RunAsync([.. args, .. more]));
        // The tool's help.
        command.Options.Add(new HelpOption { Action = new PassOn(args) });
        return command;
    }

    private static async Task<int> RunAsync(string[] args)
    {
        var start = new ProcessStartInfo("dotnet", ["run", "--project", FindProject(), "--", .. args])
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
        throw new CommandFailedException($"There is no {Project} above {AppContext.BaseDirectory}, whose program has this verb. `dotnet tool install --global HyperSearch.Tool` installs it as the command `hypersearch`.");
    }

    private sealed class PassOn(string[] args) : AsynchronousCommandLineAction
    {
        public override bool Terminating => true;

        public override bool ClearsParseErrors => true;

        public override Task<int> InvokeAsync(ParseResult parseResult, CancellationToken cancellationToken = default) => RunAsync(args);
    }
}
