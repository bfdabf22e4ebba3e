using Dapper;
using Npgsql;
using Search.Core;

namespace Search.Runner;

/// <summary>The tables of a PostgreSQL store, named and filled as those of a SQLite file, and how an older database comes by them.</summary>
internal static class PostgresSchema
{
    private const long MigrationLock = 0x48595054;

    // Step i takes a database from version i to i+1. A step that has been released is never changed.
    private static readonly string[] Migrations =
    [
        """
        CREATE TABLE studies (
            id             BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
            name           TEXT NOT NULL UNIQUE,
            goal           TEXT NOT NULL CHECK (goal IN ('maximize', 'minimize')),
            metric         TEXT NOT NULL,
            seed           BIGINT NOT NULL, -- the 64 bits of an unsigned number
            space          TEXT NOT NULL,   -- JSON: the parameters in order
            options        TEXT NOT NULL,   -- JSON: the study's own options by name
            strategy       TEXT NOT NULL,
            planned_trials INTEGER,
            created        TEXT NOT NULL
        );
        CREATE TABLE workers (
            id              BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
            host            TEXT NOT NULL,
            process         INTEGER NOT NULL,
            process_started TEXT NOT NULL,
            heartbeat       TEXT NOT NULL,
            lease           DOUBLE PRECISION NOT NULL -- seconds
        );
        CREATE TABLE trials (
            study        BIGINT NOT NULL REFERENCES studies (id) ON DELETE CASCADE,
            number       INTEGER NOT NULL CHECK (number >= 0),
            state        TEXT NOT NULL CHECK (state IN ('waiting', 'running', 'complete', 'pruned', 'failed')),
            observed     INTEGER,          -- how many results were visible when it was proposed
            finish_order INTEGER,          -- the place in which its result arrived
            value        DOUBLE PRECISION,
            attempt      INTEGER NOT NULL,
            worker       BIGINT REFERENCES workers (id),
            note         TEXT,
            error        TEXT,
            started      TEXT,
            finished     TEXT,
            PRIMARY KEY (study, number),
            UNIQUE (study, finish_order),
            CHECK ((finish_order IS NULL) = (state IN ('waiting', 'running')))
        );
        CREATE INDEX unfinished_trials ON trials (study, state, number) WHERE finish_order IS NULL;
        CREATE TABLE trial_values (
            study  BIGINT NOT NULL,
            trial  INTEGER NOT NULL,
            name   TEXT NOT NULL,
            number DOUBLE PRECISION,
            text   TEXT,
            PRIMARY KEY (study, trial, name),
            FOREIGN KEY (study, trial) REFERENCES trials (study, number) ON DELETE CASCADE
        );
        CREATE TABLE measurements (
            study BIGINT NOT NULL,
            trial INTEGER NOT NULL,
            step  INTEGER NOT NULL,
            value DOUBLE PRECISION NOT NULL,
            PRIMARY KEY (study, trial, step),
            FOREIGN KEY (study, trial) REFERENCES trials (study, number) ON DELETE CASCADE
        );
        CREATE TABLE rounds (
            study       BIGINT NOT NULL REFERENCES studies (id) ON DELETE CASCADE,
            number      INTEGER NOT NULL CHECK (number >= 1),
            first_trial INTEGER NOT NULL,
            ranges      TEXT NOT NULL,   -- JSON: the parameters in order, as far as the round looked at them
            reason      TEXT NOT NULL,
            PRIMARY KEY (study, number)
        );
        """,
    ];

    /// <summary>Makes sure that the database has our tables in this version.</summary>
    /// <exception cref="StoreException">The database is of a newer version.</exception>
    /// <remarks>After a failure the connection is to be closed, which takes back what was begun.</remarks>
    public static void Prepare(NpgsqlConnection connection)
    {
        if (VersionOf(connection) == Migrations.Length)
            return;
        connection.Execute("BEGIN TRANSACTION");
        connection.Execute("SELECT pg_advisory_xact_lock(@MigrationLock)", new { MigrationLock });
        connection.Execute("CREATE TABLE IF NOT EXISTS hypersearch_version (version INTEGER NOT NULL)");
        // Asked again under the lock: another process may have been faster.
        for (var version = VersionOf(connection); version < Migrations.Length; version++)
            connection.Execute(Migrations[version]);
        connection.Execute("DELETE FROM hypersearch_version; INSERT INTO hypersearch_version (version) VALUES (@version)", new { version = Migrations.Length });
        connection.Execute("COMMIT TRANSACTION");
    }

    // 0 where there are no tables of ours.
    private static int VersionOf(NpgsqlConnection connection)
    {
        if (connection.ExecuteScalar<string?>("SELECT to_regclass('hypersearch_version')::text") is null)
            return 0;
        var version = connection.ExecuteScalar<int?>("SELECT MAX(version) FROM hypersearch_version") ?? 0;
        return version <= Migrations.Length
            ? version
            : throw new StoreException($"The database has version {version}, but this program knows versions up to {Migrations.Length}. It was left as it is. Use a newer HyperSearch, or name another database.");
    }
}
