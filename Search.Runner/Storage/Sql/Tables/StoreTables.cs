namespace HyperSearch.Runner;

/// <summary>The tables of a store, the same in every database, and the steps by which an older store comes by them.</summary>
/// <remarks>
/// The types are names that SQLite and PostgreSQL both know: whole numbers are of 64 bits, times are texts. A step that has been
/// released is never changed.
/// </remarks>
internal static class StoreTables
{
    // Step i takes a store from version i to i+1.
    private static readonly string[] Steps =
    [
        """
        CREATE TABLE studies (
            id             {key},
            name           TEXT NOT NULL UNIQUE,
            goal           TEXT NOT NULL CHECK (goal IN ('maximize', 'minimize')),
            metric         TEXT NOT NULL,
            seed           BIGINT NOT NULL, -- the 64 bits of an unsigned number
            space          TEXT NOT NULL,   -- JSON: the parameters in order
            options        TEXT NOT NULL,   -- JSON: the study's own options by name
            strategy       TEXT NOT NULL,
            planned_trials BIGINT,
            created        TEXT NOT NULL
        );
        CREATE TABLE workers (
            id              {key},
            host            TEXT NOT NULL,
            process         BIGINT NOT NULL,
            process_started TEXT NOT NULL,
            heartbeat       TEXT NOT NULL,
            lease           DOUBLE PRECISION NOT NULL -- seconds
        );
        CREATE TABLE trials (
            study        BIGINT NOT NULL REFERENCES studies (id) ON DELETE CASCADE,
            number       BIGINT NOT NULL CHECK (number >= 0),
            state        TEXT NOT NULL CHECK (state IN ('waiting', 'running', 'complete', 'pruned', 'failed')),
            observed     BIGINT,             -- how many results were visible when it was proposed
            finish_order BIGINT,             -- the place in which its result arrived
            value        DOUBLE PRECISION,
            attempt      BIGINT NOT NULL,
            worker       BIGINT REFERENCES workers (id),
            note         TEXT,
            error        TEXT,
            started      TEXT,
            finished     TEXT,
            PRIMARY KEY (study, number),
            UNIQUE (study, finish_order),
            CHECK ((finish_order IS NULL) = (state IN ('waiting', 'running')))
        ){end};
        CREATE INDEX unfinished_trials ON trials (study, state, number) WHERE finish_order IS NULL;
        CREATE TABLE trial_values (
            study  BIGINT NOT NULL,
            trial  BIGINT NOT NULL,
            name   TEXT NOT NULL,
            number DOUBLE PRECISION,
            text   TEXT,
            PRIMARY KEY (study, trial, name),
            FOREIGN KEY (study, trial) REFERENCES trials (study, number) ON DELETE CASCADE
        ){end};
        CREATE TABLE measurements (
            study BIGINT NOT NULL,
            trial BIGINT NOT NULL,
            step  BIGINT NOT NULL,
            value DOUBLE PRECISION NOT NULL,
            PRIMARY KEY (study, trial, step),
            FOREIGN KEY (study, trial) REFERENCES trials (study, number) ON DELETE CASCADE
        ){end};
        """,
        """
        CREATE TABLE IF NOT EXISTS rounds (
            study       BIGINT NOT NULL REFERENCES studies (id) ON DELETE CASCADE,
            number      BIGINT NOT NULL CHECK (number >= 1),
            first_trial BIGINT NOT NULL,
            ranges      TEXT NOT NULL,    -- JSON: the parameters in order, as far as the round looked at them
            reason      TEXT NOT NULL,
            PRIMARY KEY (study, number)
        ){end};
        """,
        """
        CREATE TABLE earlier_results ( -- of trials that were promoted: pruned, with the measurements up to the last step
            study        BIGINT NOT NULL,
            trial        BIGINT NOT NULL,
            finish_order BIGINT NOT NULL,   -- the place in which it arrived, among those of the table trials
            value        DOUBLE PRECISION,
            last_step    BIGINT,
            attempt      BIGINT NOT NULL,
            started      TEXT,
            finished     TEXT,
            PRIMARY KEY (study, trial, finish_order),
            UNIQUE (study, finish_order),
            FOREIGN KEY (study, trial) REFERENCES trials (study, number) ON DELETE CASCADE
        ){end};
        """,
        """
        CREATE TABLE earlier_spaces (
            study      BIGINT NOT NULL REFERENCES studies (id) ON DELETE CASCADE,
            number     BIGINT NOT NULL CHECK (number >= 1), -- counts how often the study's space was widened
            next_trial BIGINT NOT NULL, -- the first trial that was no longer proposed in it
            space      TEXT NOT NULL, -- JSON: the parameters in order
            PRIMARY KEY (study, number)
        ){end};
        """,
        """
        CREATE TABLE attempts ( -- that ended without a result; the one that runs or led to the result is in the table trials
            study   BIGINT NOT NULL,
            trial   BIGINT NOT NULL,
            attempt BIGINT NOT NULL,
            worker  BIGINT REFERENCES workers (id),
            started TEXT,
            ended   TEXT NOT NULL,
            how     TEXT NOT NULL CHECK (how IN ('died', 'interrupted', 'by hand')),
            PRIMARY KEY (study, trial, attempt),
            FOREIGN KEY (study, trial) REFERENCES trials (study, number) ON DELETE CASCADE
        ){end};
        ALTER TABLE workers ADD COLUMN boot TEXT;         -- see WorkerIdentity
        ALTER TABLE workers ADD COLUMN instructions TEXT; -- what its trials computed with, such as AVX2
        ALTER TABLE earlier_results ADD COLUMN state TEXT NOT NULL DEFAULT 'pruned';
        ALTER TABLE earlier_results ADD COLUMN error TEXT;
        ALTER TABLE earlier_results ADD COLUMN worker BIGINT REFERENCES workers (id);
        ALTER TABLE earlier_results ADD COLUMN measurements TEXT; -- JSON: step and value by turns, of those that were not pruned
        """,
        // What a study was proposed by is recorded with its namespace.
        """
        UPDATE studies SET strategy = REPLACE(strategy, 'Search.Strategies.', 'HyperSearch.') WHERE strategy LIKE 'Search.Strategies.%';
        """,
        """
        CREATE TABLE earlier_studies ( -- that a study learns from, as they were when it began: they may have grown or be gone
            study     BIGINT NOT NULL REFERENCES studies (id) ON DELETE CASCADE,
            number    BIGINT NOT NULL CHECK (number >= 1), -- their order
            name      TEXT NOT NULL,
            goal      TEXT CHECK (goal IN ('maximize', 'minimize')),
            metric    TEXT,
            best      DOUBLE PRECISION, -- the value of its best complete trial
            results   BIGINT NOT NULL, -- how many of its results there were
            portfolio BIGINT NOT NULL DEFAULT 0, -- 1 for settings to begin with, which are no study
            space     TEXT NOT NULL, -- JSON: its parameters in order
            trials    TEXT NOT NULL, -- JSON: the loss and the values of each that was taken, in the order of their results
            PRIMARY KEY (study, number)
        ){end};
        """,
        """
        CREATE TABLE pruning_decisions (
            study    BIGINT NOT NULL,
            trial    BIGINT NOT NULL,
            step     BIGINT NOT NULL,
            stopped  BIGINT NOT NULL CHECK (stopped IN (0, 1)),
            observed BIGINT NOT NULL, -- how many results were visible
            running  TEXT NOT NULL,   -- JSON: trials that ran, and how many of their measurements were visible, by turns
            PRIMARY KEY (study, trial, step),
            FOREIGN KEY (study, trial) REFERENCES trials (study, number) ON DELETE CASCADE
        ){end};
        """,
        """
        CREATE TABLE metrics ( -- of the whole trial
            study BIGINT NOT NULL,
            trial BIGINT NOT NULL,
            name  TEXT NOT NULL,
            value DOUBLE PRECISION NOT NULL,
            PRIMARY KEY (study, trial, name),
            FOREIGN KEY (study, trial) REFERENCES trials (study, number) ON DELETE CASCADE
        ){end};
        CREATE TABLE metric_steps (
            study BIGINT NOT NULL,
            trial BIGINT NOT NULL,
            name  TEXT NOT NULL,
            step  BIGINT NOT NULL,
            value DOUBLE PRECISION NOT NULL,
            PRIMARY KEY (study, trial, name, step),
            FOREIGN KEY (study, trial) REFERENCES trials (study, number) ON DELETE CASCADE
        ){end};
        CREATE TABLE trial_notes ( -- of objectives; what the strategy says is in the table trials
            study  BIGINT NOT NULL,
            trial  BIGINT NOT NULL,
            number BIGINT NOT NULL,
            text   TEXT NOT NULL,
            PRIMARY KEY (study, trial, number),
            FOREIGN KEY (study, trial) REFERENCES trials (study, number) ON DELETE CASCADE
        ){end};
        CREATE TABLE trial_log (
            study   BIGINT NOT NULL,
            trial   BIGINT NOT NULL,
            attempt BIGINT NOT NULL,
            number  BIGINT NOT NULL,
            text    TEXT NOT NULL,
            PRIMARY KEY (study, trial, attempt, number),
            FOREIGN KEY (study, trial) REFERENCES trials (study, number) ON DELETE CASCADE
        ){end};
        CREATE TABLE artifacts (
            study   BIGINT NOT NULL,
            trial   BIGINT NOT NULL,
            name    TEXT NOT NULL,
            size    BIGINT NOT NULL,
            content TEXT NOT NULL, -- its SHA-256, by which it is found: in a file, or in the next table
            PRIMARY KEY (study, trial, name),
            FOREIGN KEY (study, trial) REFERENCES trials (study, number) ON DELETE CASCADE
        ){end};
        CREATE INDEX artifact_contents ON artifacts (content);
        CREATE TABLE artifact_pieces ( -- of contents that do not lie in files
            content TEXT NOT NULL,
            number  BIGINT NOT NULL,
            bytes   {bytes} NOT NULL,
            PRIMARY KEY (content, number)
        ){end};
        """,
        """
        ALTER TABLE studies ADD COLUMN program TEXT; -- JSON: what a trial runs, and all that makes the study again; NULL where code does
        """,
        """
        CREATE TABLE checkpoints ( -- that do not lie in files: of each trial the newest
            study        BIGINT NOT NULL,
            trial        BIGINT NOT NULL,
            attempt      BIGINT NOT NULL, -- that saved it
            step         BIGINT NOT NULL,
            measurements TEXT NOT NULL,   -- JSON: step and value by turns, of those up to the step
            size         BIGINT NOT NULL,
            sha256       TEXT NOT NULL,
            content      TEXT NOT NULL,   -- by which its pieces are found
            PRIMARY KEY (study, trial),
            FOREIGN KEY (study, trial) REFERENCES trials (study, number) ON DELETE CASCADE
        ){end};
        CREATE TABLE checkpoint_pieces (
            study   BIGINT NOT NULL,
            trial   BIGINT NOT NULL,
            content TEXT NOT NULL,
            number  BIGINT NOT NULL,
            bytes   {bytes} NOT NULL,
            PRIMARY KEY (study, trial, content, number),
            FOREIGN KEY (study, trial) REFERENCES trials (study, number) ON DELETE CASCADE
        ){end};
        """,
        """
        ALTER TABLE studies ADD COLUMN further_goals TEXT; -- JSON: those after the first; NULL where there are none
        ALTER TABLE studies ADD COLUMN constraints TEXT;   -- JSON; NULL where there are none
        ALTER TABLE trials ADD COLUMN further_values TEXT; -- JSON: the values of the further goals, in their order
        ALTER TABLE trials ADD COLUMN excesses TEXT;       -- JSON: by how much it misses each constraint, in their order
        ALTER TABLE trials ADD COLUMN infeasible BIGINT NOT NULL DEFAULT 0 CHECK (infeasible IN (0, 1)); -- 1 where it misses one
        ALTER TABLE trials ADD COLUMN replicate_of BIGINT; -- the trial that it repeats
        ALTER TABLE earlier_results ADD COLUMN further_values TEXT;
        ALTER TABLE earlier_results ADD COLUMN excesses TEXT;
        CREATE TABLE confirmations ( -- runs of trials' settings after the search, that have ended
            study     BIGINT NOT NULL,
            trial     BIGINT NOT NULL,
            kind      TEXT NOT NULL CHECK (kind IN ('confirm', 'test')),
            replicate BIGINT NOT NULL CHECK (replicate >= 0),
            seed      BIGINT NOT NULL, -- the 64 bits of an unsigned number, as the next
            split     BIGINT NOT NULL,
            value     DOUBLE PRECISION,
            error     TEXT,
            started   TEXT,
            finished  TEXT,
            ran_on    TEXT, -- the machine and the process
            PRIMARY KEY (study, trial, kind, replicate),
            FOREIGN KEY (study, trial) REFERENCES trials (study, number) ON DELETE CASCADE
        ){end};
        """,
    ];

    /// <summary>The steps in a database's own words.</summary>
    /// <param name="key">How a column is declared that numbers the rows.</param>
    /// <param name="end">What ends the declaration of a table that has a key of several columns.</param>
    /// <param name="bytes">The type of a column of bytes.</param>
    public static string[] Migrations(string key, string end, string bytes) =>
    [
        .. Steps.Select(step => step.Replace("{key}", key, StringComparison.Ordinal)
            .Replace("{end}", end, StringComparison.Ordinal).Replace("{bytes}", bytes, StringComparison.Ordinal)),
    ];
}
