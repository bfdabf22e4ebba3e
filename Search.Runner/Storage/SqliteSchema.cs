using Dapper;
using Microsoft.Data.Sqlite;
using Search.Core;

namespace Search.Runner;

/// <summary>The tables of a SQLite store, and how an older file comes by them.</summary>
internal static class SqliteSchema
{
    // "HYPS", which marks a file as ours.
    private const long ApplicationId = 0x48595053;

    // Step i takes a file from version i to i+1. A step that has been released is never changed.
    private static readonly string[] Migrations =
    [
        """
        CREATE TABLE studies (
            id             INTEGER PRIMARY KEY,
            name           TEXT NOT NULL UNIQUE,
            goal           TEXT NOT NULL CHECK (goal IN ('maximize', 'minimize')),
            metric         TEXT NOT NULL,
            seed           INTEGER NOT NULL, -- the 64 bits of an unsigned number
            space          TEXT NOT NULL,    -- JSON: the parameters in order
            options        TEXT NOT NULL,    -- JSON: the study's own options by name
            strategy       TEXT NOT NULL,
            planned_trials INTEGER,
            created        TEXT NOT NULL
        );
        CREATE TABLE workers (
            id              INTEGER PRIMARY KEY,
            host            TEXT NOT NULL,
            process         INTEGER NOT NULL,
            process_started TEXT NOT NULL,
            heartbeat       TEXT NOT NULL,
            lease           REAL NOT NULL    -- seconds
        );
        CREATE TABLE trials (
            study        INTEGER NOT NULL REFERENCES studies (id) ON DELETE CASCADE,
            number       INTEGER NOT NULL CHECK (number >= 0),
            state        TEXT NOT NULL CHECK (state IN ('waiting', 'running', 'complete', 'pruned', 'failed')),
            observed     INTEGER,            -- how many results were visible when it was proposed
            finish_order INTEGER,            -- the place in which its result arrived
            value        REAL,
            attempt      INTEGER NOT NULL,
            worker       INTEGER REFERENCES workers (id),
            note         TEXT,
            error        TEXT,
            started      TEXT,
            finished     TEXT,
            PRIMARY KEY (study, number),
            UNIQUE (study, finish_order),
            CHECK ((finish_order IS NULL) = (state IN ('waiting', 'running')))
        ) WITHOUT ROWID;
        CREATE INDEX unfinished_trials ON trials (study, state, number) WHERE finish_order IS NULL;
        CREATE TABLE trial_values (
            study  INTEGER NOT NULL,
            trial  INTEGER NOT NULL,
            name   TEXT NOT NULL,
            number REAL,
            text   TEXT,
            PRIMARY KEY (study, trial, name),
            FOREIGN KEY (study, trial) REFERENCES trials (study, number) ON DELETE CASCADE
        ) WITHOUT ROWID;
        CREATE TABLE measurements (
            study INTEGER NOT NULL,
            trial INTEGER NOT NULL,
            step  INTEGER NOT NULL,
            value REAL NOT NULL,
            PRIMARY KEY (study, trial, step),
            FOREIGN KEY (study, trial) REFERENCES trials (study, number) ON DELETE CASCADE
        ) WITHOUT ROWID;
        """,
        """
        CREATE TABLE rounds (
            study       INTEGER NOT NULL REFERENCES studies (id) ON DELETE CASCADE,
            number      INTEGER NOT NULL CHECK (number >= 1),
            first_trial INTEGER NOT NULL,
            ranges      TEXT NOT NULL,    -- JSON: the parameters in order, as far as the round looked at them
            reason      TEXT NOT NULL,
            PRIMARY KEY (study, number)
        ) WITHOUT ROWID;
        """,
        """
        CREATE TABLE earlier_results ( -- of trials that were promoted: pruned, with the measurements up to the last step
            study        INTEGER NOT NULL,
            trial        INTEGER NOT NULL,
            finish_order INTEGER NOT NULL,   -- the place in which it arrived, among those of the table trials
            value        REAL,
            last_step    INTEGER,
            attempt      INTEGER NOT NULL,
            started      TEXT,
            finished     TEXT,
            PRIMARY KEY (study, trial, finish_order),
            UNIQUE (study, finish_order),
            FOREIGN KEY (study, trial) REFERENCES trials (study, number) ON DELETE CASCADE
        ) WITHOUT ROWID;
        """,
        """
        CREATE TABLE earlier_spaces (
            study      INTEGER NOT NULL REFERENCES studies (id) ON DELETE CASCADE,
            number     INTEGER NOT NULL CHECK (number >= 1), -- counts how often the study's space was widened
            next_trial INTEGER NOT NULL, -- the first trial that was no longer proposed in it
            space      TEXT NOT NULL, -- JSON: the parameters in order
            PRIMARY KEY (study, number)
        ) WITHOUT ROWID;
        """,
    ];

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

    /// <summary>The version of the file; 0 where it is empty.</summary>
    /// <exception cref="StoreException">The file is of another program or of a newer version.</exception>
    private static long Check(SqliteConnection connection, string file)
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
