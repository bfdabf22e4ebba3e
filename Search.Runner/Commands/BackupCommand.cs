using System.CommandLine;

namespace HyperSearch.Runner;

/// <summary><c>backup</c>: all studies of a SQLite file in another file, while they run.</summary>
internal static class BackupCommand
{
    public static Command Create(Output output)
    {
        var file = new Argument<string>("file") { Description = "Where the backup goes: a file that does not exist yet." };
        var store = StoreOption.Create();
        var command = new Command("backup", "Writes all studies of a SQLite file to another one, also while they run. The backup is a store: --store FILE opens it.") { file, store };
        command.SetAction(async (parsed, cancel) =>
        {
            await using var opened = StoreOption.OpenExisting(parsed.GetValue(store));
            if (opened is not SqliteStudyStore sqlite)
                throw new CommandFailedException("`backup` is for SQLite files. A PostgreSQL database is backed up by PostgreSQL's own program: pg_dump --schema=hypersearch DATABASE > FILE, and psql to restore it. `copy --to FILE` copies a single study.");
            var place = parsed.GetValue(file)!;
            await sqlite.BackupAsync(place, cancel);
            await using var backup = new SqliteStudyStore(place);
            var studies = await backup.ListAsync(cancel);
            await output.Out.WriteLineAsync($"backed up to {place}: {studies.Count} {(studies.Count == 1 ? "study" : "studies")}, {studies.Sum(study => study.Counts.Total)} trials, checked and whole");
            return ExitCodes.Done;
        });
        return command.WithExamples("hypersearch backup monday.db", "hypersearch backup /mnt/backups/monday.db --store experiments.db");
    }
}
