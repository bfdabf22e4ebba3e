using System.CommandLine;
using System.Globalization;
using HyperSearch.Core;
using HyperSearch.Runner;

namespace HyperSearch;

/// <summary>The command line of a study file: <c>run</c>, <c>resume</c>, <c>work</c>, <c>replay</c>, <c>confirm</c>, <c>report</c>, <c>trials</c>, <c>enqueue</c>, <c>ask</c>, <c>tell</c>, <c>serve</c>, <c>trial</c>, <c>list</c>, <c>show</c>, <c>copy</c>, <c>rename</c>, <c>delete</c>, <c>backup</c>, <c>export</c>, <c>import</c>.</summary>
public static class StudyApp
{
    /// <summary>Does what the arguments say, with the study for those verbs that name none.</summary>
    /// <returns>The exit code: 0 done, 1 failed, 2 wrong usage, 3 nothing is left to start or a trial is to stop (<c>ask</c>, <c>tell</c>), 130 interrupted, 141 where nobody reads the results to the end.</returns>
    public static Task<int> RunAsync(Study study, IReadOnlyList<string> args) => RunAsync(study, args, Output.ForProcess());

    internal static async Task<int> RunAsync(Study study, IReadOnlyList<string> args, Output output)
    {
        ArgumentNullException.ThrowIfNull(study);
        // Reports and settings are the same everywhere; the caller's own culture is as before when this has returned.
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        if (ObjectionTo(study) is { } objection)
        {
            await output.Error.WriteLineAsync(objection);
            return ExitCodes.Failed;
        }
        var root = new RootCommand($"{study.Name}: {(study.Description.Length > 0 ? study.Description : string.Join(", ", study.Goals))}")
        {
            RunCommand.Create(study, output, RunVerb.Run),
            RunCommand.Create(study, output, RunVerb.Resume),
            RunCommand.Create(study, output, RunVerb.Work),
            ReplayCommand.Create(study, output),
            ConfirmCommand.Create(study, output),
            AskCommand.Create(new StudyFileSource(study, output), output),
            ServeCommand.Create(new StudyFileSource(study, output), output),
        };
        StudyCommands.AddTo(root, new StudyArgument(study.Name), study, output);
        return await CommandLine.InvokeAsync(root, args, output, Invocation.OfStudyFile);
    }

    // What the command line cannot be made of.
    private static string? ObjectionTo(Study study) =>
        study.Options.Select(option => NameRule.Objection("option", option.Name)
            ?? (option.Name[0] == '-' || option.Name.Any(char.IsWhiteSpace)
                ? $"An option is named without dashes at its beginning and without white space, but one of this study is '{option.Name}'."
                : null))
            .FirstOrDefault(objection => objection is not null);
}
