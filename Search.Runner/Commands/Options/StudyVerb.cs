using System.CommandLine;
using HyperSearch.Core;

namespace HyperSearch.Runner;

/// <summary>What verbs that work on a study on record have in common.</summary>
internal static class StudyVerb
{
    /// <summary>A verb that works on one study's record.</summary>
    /// <param name="command">The verb.</param>
    /// <param name="study">Which study it is about.</param>
    /// <param name="action">What it does.</param>
    /// <param name="warnings">Where a verb that writes warns of a store that is not safe to write to; null for a verb that reads.</param>
    public static void SetAction(Command command, StudyArgument study, Func<ParseResult, IStudyRecord, Task> action, Output? warnings = null) => SetAction(command, study, async (parsed, stored) =>
    {
        await action(parsed, stored.Record);
        return ExitCodes.Done;
    }, warnings);

    /// <summary>A verb that works on a study as a whole.</summary>
    public static void SetAction(Command command, StudyArgument study, Func<ParseResult, StoredStudy, Task<int>> action, Output? warnings = null)
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
            try
            {
                return await action(parsed, new(name, record, opened, StoreOption.CheckpointFilesOf(parsed.GetValue(store))));
            }
            catch (SelectionException exception)
            {
                throw new CommandFailedException(exception.Message);
            }
        });
    }

    /// <summary>Changes files after the record was changed, so that nothing of what is still on record can be lost.</summary>
    /// <param name="change">The change.</param>
    /// <param name="failed">What to say where it fails: what was done, and what was not.</param>
    public static void ChangeFiles(Action change, string failed)
    {
        try
        {
            change();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or StoreException)
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
