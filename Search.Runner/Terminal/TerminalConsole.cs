using Spectre.Console;

namespace HyperSearch.Runner;

/// <summary>Spectre's console over <see cref="Output.Out"/>, for lines with colours.</summary>
internal static class TerminalConsole
{
    /// <summary>A console that shows colours where the terminal does. Nothing makes the texts safe that it is given.</summary>
    /// <param name="output">Where it writes: a terminal, or anything else.</param>
    /// <param name="width">How many characters a line has.</param>
    public static IAnsiConsole Of(Output output, int width)
    {
        var hasColor = output.OutTerminal is { HasColor: true };
        var console = AnsiConsole.Create(new()
        {
            Out = new AnsiConsoleOutput(output.Colored),
            Ansi = hasColor ? AnsiSupport.Yes : AnsiSupport.No,
            ColorSystem = hasColor ? ColorSystemSupport.Standard : ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
        });
        // Where the height is not given, the console asks the terminal, and changes the mode of its keys to do so.
        (console.Profile.Width, console.Profile.Height) = (width, 24);
        return console;
    }
}
