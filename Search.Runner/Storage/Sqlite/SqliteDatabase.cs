using System.Data;
using System.Data.Common;
using Dapper;
using HyperSearch.Core;
using Microsoft.Data.Sqlite;
using Polly;
using Polly.Retry;
using Polly.Timeout;
using SQLitePCL;

namespace HyperSearch.Runner;

/// <summary>A SQLite file: how it is opened, waited for, and what its errors mean.</summary>
internal sealed class SqliteDatabase : ISqlDatabase
{
    // How long a write waits while other processes write.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    // The write-ahead log is begun anew after so many pages rather than 1000: writing over it is half the work of
    // appending to it.
    private const int PagesOfLog = 200;

    // Result codes, https://www.sqlite.org/rescode.html.
    public const int Corrupt = 11;

    private const int Busy = 5, Locked = 6, ReadOnly = 8, InputOutput = 10, Full = 13, CannotOpen = 14, NotADatabase = 26;

    // No room for the memory that processes share, which is a file beside the database.
    private const int NoRoomToShare = InputOutput | (19 << 8);

    private readonly string _file;

    // Waits for the turn to write. Turns are short: whoever asks seldom gets few of them.
    private readonly ResiliencePipeline<int> _turn = new ResiliencePipelineBuilder<int>()
        .AddTimeout(Patience)
        .AddRetry(new RetryStrategyOptions<int>
        {
            ShouldHandle = new PredicateBuilder<int>().HandleResult(code => (code & 0xFF) is Busy or Locked),
            MaxRetryAttempts = int.MaxValue,
            Delay = TimeSpan.FromMilliseconds(1),
            MaxDelay = TimeSpan.FromMilliseconds(3),
            BackoffType = DelayBackoffType.Exponential,
            UseJitter = true,
        })
        .Build();

    /// <exception cref="StoreException">It is no name of a file: see <see cref="StoreName"/>.</exception>
    public SqliteDatabase(string file)
    {
        if (StoreName.Objection(file) is { } objection)
            throw new StoreException(objection);
        if (StoreName.IsPostgres(file))
            throw new StoreException($"'{Passwords.Mask(file)}' is the address of a PostgreSQL database. Name a file.");
        _file = Path.GetFullPath(file);
        Retry = new ResiliencePipelineBuilder()
            .AddTimeout(Patience)
            .AddRetry(new RetryStrategyOptions
            {
                ShouldHandle = new PredicateBuilder().Handle<SqliteException>(IsBusy),
                MaxRetryAttempts = int.MaxValue,
                Delay = TimeSpan.FromMilliseconds(10),
                MaxDelay = TimeSpan.FromMilliseconds(100),
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
            })
            .Build();
    }

    // A transaction that writes is alone.
    public SqlDialect Dialect { get; } = new(Now: "strftime('%Y-%m-%dT%H:%M:%fZ', 'now')", LockStudy: null, SkipLocked: "");

    public ResiliencePipeline Retry { get; }

    // SQLite takes an empty file for an empty database, and would make tables in it.
    public bool Exists() => new FileInfo(_file) is { Exists: true, Length: > 0 };

    public bool IsUnavailable(Exception exception) => exception is SqliteException or StoreException or TimeoutRejectedException;

    public DbConnection OpenForWriting() => Open(OpenForWritingOnce);

    public DbConnection OpenForReading()
    {
        var connection = Open(OpenForReadingOnce);
        connection.Execute("BEGIN DEFERRED");
        return connection;
    }

    // By hand, since Microsoft.Data.Sqlite waits 150 ms before it asks for a lock again, and a SQLite built without usleep
    // a second. No other statement of a transaction waits.
    public void Begin(DbConnection connection)
    {
        var handle = ((SqliteConnection)connection).Handle;
        SqliteException.ThrowExceptionForRC(_turn.Execute(static handle => raw.sqlite3_exec(handle, "BEGIN IMMEDIATE"), handle), handle);
    }

    // A file answers every commit.
    public bool IsCommitted(DbConnection connection) => false;

    public void Dispose() { }

    public Exception Explain(Exception exception) => exception switch
    {
        RowException row => row.In(_file),
        TimeoutRejectedException => new StoreException(LockedMessage(), exception),
        SqliteException sqlite => new StoreException(Message(sqlite), exception),
        _ => exception,
    };

    public override string ToString() => _file;

