using Dapper;
using HyperSearch.Core;
using Microsoft.Data.Sqlite;
using Polly.Timeout;

namespace HyperSearch.Runner;

/// <summary>A copy of a SQLite store as it is at one moment, made while others write to it.</summary>
/// <remarks>It is written beside its place, checked, and moved into its place, so that what lies there is whole.</remarks>
internal static class SqliteBackup
{
    /// <exception cref="StoreException">The place is taken, one of the files cannot be used, or the copy is not whole.</exception>
    public static void Create(SqliteDatabase from, string file)
    {
        var target = new SqliteDatabase(file);
        var path = target.ToString();
        if (!from.Exists())
            throw new StoreException($"There is no file {from} to back up.");
        target.RequireFolder();
        if (File.Exists(path))
            throw Taken(path);
        TemporaryFile.RemoveLeftovers(Path.GetDirectoryName(path)!);
        try
        {
            // It lies beside a file that tells others that this process lives, and goes with it.
            using var temporary = new TemporaryFile(path);
            var artifacts = new ArtifactsBackup(from.ArtifactFolder, target.ArtifactFolder);
            artifacts.CopyAll();
            from.Retry.Execute(() => Write(from, temporary.DatabasePath, artifacts));
            temporary.MoveDatabaseTo(path);
        }
        catch (Exception exception) when (exception is SqliteException or TimeoutRejectedException)
        {
            throw target.Explain(exception);
        }
        catch (IOException) when (File.Exists(path))
        {
            throw Taken(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new StoreException($"The backup {path} cannot be written: {exception.Message}", exception);
        }
    }

    private static void Write(SqliteDatabase from, string file, ArtifactsBackup artifacts)
    {
        using var source = (SqliteConnection)from.OpenForReading();
        using var copy = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Pooling = false }.ToString());
        copy.Open();
        from.Read(source, _ =>
        {
            source.BackupDatabase(copy);
            return true;
        });
        artifacts.CopyThoseOf(copy);
        if (FaultIn(copy) is { } fault)
            throw new StoreException($"The copy of {from} is not whole, and was removed: {fault}. The file itself may be damaged: `PRAGMA integrity_check` tells.");
    }

    private static string? FaultIn(SqliteConnection copy)
    {
        try
        {
            // Whoever runs a trial runs that of the original.
            copy.Execute("UPDATE trials SET state = 'waiting', worker = NULL WHERE state = 'running' AND finish_order IS NULL");
            return copy.Query<string>("PRAGMA integrity_check(1)").First() is var answer and not "ok" ? answer : null;
        }
        catch (SqliteException exception) when (exception.SqliteErrorCode == SqliteErrors.Corrupt)
        {
            return exception.Message;
        }
    }

    private static StoreException Taken(string path) => new($"{path} exists already. A backup is never written over a file: name another.");
}
