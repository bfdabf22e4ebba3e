using Search.Core;
using Search.Runner;

namespace Search.Tests;

/// <summary>What a command printed and how it ended.</summary>
internal sealed record CommandRun(int ExitCode, string Out, string Error)
{
    /// <summary>Runs a verb of a study file in this process, with output that is no terminal.</summary>
    public static async Task<CommandRun> OfAsync(Study study, params IReadOnlyList<string> args)
    {
        using var standardOutput = new StringWriter { NewLine = "\n" };
        using var standardError = new StringWriter { NewLine = "\n" };
        var code = await StudyApp.RunAsync(study, args, new(standardOutput, standardError, outIsTerminal: false, errorIsTerminal: false));
        return new(code, standardOutput.ToString(), standardError.ToString());
    }
}
