using System.Data.Common;
using Dapper;
using Microsoft.Data.Sqlite;
using Polly;
using Polly.Retry;
using Polly.Timeout;
using Search.Core;
using SQLitePCL;

namespace Search.Runner;

/// <summary>A SQLite file: how it is opened, waited for, and what its errors mean.</summary>
internal sealed class SqliteDatabase : ISharedDatabase
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

    public SqliteDatabase(string file)
    {
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

    public string Now => "strftime('%Y-%m-%dT%H:%M:%fZ', 'now')";

    // A transaction that writes is alone.
    public string? LockStudy => null;

    public string SkipLocked => "";

    public ResiliencePipeline Retry { get; }

    // SQLite takes an empty file for an empty database, and would make tables in it.
    public bool Exists() => new FileInfo(_file) is { Exists: true, Length: > 0 };

    public bool IsUnavailable(Exception exception) => exception is SqliteException or StoreException or TimeoutRejectedException;

    public DbConnection OpenForWriting() => Open(() => OpenOnce(_file, SqliteOpenMode.ReadWriteCreate));

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

    // Readers, too, write beside a file in WAL mode: the memory that they share. Where they may not, SQLite reads if that is there
    // already, and else a file without a log if it is told that nobody writes to it.
    private SqliteConnection OpenForReadingOnce()
    {
        try
        {
            return OpenOnce(_file, SqliteOpenMode.ReadWrite);
        }
        catch (SqliteException exception) when (IsUnwritable(exception))
        {
        }
        try
        {
            return OpenOnce(_file, SqliteOpenMode.ReadOnly);
        }
        catch (SqliteException exception) when (IsUnwritable(exception) && !HasLog)
        {
            return OpenOnce(new Uri(_file).AbsoluteUri + "?immutable=1", SqliteOpenMode.ReadOnly);
        }
    }

    private SqliteConnection OpenOnce(string source, SqliteOpenMode mode)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = source,
            Mode = mode,
            Pooling = false,
            DefaultTimeout = 1,
        }.ToString());
        try
        {
            connection.Open();
            // A file that is refused is left as it is, its log too.
            WriteLogBackOnClose(connection, !HasLog);
            connection.Execute($"PRAGMA foreign_keys = ON; PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = {PagesOfLog}");
            RequireWhole(connection);
            SqliteSchema.Prepare(connection, _file);
            WriteLogBackOnClose(connection, true);
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
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

    private static bool IsUnwritable(SqliteException exception) => exception.SqliteErrorCode is ReadOnly or CannotOpen;

    private bool HasLog => new FileInfo(_file + "-wal") is { Exists: true, Length: > 0 };

    private static bool IsBusy(SqliteException exception) => exception.SqliteErrorCode is Busy or Locked;

    private string Message(SqliteException exception) => exception.SqliteErrorCode switch
    {
        Busy or Locked => LockedMessage(),
        ReadOnly or CannotOpen when HasLog => $"The file {_file} is read-only, or its folder is, and a part of the record is still in {_file}-wal, for which both must be writable. Make them so, or copy both files to another folder.",
        ReadOnly => $"The file {_file} is read-only. Make it and its folder writable, or name another file.",
        Full or InputOutput when exception.SqliteErrorCode == Full || exception.SqliteExtendedErrorCode == NoRoomToShare =>
            $"The disk of {_file} is full. Make room and run again: what was recorded before is kept.",
        InputOutput => $"The file {_file} cannot be read or written ({exception.Message}). Look after the disk and run again: what was recorded before is kept.",
        Corrupt => DamagedMessage(),
        CannotOpen => $"The file {_file} cannot be opened. See whether it and its folder may be written to, and are not on a read-only disk.",
        NotADatabase => NoDatabaseMessage(),
        _ => $"The file {_file} cannot be used: {exception.Message}",
    };

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
        catch (Exception exception) when (exception is DbException or StoreException)
        {
            return "";
        }
    }
}
