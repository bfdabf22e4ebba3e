using System.CommandLine;
using System.CommandLine.Help;
using HyperSearch.Core;

namespace HyperSearch.Runner;

/// <summary>Invokes a tree of commands: exit codes, and errors as messages.</summary>
internal static class CommandLine
{
    // An argument that begins with @ means itself: it names no file with arguments.
    private static readonly ParserConfiguration Literal = new() { ResponseFileTokenReplacer = null };

    /// <param name="root">The commands.</param>
    /// <param name="args">What was typed.</param>
    /// <param name="output">Where they answer.</param>
    /// <param name="called">How the command line begins, for help.</param>
    public static async Task<int> InvokeAsync(RootCommand root, IReadOnlyList<string> args, Output output, string called)
    {
        var code = await AnswerAsync(root, args, output, called);
        if (output.Failure is not { } failure)
            return code;
        if (failure is BrokenPipeException)
            return code == ExitCodes.Done ? ExitCodes.BrokenPipe : code;
        await output.Error.WriteLineAsync($"The results could not be printed: {failure.Message} The record is whole.");
        return code == ExitCodes.Done ? ExitCodes.Failed : code;
    }

    /// <summary>As <see cref="InvokeAsync"/>, within a command that is invoked: what becomes of its output is told there.</summary>
    public static async Task<int> AnswerAsync(RootCommand root, IReadOnlyList<string> args, Output output, string called)
    {
        var configuration = new InvocationConfiguration
        {
            Output = new HelpWriter(output.Out, root.Name, called),
            Error = output.Error,
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = null,
        };
        if (args.Count == 0)
        {
            await root.Parse(["--help"], Literal).InvokeAsync(configuration);
            return ExitCodes.WrongUsage;
        }
        var parsed = root.Parse(args, Literal);
        // Help is an answer to any question.
        if (parsed.Action is not { ClearsParseErrors: true } && UsageErrors.Of(parsed, args) is { Count: > 0 } errors)
        {
            foreach (var error in errors)
                await output.Error.WriteLineAsync(SafeText.Line(Passwords.Mask(error)));
            await output.Error.WriteLineAsync($"See: {string.Join(" ", [called, .. Path(parsed.CommandResult.Command), "--help"])}");
            return ExitCodes.WrongUsage;
        }
        try
        {
            return await parsed.InvokeAsync(configuration);
        }
        catch (Exception exception) when (exception is CommandFailedException or StudyException or SpaceException or StudyChangedException or StoreException)
        {
            await output.Error.WriteLineAsync(Passwords.Mask(exception.Message));
            return ExitCodes.Failed;
        }
        catch (OperationCanceledException)
        {
            await output.Error.WriteLineAsync("Interrupted.");
            return ExitCodes.Interrupted;
        }
#pragma warning disable CA1031 // The last place where an error can be told.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            await output.Error.WriteLineAsync(Passwords.Mask(ErrorText.Of(exception)));
            return ExitCodes.Failed;
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

    // Without the root, whose name is the program's file.
    private static IEnumerable<string> Path(Command command) =>
        command.Parents.OfType<Command>().FirstOrDefault() is { } parent ? [.. Path(parent), command.Name] : [];
}
