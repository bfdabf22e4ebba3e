using System.CommandLine;
using HyperSearch.Core;

namespace HyperSearch.Runner;

/// <summary>The verbs that need a study's code, of a study that runs a program: its record has all of it.</summary>
internal static class RecordedProgram
{
    /// <summary>The study that is on record; null where there is none of the name.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="args">What is given behind it, the store among them.</param>
    public static async Task<StudyDefinition?> FindAsync(string name, IReadOnlyList<string> args)
    {
        await using var store = StoreOption.OpenOrNull(StoreOption.ValueIn(args));
        return store is null ? null : (await store.FindAsync(name))?.Study;
    }

    /// <summary>Does what a verb of a study file does.</summary>
    /// <param name="verb">run, resume, work, replay or confirm.</param>
    /// <param name="recorded">The study.</param>
    /// <param name="args">What is given behind its name.</param>
    /// <param name="output">Where it answers.</param>
    /// <exception cref="StudyException">It runs no program, or its record is damaged or of a newer version.</exception>
    public static Task<int> RunAsync(string verb, StudyDefinition recorded, IReadOnlyList<string> args, Output output)
    {
        var study = ProgramDefinition.Of(recorded).ToStudy();
        RootCommand root =
        [
            RunCommand.Create(study, output, RunVerb.Run),
            RunCommand.Create(study, output, RunVerb.Resume),
            RunCommand.Create(study, output, RunVerb.Work),
            ReplayCommand.Create(study, output),
            ConfirmCommand.Create(study, output),
        ];
        return CommandLine.AnswerAsync(root, [verb, .. args], output, Invocation.OfProgram);
    }
}
