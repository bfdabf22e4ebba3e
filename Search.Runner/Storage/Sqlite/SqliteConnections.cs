using HyperSearch.Core;
using System.Data;
using System.Data.Common;
using Dapper;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace HyperSearch.Runner;

/// <summary>Opens a SQLite file for writing and for reading. What is refused is left as it is, its log too.</summary>
internal sealed class SqliteConnections(SqliteFile file)
{
    // The write-ahead log is begun anew after so many pages rather than 1000: writing over it is half the work of
    // appending to it.
    private const int PagesOfLog = 200;

    /// <summary>A connection for writing, to a file that is made where there is none.</summary>
    public SqliteConnection OpenForWriting()
    {
        var connection = new SqliteConnection(file.Source(SqliteOpenMode.ReadWriteCreate));
        try
        {
            connection.Open();
            // Before the first statement, which would leave a log beside the file that its owner could not write to.
            if (IsReadOnly(connection))
                throw new StoreException(SqliteErrors.ReadOnlyMessage(file));
            Begin(connection);
            SqliteSchema.Prepare(connection, file.ToString());
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Reads; fails as if the file were busy where it was written to meanwhile and nothing kept it from that.</summary>
    public T Read<T>(DbConnection connection, Func<DbConnection, T> read)
    {
        if (connection is not ImmutableConnection immutable)
            return read(connection);
        try
        {
            var answer = read(connection);
            return immutable.Before == file.State() ? answer : throw SqliteErrors.WrittenMeanwhile();
        }
        catch (Exception) when (immutable.Before != file.State())
        {
            throw SqliteErrors.WrittenMeanwhile();
        }
    }

    // Readers, too, write beside a file in WAL mode: the memory that they share, and a log if there is none. Where they may not
    // write to the file itself, what they leave there would lock out its owner, so they make nothing: they use what is there, or
    // read a file without a log as one to which nobody writes, and look afterwards whether that was so.
    public SqliteConnection OpenForReading()
    {
        try
        {
            if (OpenIfWritable() is { } connection)
                return connection;
        }
        catch (SqliteException exception) when (SqliteErrors.IsUnwritable(exception))
        {
        }
        var state = file.State();
        if (state.HasCompanions)
        {
            try
            {
                return OpenForReading(new SqliteConnection(file.ReadOnlySource("readonly_shm=1")));
            }
            catch (SqliteException exception) when (SqliteErrors.IsUnwritable(exception) && !file.HasLog && !file.HasJournal)
            {
            }
        }
        else if (file.HasLog)
        {
            throw SqliteErrors.UnreadableLog();
        }
        return OpenForReading(new ImmutableConnection(file.ReadOnlySource("immutable=1"), state));
    }

    // SQLite opens a file for reading that it may not open for writing, and makes nothing beside it before the first statement.
    private SqliteConnection? OpenIfWritable()
    {
        var connection = new SqliteConnection(file.Source(SqliteOpenMode.ReadWrite));
        try
        {
            connection.Open();
        }
        catch
        {
            connection.Dispose();
            throw;
        }
        if (!IsReadOnly(connection))
            return OpenForReading(connection);
        connection.Dispose();
        return null;
    }

    // A store of an older version is read as a copy in memory that was brought up to date.
    private SqliteConnection OpenForReading(SqliteConnection connection)
    {
        try
        {
            Begin(connection);
            if (SqliteSchema.IsUpToDate(connection, file.ToString()))
                return connection;
            var copy = new SqliteConnection(SqliteFile.Source(":memory:", SqliteOpenMode.Memory));
            copy.Open();
            Read(connection, original =>
            {
                ((SqliteConnection)original).BackupDatabase(copy);
                return true;
            });
            connection.Dispose();
            SqliteSchema.Prepare(copy, file.ToString());
            return copy;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private void Begin(SqliteConnection connection)
    {
        if (connection.State != ConnectionState.Open)
            connection.Open();
        WriteLogBackOnClose(connection, !file.HasLog);
        connection.Execute($"PRAGMA foreign_keys = ON; PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = {PagesOfLog}");
        RequireWhole(connection);
        SqliteSchema.Check(connection, file.ToString());
        WriteLogBackOnClose(connection, true);
    }

    // SQLite takes a last page that is cut off for one that ends in zeros, and a file of one byte for an empty one.
    private void RequireWhole(SqliteConnection connection)
    {
        var expected = connection.ExecuteScalar<long>("PRAGMA page_count") * connection.ExecuteScalar<long>("PRAGMA page_size");
        var length = file.Length;
        if (length == 1)
            throw new StoreException(SqliteErrors.NoDatabaseMessage(file));
        // With a log beside it, a page may be one that was being written back.
        if (length < expected && !file.HasLog)
            throw new StoreException(SqliteErrors.DamagedMessage(file));
    }

    private static void WriteLogBackOnClose(SqliteConnection connection, bool does) =>
        raw.sqlite3_db_config(connection.Handle, raw.SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, does ? 0 : 1, out _);

    private static bool IsReadOnly(SqliteConnection connection) => raw.sqlite3_db_readonly(connection.Handle, "main") == 1;
}
