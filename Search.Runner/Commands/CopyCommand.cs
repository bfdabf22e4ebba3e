using System.CommandLine;

namespace HyperSearch.Runner;

/// <summary><c>copy</c>: a study under another name, in the same store or another.</summary>
internal static class CopyCommand
{
    public static Command Create(StudyArgument study, Output output)
    {
        var newName = NewNameArgument.Create();
        var to = new Option<string>("--to") { Description = "The store of the copy: a SQLite file, made where there is none, or a PostgreSQL database. Default: the study's own store.", HelpName = "STORE" };
        var command = new Command("copy", "Copies a study with all that is on record of it, under a new name. The copy can be resumed and replayed like the original.") { to };
        StudyVerb.SetAction(command, study, async (parsed, original) =>
        {
            var name = parsed.GetValue(newName)!;
            var place = parsed.GetValue(to);
            await using var other = place is null ? null : StoreOption.Open(place);
            var target = other ?? original.Store;
            var checkpoints = place is null ? original.Checkpoints : new(StoreOption.CheckpointFolder(place));
            CommandFailedException.ThrowIf(checkpoints.ObjectionTo(name));
            await original.Store.CopyAsync(original.Name, target, name);
            StudyVerb.ChangeFiles(() => original.Checkpoints.Copy(original.Name, checkpoints, name),
                $"'{original.Name}' was copied to '{name}', but without all of its checkpoints, so that trials that wait in the copy may start anew");
            var counts = await (await target.FindAsync(name))!.CountAsync();
            await output.Out.WriteLineAsync($"copied '{SafeText.Line(original.Name)}' to '{SafeText.Line(name)}'{(place is null ? "" : $" in {target}")}: {StateCounts.Describe(counts)}");
            return ExitCodes.Done;
        });
        // After the study's own argument, which comes first where there is one.
        command.Arguments.Add(newName);
        return command.WithExamples(
            study.Example("copy", "before-widening"),
            study.Example("copy", "mine --to experiments.db"),
            study.Example("copy", "ours --to postgres://user@host/database"));
    }
}
