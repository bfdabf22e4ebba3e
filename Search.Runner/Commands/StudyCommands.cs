using System.CommandLine;
using Search.Core;

namespace Search.Runner;

/// <summary>The verbs that work on the record alone: the same in a study file and in the program.</summary>
internal static class StudyCommands
{
    /// <param name="root">Where they are added.</param>
    /// <param name="study">Which study they are about.</param>
    /// <param name="code">The study's own code, where it is at hand.</param>
    /// <param name="output">Where they answer.</param>
    public static void AddTo(RootCommand root, StudyName study, Study? code, Output output)
    {
        root.Subcommands.Add(ReportCommand.Create(study, code, output));
        root.Subcommands.Add(TrialsCommand.Create(study, output));
        root.Subcommands.Add(ShowCommand.Create(study, output));
        root.Subcommands.Add(EnqueueCommand.Create(study, code, output));
        root.Subcommands.Add(ListCommand.Create(output));
    }

    public static Option<ReportFormat> FormatOption() => new("--format")
    {
        Description = "table or md for people, json or csv for other programs.",
        DefaultValueFactory = _ => ReportFormat.Table,
        HelpName = "table|json|csv|md",
    };

    /// <summary>A verb that works on one study's record.</summary>
    /// <param name="command">The verb.</param>
    /// <param name="study">Which study it is about.</param>
    /// <param name="action">What it does.</param>
    /// <param name="warnings">Where a verb that writes warns of a store that is not safe to write to; null for a verb that reads.</param>
    public static void SetAction(Command command, StudyName study, Func<ParseResult, IStudyRecord, Task> action, Output? warnings = null)
    {
        var store = StoreOption.Create();
        study.AddTo(command);
        command.Options.Add(store);
        command.SetAction(async (parsed, cancel) =>
        {
            var name = study.Of(parsed);
            await using var opened = StoreOption.OpenExisting(parsed.GetValue(store));
            if (warnings is not null)
                await StoreOption.WarnAsync(parsed.GetValue(store), warnings);
            var record = await opened.FindAsync(name, cancel) ?? throw await MissingAsync(opened, name);
            await action(parsed, record);
            return ExitCode.Done;
        });
    }

    /// <summary>What to say where a store has no study of a name.</summary>
    public static async Task<CommandFailedException> MissingAsync(IStudyStore store, string name)
    {
        var studies = await store.ListAsync();
        return new($"There is no study '{name}' on record. " +
            (studies.Count == 0 ? "The store is empty: `run` makes a study." : $"There are: {string.Join(", ", studies.Select(s => s.Name))}."));
    }
}
