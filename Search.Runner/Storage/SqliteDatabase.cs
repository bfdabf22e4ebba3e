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

    public bool Exists() => File.Exists(_file);

    public bool IsUnavailable(Exception exception) => exception is SqliteException or StoreException or TimeoutRejectedException;

    public DbConnection OpenForWriting() => Open(SqliteOpenMode.ReadWriteCreate);

    public DbConnection OpenForReading()
    {
        var connection = Open(SqliteOpenMode.ReadWrite);
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

    private SqliteConnection Open(SqliteOpenMode mode)
    {
        RequireFolder();
        try
        {
            return Retry.Execute(OpenOnce, mode);
        }
        catch (Exception exception) when (exception is SqliteException or TimeoutRejectedException)
        {
            throw Explain(exception);
        }
    }

    private SqliteConnection OpenOnce(SqliteOpenMode mode)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = _file,
            Mode = mode,
            Pooling = false,
            DefaultTimeout = 1,
        }.ToString());
        try
        {
            connection.Open();
            connection.Execute($"PRAGMA foreign_keys = ON; PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = {PagesOfLog}");
            SqliteSchema.Prepare(connection);
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private static bool IsBusy(SqliteException exception) => exception.SqliteErrorCode is Busy or Locked;

    private string Message(SqliteException exception) => exception.SqliteErrorCode switch
    {
        Busy or Locked => LockedMessage(),
        ReadOnly => $"The file {_file} is read-only. Make it and its folder writable, or name another file.",
        InputOutput => $"The file {_file} cannot be read or written ({exception.Message}). Look after the disk and run again: what was recorded before is kept.",
        Corrupt => $"The file {_file} is damaged or cut off. It was left as it is. Restore it from a backup, or name another file.",
        Full => $"The disk of {_file} is full. Make room and run again: what was recorded before is kept.",
        CannotOpen => $"The file {_file} cannot be opened. See whether its folder exists and may be written to.",
        NotADatabase => $"The file {_file} is not a database. It was left as it is. Name another file.",
        _ => $"The file {_file} cannot be used: {exception.Message}",
    };

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
                .Where(worker => worker != WorkerIdentity.OfThisProcess && worker.IsOnThisHost && worker.IsAlive())
                .Distinct().ToList();
            return alive.Count > 0 ? $" At work on it: {string.Join(", ", alive)}." : "";
        }
        catch (Exception exception) when (exception is DbException or StoreException)
        {
            return "";
        }
    }
}
