using System.CommandLine;
using HyperSearch.Core;

namespace HyperSearch.Runner;

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
        root.Subcommands.Add(TrialCommand.Create(study, output));
        root.Subcommands.Add(ListCommand.Create(output));
        root.Subcommands.Add(CopyCommand.Create(study, output));
        root.Subcommands.Add(RenameCommand.Create(study, output));
        root.Subcommands.Add(DeleteCommand.Create(study, output));
        root.Subcommands.Add(BackupCommand.Create(output));
    }

    public static Option<ReportFormat> FormatOption() => new("--format")
    {
        Description = "table or md for people, json or csv for other programs. Default: table.",
        HelpName = "table|json|csv|md",
    };

    /// <summary>A verb that works on one study's record.</summary>
    /// <param name="command">The verb.</param>
    /// <param name="study">Which study it is about.</param>
    /// <param name="action">What it does.</param>
    /// <param name="warnings">Where a verb that writes warns of a store that is not safe to write to; null for a verb that reads.</param>
    public static void SetAction(Command command, StudyName study, Func<ParseResult, IStudyRecord, Task> action, Output? warnings = null) => SetAction(command, study, async (parsed, stored) =>
    {
        await action(parsed, stored.Record);
        return ExitCode.Done;
    }, warnings);

    /// <summary>A verb that works on a study as a whole.</summary>
    public static void SetAction(Command command, StudyName study, Func<ParseResult, StoredStudy, Task<int>> action, Output? warnings = null)
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
            return await action(parsed, new(name, record, opened, new(StoreOption.CheckpointFolder(parsed.GetValue(store)))));
        });
    }

    /// <summary>The name that a verb gives to a study; to be added after the study's own argument.</summary>
    public static Argument<string> NewNameArgument()
    {
        var name = new Argument<string>("new-name") { Description = "A name that no study in the store has." };
        name.Validators.Add(result =>
        {
            if (NameRule.Objection("study", result.GetValueOrDefault<string>()) is { } objection)
                result.AddError(objection);
        });
        return name;
    }

    /// <summary>Ends a verb that cannot do what it is to do, before it has changed anything.</summary>
    public static void Require(string? objection)
    {
        if (objection is not null)
            throw new CommandFailedException(objection);
    }

    /// <summary>Changes files after the record was changed, so that nothing of what is still on record can be lost.</summary>
    /// <param name="change">The change.</param>
    /// <param name="failed">What to say where it fails: what was done, and what was not.</param>
    public static void AfterChange(Action change, string failed)
    {
        try
        {
            change();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailedException($"{failed}: {exception.Message}");
        }
    }

    /// <summary>What to say where a store has no study of a name.</summary>
    public static async Task<CommandFailedException> MissingAsync(IStudyStore store, string name)
    {
        var studies = await store.ListAsync();
        return new($"There is no study '{SafeText.Line(name)}' on record. " +
            (studies.Count == 0 ? "The store is empty: `run` makes a study." : $"There are: {string.Join(", ", studies.Select(s => SafeText.Line(s.Name)))}."));
    }
}

/// <summary>A study and where it is kept.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Record">Its record, for reading.</param>
/// <param name="Store">The store that it is in.</param>
/// <param name="Checkpoints">The checkpoints of that store.</param>
internal sealed record StoredStudy(string Name, IStudyRecord Record, SharedStudyStore Store, CheckpointFolder Checkpoints);
