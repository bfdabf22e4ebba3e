using Spectre.Console;

namespace HyperSearch.Runner;

/// <summary>What a terminal can do.</summary>
/// <param name="Width">How many characters a line has now.</param>
/// <param name="CanRedraw">Whether it understands escape sequences, so that lines can be redrawn in place.</param>
/// <param name="HasColor">Whether it shows colours, and the person wants them.</param>
/// <param name="HasBlocks">Whether it shows block characters.</param>
internal sealed record TerminalCapabilities(Func<int> Width, bool CanRedraw, bool HasColor, bool HasBlocks)
{
    private const int Utf8 = 65001;

    /// <summary>The terminal behind a standard stream; null where there is none.</summary>
    public static TerminalCapabilities? Of(int stream)
    {
        if (!StandardStreams.IsTerminal(stream))
            return null;
        var canRedraw = UnderstandsEscapes(stream);
        return new(() => StandardStreams.Width(stream), canRedraw,
            canRedraw && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR")),
            Console.OutputEncoding.CodePage == Utf8);
    }

    private static bool UnderstandsEscapes(int stream) => OperatingSystem.IsWindows()
        ? AnsiConsole.Create(new() { Out = new AnsiConsoleOutput(stream == 1 ? Console.Out : Console.Error) }).Profile.Capabilities.Ansi
        : Environment.GetEnvironmentVariable("TERM") is not (null or "" or "dumb");
}