    /// <exception cref="StoreException">There is no folder for the file.</exception>
    public void RequireFolder()
    {
        if (Directory.Exists(_file))
            throw new StoreException($"{_file} is a folder. Name a file in it.");
        if (Path.GetDirectoryName(_file) is { } folder && !Directory.Exists(folder))
            throw new StoreException($"The folder {folder} does not exist. Make it, or name a file elsewhere.");
    }

    private SqliteConnection Open(Func<SqliteConnection> open)
    {
        RequireFolder();
        try
        {
            return Retry.Execute(open);
        }
        catch (Exception exception) when (exception is SqliteException or TimeoutRejectedException)
        {
            throw Explain(exception);
        }
    }

    public T Read<T>(DbConnection connection, Func<DbConnection, T> read)
    {
        if (connection is not UnlockedConnection unlocked)
            return read(connection);
        try
        {
            var answer = read(connection);
            return unlocked.State == UnlockedState() ? answer : throw Disturbed();
        }
        catch (Exception) when (unlocked.State != UnlockedState())
        {
            throw Disturbed();
        }
    }

    // Readers, too, write beside a file in WAL mode: the memory that they share, and a log if there is none. Where they may not
    // write to the file itself, what they leave there would lock out its owner, so they make nothing: they use what is there, or
    // read a file without a log as one to which nobody writes, and look afterwards whether that was so.
    private SqliteConnection OpenForReadingOnce()
    {
        try
        {
            if (OpenIfWritable() is { } connection)
                return connection;
        }
        catch (SqliteException exception) when (IsUnwritable(exception))
        {
        }
        var state = UnlockedState();
        if (state.HasCompany)
        {
            try
            {
                return OpenForReading(new SqliteConnection(ReadOnlySource("readonly_shm=1")));
            }
            catch (SqliteException exception) when (IsUnwritable(exception) && !HasLog && !File.Exists(_file + "-journal"))
            {
            }
        }
        else if (HasLog)
        {
            throw new SqliteException("the log cannot be read without writing", CannotOpen);
        }
        return OpenForReading(new UnlockedConnection(ReadOnlySource("immutable=1"), state));
    }

