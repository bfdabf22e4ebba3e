using Spectre.Console;

namespace Search.Runner;

/// <summary>
/// Where a command writes: results to <see cref="Out"/>, which other programs may read; progress and messages to
/// <see cref="Error"/>, which people read.
/// </summary>
internal sealed class Output
{
    private const int WidthWithoutTerminal = 240;

    public Output(TextWriter standardOutput, TextWriter standardError, bool outIsTerminal, bool errorIsTerminal, TextReader? answers = null)
    {
        Answers = answers;
        Out = standardOutput;
        Error = standardError;
        ErrorIsTerminal = errorIsTerminal;
        Tables = Console(standardOutput, outIsTerminal);
        Progress = Console(standardError, errorIsTerminal);
    }

    public TextWriter Out { get; }

    public TextWriter Error { get; }

    /// <summary>Where a person answers questions; null where there is none to ask, since standard input is no terminal.</summary>
    public TextReader? Answers { get; }

    /// <summary>Whether progress can be redrawn in place.</summary>
    public bool ErrorIsTerminal { get; }

    /// <summary>Draws tables on <see cref="Out"/>.</summary>
    public IAnsiConsole Tables { get; }

    /// <summary>Draws progress on <see cref="Error"/>.</summary>
    public IAnsiConsole Progress { get; }

    public static Output OfProcess() => new(
        System.Console.Out, System.Console.Error, !System.Console.IsOutputRedirected, !System.Console.IsErrorRedirected,
        System.Console.IsInputRedirected ? null : System.Console.In);

    private static IAnsiConsole Console(TextWriter writer, bool isTerminal)
    {
        var console = AnsiConsole.Create(new()
        {
            Out = new AnsiConsoleOutput(writer),
            Ansi = isTerminal ? AnsiSupport.Detect : AnsiSupport.No,
            Interactive = isTerminal ? InteractionSupport.Detect : InteractionSupport.No,
        });
        if (!isTerminal)
            console.Profile.Width = WidthWithoutTerminal;
        return console;
    }
}
