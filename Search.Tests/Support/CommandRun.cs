using HyperSearch;

namespace Search.Tests;

/// <summary>What a command printed and how it ended.</summary>
internal sealed record CommandRun(int ExitCode, string Out, string Error)
{
    /// <summary>Runs a verb of a study file in this process, with output that is no terminal.</summary>
    public static Task<CommandRun> OfAsync(Study study, params IReadOnlyList<string> args) => OfAsync(study, answer: null, args);

    /// <param name="study">The study of the file.</param>
    /// <param name="answer">What a person answers to a question; null where there is no person.</param>
    /// <param name="args">The command line.</param>
    public static async Task<CommandRun> OfAsync(Study study, string? answer, IReadOnlyList<string> args)
    {
        using var answers = new StringReader(answer ?? "");
        using var standardOutput = new StringWriter { NewLine = "\n" };
        using var standardError = new StringWriter { NewLine = "\n" };
        var code = await StudyApp.RunAsync(study, args, new(standardOutput, outTerminal: null, standardError, errorTerminal: null, answers));
        return new(code, standardOutput.ToString(), standardError.ToString());
    }
}
