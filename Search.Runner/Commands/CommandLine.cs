using System.CommandLine;
using System.CommandLine.Help;
using Search.Core;

namespace Search.Runner;

/// <summary>Invokes a tree of commands: exit codes, and errors as messages.</summary>
internal static class CommandLine
{
    public static async Task<int> InvokeAsync(RootCommand root, IReadOnlyList<string> args, Output output)
    {
        var parsed = root.Parse(args);
        var configuration = new InvocationConfiguration
        {
            Output = output.Out,
            Error = output.Error,
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = null,
        };
        if (args.Count == 0)
        {
            await root.Parse(["--help"]).InvokeAsync(configuration);
            return ExitCode.WrongUsage;
        }
        if (parsed.Errors.Count > 0)
        {
            foreach (var error in parsed.Errors)
                await output.Error.WriteLineAsync(Passwords.Mask(error.Message));
            await output.Error.WriteLineAsync($"See: {string.Join(" ", Path(parsed.CommandResult.Command))} --help");
            return ExitCode.WrongUsage;
        }
        try
        {
            return await parsed.InvokeAsync(configuration);
        }
        catch (Exception exception) when (exception is CommandFailedException or SpaceException or StudyChangedException or StoreException)
        {
            await output.Error.WriteLineAsync(Passwords.Mask(exception.Message));
            return ExitCode.Failed;
        }
        catch (OperationCanceledException)
        {
            await output.Error.WriteLineAsync("Interrupted.");
            return ExitCode.Interrupted;
        }
#pragma warning disable CA1031 // The last place where an error can be told.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            await output.Error.WriteLineAsync(Passwords.Mask(ErrorText.Of(exception)));
            return ExitCode.Failed;
        }
    }

    /// <summary>A command whose help ends with examples.</summary>
    public static Command WithExamples(this Command command, params IReadOnlyList<string> examples)
    {
        var help = new HelpOption();
        help.Action = new HelpWithExamples((HelpAction)help.Action!, examples);
        command.Options.Add(help);
        return command;
    }

    private static IEnumerable<string> Path(Command command) =>
        command.Parents.OfType<Command>().FirstOrDefault() is { } parent ? [.. Path(parent), command.Name] : [command.Name];
}
