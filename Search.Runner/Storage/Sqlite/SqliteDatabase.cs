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
    private static readonly TimeSpan LockTimeout = TimeSpan.FromMinutes(1);

    private readonly SqliteFile _file;
    private readonly SqliteConnections _connections;
    private readonly SqliteErrors _errors;

    // Waits for the turn to write. Turns are short: whoever asks seldom gets few of them.
    private readonly Lazy<ResiliencePipeline<int>> _turn = new(() => new ResiliencePipelineBuilder<int>()
        .AddTimeout(LockTimeout)
        .AddRetry(new RetryStrategyOptions<int>
        {
            ShouldHandle = new PredicateBuilder<int>().HandleResult(code => SqliteErrors.IsBusy(code & 0xFF)),
            MaxRetryAttempts = int.MaxValue,
            Delay = TimeSpan.FromMilliseconds(1),
            MaxDelay = TimeSpan.FromMilliseconds(3),
            BackoffType = DelayBackoffType.Exponential,
            UseJitter = true,
        })
        .Build());

    private readonly Lazy<ResiliencePipeline> _retry = new(() => new ResiliencePipelineBuilder()
        .AddTimeout(LockTimeout)
        .AddRetry(new RetryStrategyOptions
        {
            ShouldHandle = new PredicateBuilder().Handle<SqliteException>(SqliteErrors.IsBusy),
            MaxRetryAttempts = int.MaxValue,
            Delay = TimeSpan.FromMilliseconds(10),
            MaxDelay = TimeSpan.FromMilliseconds(100),
            BackoffType = DelayBackoffType.Exponential,
            UseJitter = true,
        })
        .Build());

    /// <exception cref="StoreException">It is no name of a file: see <see cref="StoreName"/>.</exception>
    public SqliteDatabase(string file)
    {
        if (StoreName.Objection(file) is { } objection)
            throw new StoreException(objection);
        if (StoreName.IsPostgres(file))
            throw new StoreException($"'{Passwords.Mask(file)}' is the address of a PostgreSQL database. Name a file.");
        _file = new(Path.GetFullPath(file));
        _connections = new(_file);
        _errors = new(_file, LockTimeout, ReadWorkers);
    }

    // A transaction that writes is alone.
    public SqlDialect Dialect { get; } = new(Now: "strftime('%Y-%m-%dT%H:%M:%fZ', 'now')", LockStudy: null, SkipLocked: "", InsertValues: null);

    public ResiliencePipeline Retry => _retry.Value;

    // Mostly nothing is in the way. What waits is made when something is: that takes longer than to read a study.
    public T Try<T>(Func<T> action)
    {
        try
        {
            return action();
        }
        catch (SqliteException exception) when (SqliteErrors.IsBusy(exception))
        {
            return Retry.Execute(action);
        }
    }

    public IArtifactContents OpenContents(WriteQueue queue) => new ArtifactFiles(ArtifactFolder);

    /// <inheritdoc cref="SqliteFile.ArtifactFolder"/>
    public string ArtifactFolder => _file.ArtifactFolder;

    public bool Exists() => _file.Exists;

    public bool IsUnavailable(Exception exception) => exception is SqliteException or StoreException or TimeoutRejectedException;

    public DbConnection OpenForWriting() => Open(_connections.OpenForWriting);

    public DbConnection OpenForReading()
    {
        var connection = Open(_connections.OpenForReading);
        connection.Execute("BEGIN DEFERRED");
        return connection;
    }

    public IChangeSignal OpenSignal() => new SqliteSignal(_connections);

    // By hand, since Microsoft.Data.Sqlite waits 150 ms before it asks for a lock again, and a SQLite built without usleep
    // a second. No other statement of a transaction waits.
    public void BeginTransaction(DbConnection connection)
    {
        var handle = ((SqliteConnection)connection).Handle;
        SqliteException.ThrowExceptionForRC(_turn.Value.Execute(static handle => raw.sqlite3_exec(handle, "BEGIN IMMEDIATE"), handle), handle);
    }

    // A file answers every commit.
    public bool IsCommitted(DbConnection connection) => false;

    public void Dispose() { }

    public Exception Explain(Exception exception) => _errors.Explain(exception);

    public T Read<T>(DbConnection connection, Func<DbConnection, T> read) => _connections.Read(connection, read);

    public override string ToString() => _file.ToString();

    /// <inheritdoc cref="SqliteFile.RequireFolder"/>
    public void RequireFolder() => _file.RequireFolder();

    private SqliteConnection Open(Func<SqliteConnection> open)
    {
        RequireFolder();
        try
        {
            return Try(open);
        }
        catch (Exception exception) when (exception is SqliteException or TimeoutRejectedException)
        {
            throw Explain(exception);
        }
    }

    private List<WorkerRow> ReadWorkers()
    {
        using var connection = OpenForReading();
        return connection.Query<WorkerRow>(WorkerRow.Select).AsList();
    }
}
