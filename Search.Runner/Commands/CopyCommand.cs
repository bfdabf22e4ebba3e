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
            var files = place is null ? original.CheckpointFiles : StoreOption.CheckpointFilesOf(place);
            CommandFailedException.ThrowIf(files?.ObjectionTo(name));
            await original.Store.CopyAsync(original.Name, target, name);
            var copy = new StoredStudy(name, (await target.FindAsync(name))!, target, files);
            var trials = await copy.Record.ReadWithoutMeasurementsAsync();
            StudyVerb.ChangeFiles(() => CopyCheckpoints(original, copy, trials, output),
                $"'{original.Name}' was copied to '{name}', but without all of its checkpoints, so that trials that wait in the copy may start anew");
            var counts = await copy.Record.CountAsync();
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

    private static void CopyCheckpoints(StoredStudy original, StoredStudy copy, IReadOnlyList<Trial> trials, Output output)
    {
        if (original.CheckpointFiles is { } from && copy.CheckpointFiles is { } to)
        {
            from.Copy(original.Name, to, copy.Name);
            return;
        }
        // Those that are left from another study of the name.
        copy.CheckpointFiles?.Delete(copy.Name);
        var (source, target) = (original.OpenCheckpoints(Warn), copy.OpenCheckpoints(Warn));
        foreach (var number in source.ReadSizes().Keys.Where(number => number < trials.Count).Order())
        {
            if (source.Read(trials[number]) is { } saved)
                target.Put(trials[number], saved);
        }

        void Warn(string warning) => output.Error.WriteLine($"Warning: {SafeText.Line(warning)}");
    }
}