    // SQLite opens a file for reading that it may not open for writing, and makes nothing beside it before the first statement.
    private SqliteConnection? OpenIfWritable()
    {
        var connection = new SqliteConnection(Source(_file, SqliteOpenMode.ReadWrite));
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
            if (SqliteSchema.IsUpToDate(connection, _file))
                return connection;
            var copy = new SqliteConnection(Source(":memory:", SqliteOpenMode.Memory));
            copy.Open();
            Read(connection, original =>
            {
                ((SqliteConnection)original).BackupDatabase(copy);
                return true;
            });
            connection.Dispose();
            SqliteSchema.Prepare(copy, _file);
            return copy;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private UnlockedState UnlockedState() => new FileInfo(_file) is var file && file.Exists
        ? new(file.Length, file.LastWriteTimeUtc, new[] { "-wal", "-shm", "-journal" }.Any(ending => File.Exists(_file + ending)))
        : default;

    private static SqliteException Disturbed() => new("the file was written to while it was read", Busy);

    private string ReadOnlySource(string option) => Source($"{new Uri(_file).AbsoluteUri}?{option}", SqliteOpenMode.ReadOnly);

    private static string Source(string source, SqliteOpenMode mode) => new SqliteConnectionStringBuilder
    {
        DataSource = source,
        Mode = mode,
        Pooling = false,
        DefaultTimeout = 1,
    }.ToString();

    private SqliteConnection OpenForWritingOnce()
    {
        var connection = new SqliteConnection(Source(_file, SqliteOpenMode.ReadWriteCreate));
        try
        {
            connection.Open();
            // Before the first statement, which would leave a log beside the file that its owner could not write to.
            if (IsReadOnly(connection))
                throw new StoreException(ReadOnlyMessage());
            Begin(connection);
            SqliteSchema.Prepare(connection, _file);
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    // A file that is refused is left as it is, its log too.
    private void Begin(SqliteConnection connection)
    {
        if (connection.State != ConnectionState.Open)
            connection.Open();
        WriteLogBackOnClose(connection, !HasLog);
        connection.Execute($"PRAGMA foreign_keys = ON; PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = {PagesOfLog}");
        RequireWhole(connection);
        SqliteSchema.Check(connection, _file);
        WriteLogBackOnClose(connection, true);
    }

    // SQLite takes a last page that is cut off for one that ends in zeros, and a file of one byte for an empty one.
    private void RequireWhole(SqliteConnection connection)
    {
        var expected = connection.ExecuteScalar<long>("PRAGMA page_count") * connection.ExecuteScalar<long>("PRAGMA page_size");
        var length = new FileInfo(_file).Length;
        if (length == 1)
            throw new StoreException(NoDatabaseMessage());
        // With a log beside it, a page may be one that was being written back.
        if (length < expected && !HasLog)
            throw new StoreException(DamagedMessage());
    }

    private static void WriteLogBackOnClose(SqliteConnection connection, bool does) =>
        raw.sqlite3_db_config(connection.Handle, raw.SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, does ? 0 : 1, out _);

    private static bool IsReadOnly(SqliteConnection connection) => raw.sqlite3_db_readonly(connection.Handle, "main") == 1;

    private static bool IsUnwritable(SqliteException exception) => exception.SqliteErrorCode is ReadOnly or CannotOpen;

    private bool HasLog => new FileInfo(_file + "-wal") is { Exists: true, Length: > 0 };

    private static bool IsBusy(SqliteException exception) => exception.SqliteErrorCode is Busy or Locked;

    private string Message(SqliteException exception) => exception.SqliteErrorCode switch
    {
        Busy or Locked => LockedMessage(),
        ReadOnly or CannotOpen when HasLog => $"The file {_file} is read-only, or its folder is, and a part of the record is still in {_file}-wal, for which both must be writable, and {_file}-shm too, if it is there. Make them so, or copy the file and its -wal to another folder.",
        ReadOnly or CannotOpen when UnlockedState().HasCompany => $"The files {_file}-wal and {_file}-shm cannot be used: a process of another user may have left them. Make both writable, or remove them when no process works on {_file}: there is nothing of the record in them.",
        ReadOnly => ReadOnlyMessage(),
        Full or InputOutput when exception.SqliteErrorCode == Full || exception.SqliteExtendedErrorCode == NoRoomToShare =>
            $"The disk of {_file} is full. Make room and run again: what was recorded before is kept.",
        InputOutput => $"The file {_file} cannot be read or written ({exception.Message}). Look after the disk and run again: what was recorded before is kept.",
        Corrupt => DamagedMessage(),
        CannotOpen => $"The file {_file} cannot be opened. See whether it and its folder may be written to, and are not on a read-only disk.",
        NotADatabase => NoDatabaseMessage(),
        _ => $"The file {_file} cannot be used: {exception.Message}",
    };

    private string ReadOnlyMessage() => $"The file {_file} is read-only, or lies on a read-only disk. Make it and its folder writable, or name another file.";

    private string DamagedMessage() => $"The file {_file} is damaged or cut off. It was left as it is. Restore it from a backup, or name another file.";

    private string NoDatabaseMessage() => $"The file {_file} is not a database. It was left as it is. Name another file.";

    private string LockedMessage() =>
        $"The file {_file} has been locked by another process for {Patience.TotalSeconds} s.{Holders()} Wait for it to end, or end it, and run again: nothing is lost.";

    // Readers do not wait for the lock, so the record itself can tell who may have it.
    private string Holders()
    {
        try
        {
            using var connection = OpenForReading();
            var alive = connection.Query<WorkerRow>(WorkerRow.Select)
                .Select(row => row.Identity)
                .Where(worker => worker != WorkerIdentity.OfThisProcess && worker.IsAlive() == true)
                .Distinct().ToList();
            return alive.Count > 0 ? $" At work on it: {string.Join(", ", alive)}." : "";
        }
        catch (Exception exception) when (exception is DbException or StoreException or DataException)
        {
            return "";
        }
    }
}

/// <summary>A connection that locks nothing, for a file to which nobody writes.</summary>
/// <param name="source">What it opens.</param>
/// <param name="state">The file before it was opened: what was read holds if it is the same afterwards.</param>
internal sealed class UnlockedConnection(string source, UnlockedState state) : SqliteConnection(source)
{
    public new UnlockedState State => state;
}

/// <summary>A file as far as it tells whether it was written to.</summary>
/// <param name="Length">Its bytes.</param>
/// <param name="Written">When it was written to.</param>
/// <param name="HasCompany">Whether a log, shared memory or a journal lies beside it, as while a process works on it.</param>
internal readonly record struct UnlockedState(long Length, DateTime Written, bool HasCompany);
