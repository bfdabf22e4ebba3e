using Dapper;
using HyperSearch.Core;
using Microsoft.Data.Sqlite;

namespace HyperSearch.Runner;

/// <summary>How a SQLite file comes by its tables, and an older one by what is new.</summary>
internal static class SqliteSchema
{
    // "HYPS", which marks a file as ours.
    private const long ApplicationId = 0x48595053;

    private static readonly string[] Migrations = StoreTables.Migrations(key: "INTEGER PRIMARY KEY", end: " WITHOUT ROWID", bytes: "BLOB");

    /// <summary>Makes sure that the file is ours and of this version. A file of another program or a newer version is left as it is.</summary>
    /// <exception cref="StoreException">The file is of another program or of a newer version.</exception>
    /// <remarks>After a failure the connection is to be closed, which takes back what was begun.</remarks>
    public static void Prepare(SqliteConnection connection, string file)
    {
        if (Check(connection, file) == Migrations.Length)
            return;
        // The mode is kept in the file: readers do not wait for writers.
        connection.Execute("PRAGMA journal_mode = WAL");
        connection.Execute("BEGIN IMMEDIATE");
        // Asked again under the lock: another process may have been faster.
        for (var version = Check(connection, file); version < Migrations.Length; version++)
            connection.Execute(Migrations[version]);
        connection.Execute($"PRAGMA application_id = {ApplicationId}; PRAGMA user_version = {Migrations.Length}");
        connection.Execute("COMMIT TRANSACTION");
    }

    /// <summary>Whether the file is of this version.</summary>
    /// <exception cref="StoreException">The file is of another program or of a newer version.</exception>
    public static bool IsUpToDate(SqliteConnection connection, string file) => Check(connection, file) == Migrations.Length;

    /// <summary>The version of the file; 0 where it is empty.</summary>
    /// <exception cref="StoreException">The file is of another program or of a newer version.</exception>
    public static long Check(SqliteConnection connection, string file)
    {
        // The mark last: where another process makes the tables meanwhile, it is there if they are.
        var tables = connection.ExecuteScalar<long>("SELECT COUNT(*) FROM sqlite_master");
        var version = connection.ExecuteScalar<long>("PRAGMA user_version");
        var application = connection.ExecuteScalar<long>("PRAGMA application_id");
        if (application != ApplicationId && (application != 0 || version != 0 || tables != 0))
            throw new StoreException($"The file {file} is a database of another program. It was left as it is. Name another file.");
        if (version > Migrations.Length)
            throw new StoreException($"The file {file} has version {version}, but this program knows versions up to {Migrations.Length}. It was left as it is. Use a newer HyperSearch, or name another file.");
        return version;
    }
}
