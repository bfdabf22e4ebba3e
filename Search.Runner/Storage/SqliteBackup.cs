using Dapper;
using Microsoft.Data.Sqlite;
using Polly.Timeout;
using Search.Core;

namespace Search.Runner;

/// <summary>A copy of a SQLite store as it is at one moment, made while others write to it.</summary>
/// <remarks>It is written beside its place, checked, and moved into its place, so that what lies there is whole.</remarks>
internal static class SqliteBackup
{
    /// <exception cref="StoreException">The place is taken, one of the files cannot be used, or the copy is not whole.</exception>
    public static void Make(SqliteDatabase from, string file)
    {
        var place = Path.GetFullPath(file);
        var temporary = $"{place}.{Guid.NewGuid():N}";
        var target = new SqliteDatabase(place);
        if (!from.Exists())
            throw new StoreException($"There is no file {from} to back up.");
        target.RequireFolder();
        if (File.Exists(place))
            throw Taken(place);
        try
        {
            from.Retry.Execute(() => Write(from, temporary));
            File.Move(temporary, place);
        }
        catch (Exception exception) when (exception is SqliteException or TimeoutRejectedException)
        {
            throw target.Explain(exception);
        }
        catch (IOException) when (File.Exists(place))
        {
            throw Taken(place);
        }
        finally
        {
            foreach (var ending in (string[])["", "-wal", "-shm", "-journal"])
                File.Delete(temporary + ending);
        }
    }

    private static void Write(SqliteDatabase from, string file)
    {
        using var source = (SqliteConnection)from.OpenForReading();
        using var copy = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Pooling = false }.ToString());
        copy.Open();
        source.BackupDatabase(copy);
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
        catch (SqliteException exception) when (exception.SqliteErrorCode == SqliteDatabase.Corrupt)
        {
            return exception.Message;
        }
    }

    private static StoreException Taken(string place) => new($"{place} exists already. A backup is never written over a file: name another.");
}
