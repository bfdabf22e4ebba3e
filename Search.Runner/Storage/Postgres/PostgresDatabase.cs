using System.Data.Common;
using System.Net.Sockets;
using Dapper;
using HyperSearch.Core;
using Npgsql;
using Polly;
using Polly.Retry;

namespace HyperSearch.Runner;

/// <summary>A PostgreSQL database: how it is connected to, waited for, and what its errors mean.</summary>
internal sealed class PostgresDatabase : ISqlDatabase
{
    // A server that was there is waited for about a minute, one that never was for some seconds: the address may be wrong.
    private const int MostRetries = 40;
    private const int MostRetriesAtFirst = 8;
    private const int LockSeconds = 60;

    private const string IdleInTransactionTimeout = "25P03";

    private readonly NpgsqlDataSource _source;
    private readonly string _name;
    private readonly ResiliencePipeline _retry = Pipeline(MostRetries);
    private readonly ResiliencePipeline _retryAtFirst = Pipeline(MostRetriesAtFirst);
    private readonly Guid _writer = Guid.NewGuid();
    private long _transaction;
    private volatile bool _hasConnected;
    private volatile bool _isPrepared;

    /// <param name="settings">How to connect.</param>
    public PostgresDatabase(NpgsqlConnectionStringBuilder settings)
    {
        settings.ApplicationName ??= "HyperSearch";
        settings.SearchPath = PostgresSchema.Name;
        // What is run often is compiled once.
        settings.MaxAutoPrepare = 50;
        settings.AutoPrepareMinUsages = 2;
        settings.Timeout = Math.Min(settings.Timeout, 5);
        // Longer than any wait for a lock.
        settings.CommandTimeout = 2 * LockSeconds;
        settings.TcpKeepAlive = true;
        _name = PostgresAddress.NameOf(settings);
        _source = NpgsqlDataSource.Create(settings);
    }

    public SqlDialect Dialect { get; } = new(
        Now: """to_char(clock_timestamp() AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')""",
        LockStudy: "SELECT id FROM studies WHERE id = @study FOR NO KEY UPDATE",
        SkipLocked: "FOR UPDATE SKIP LOCKED");

    public ResiliencePipeline Retry => _hasConnected ? _retry : _retryAtFirst;

    public bool Exists()
    {
        try
        {
            return Retry.Execute(() =>
            {
                var exists = false;
                Connect(connection => exists = PostgresSchema.VersionOf(connection) > 0).Dispose();
                return exists;
            });
        }
        catch (NpgsqlException exception)
        {
            throw Explain(exception);
        }
    }

    public DbConnection OpenForWriting() => Open(connection =>
    {
        // A writer looks up few rows by their keys. Statistics that lag behind a study that grows would make it read whole tables.
        connection.Execute("SET enable_seqscan = off; SET enable_hashjoin = off; SET enable_mergejoin = off");
        // A lock that is held by a machine that has vanished is free again after half a minute.
        connection.Execute($"SET lock_timeout = '{LockSeconds}s'; SET tcp_keepalives_idle = 15; SET tcp_keepalives_interval = 5; SET tcp_keepalives_count = 3");
        connection.Execute(
            """
            DELETE FROM writers WHERE id IN (SELECT id FROM writers WHERE written < now() - interval '7 days' AND id <> @_writer FOR UPDATE SKIP LOCKED);
            INSERT INTO writers (id, transaction, written) VALUES (@_writer, 0, now()) ON CONFLICT (id) DO NOTHING
            """, new { _writer });
    });

    public DbConnection OpenForReading() => Open(connection => connection.Execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"));

    // Each transaction writes down its own number, so that it can be told whether it was committed.
    public void Begin(DbConnection connection) => connection.Execute(
        "BEGIN; UPDATE writers SET transaction = @transaction, written = now() WHERE id = @_writer",
        new { transaction = ++_transaction, _writer });

    // The row is locked until the server has ended the transaction, also where it has not yet noticed that the connection is gone.
    public bool IsCommitted(DbConnection connection) =>
        connection.ExecuteScalar<long>("SELECT transaction FROM writers WHERE id = @_writer FOR UPDATE", new { _writer }) == _transaction;

    // Class 22 and 23 are values that the tables do not take.
    public bool IsUnavailable(Exception exception) =>
        exception is StoreException or (NpgsqlException and not PostgresException { SqlState: ['2', '2' or '3', ..] });

    public Exception Explain(Exception exception) => exception switch
    {
        RowException row => row.In(_name),
        PostgresException answer => new StoreException(Message(answer), exception),
        NpgsqlException when exception.Message.StartsWith("No password", StringComparison.Ordinal) => new StoreException(RefusedMessage("it asks for a password"), exception),
        NpgsqlException when IsPassing(exception) => new StoreException($"The database {_name} cannot be reached: {exception.GetBaseException().Message.TrimEnd('.')}. See whether the server runs and whether the address is right, and run again: what was recorded before is kept.", exception),
        NpgsqlException => new StoreException($"The database {_name} cannot be used: {exception.Message}", exception),
        _ => exception,
    };

    public void Dispose() => _source.Dispose();

    public override string ToString() => _name;

    private NpgsqlConnection Open(Action<NpgsqlConnection> begin) => Connect(connection =>
    {
        if (!_isPrepared)
            PostgresSchema.Prepare(connection, _name);
        _isPrepared = true;
        begin(connection);
    });

    private NpgsqlConnection Connect(Action<NpgsqlConnection> begin)
    {
        var connection = _source.OpenConnection();
        _hasConnected = true;
        try
        {
            begin(connection);
            return connection;
        }
        catch (ObjectDisposedException)
        {
            // Npgsql 10.0.0 goes on with a connection that broke while it was made, and trips over what it has disposed of
            // (npgsql/npgsql#6536). From the pool it would come back.
            NpgsqlConnection.ClearPool(connection);
            connection.Dispose();
            throw new NpgsqlException("The connection broke while it was made.", new IOException("The connection broke while it was made."));
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private static ResiliencePipeline Pipeline(int mostRetries) => new ResiliencePipelineBuilder().AddRetry(new RetryStrategyOptions
    {
        ShouldHandle = new PredicateBuilder().Handle<NpgsqlException>(IsPassing),
        MaxRetryAttempts = mostRetries,
        Delay = TimeSpan.FromMilliseconds(50),
        MaxDelay = TimeSpan.FromSeconds(2),
        BackoffType = DelayBackoffType.Exponential,
        UseJitter = true,
    }).Build();

    private static bool IsPassing(Exception exception) => exception switch
    {
        PostgresException answer => answer.SqlState is PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown or PostgresErrorCodes.CannotConnectNow
            or PostgresErrorCodes.TooManyConnections or PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.SerializationFailure
            or PostgresErrorCodes.IdleSessionTimeout or IdleInTransactionTimeout or ['0', '8', ..],
        // Of several hosts or addresses.
        AggregateException several => several.InnerExceptions.All(IsPassing),
        { InnerException: { } inner } => IsPassing(inner),
        _ => exception is IOException or TimeoutException or SocketException { SocketErrorCode: not SocketError.HostNotFound },
    };

    private string Message(PostgresException answer) => answer.SqlState switch
    {
        PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification =>
            RefusedMessage(answer.MessageText),
        PostgresErrorCodes.InvalidCatalogName => $"The server of {_name} has no such database. Make it with `createdb`, or name another.",
        PostgresErrorCodes.InsufficientPrivilege => $"The user has too few rights on {_name}: {answer.MessageText}. The owner of the database can give them: CREATE SCHEMA {PostgresSchema.Name} AUTHORIZATION the_user.",
        PostgresErrorCodes.DiskFull => $"The disk of the server of {_name} is full. Make room and run again: what was recorded before is kept.",
        PostgresErrorCodes.LockNotAvailable => $"The study in {_name} has been locked by another process for {LockSeconds} s. Wait for it to end, or end it, and run again: nothing is lost.",
        PostgresErrorCodes.ReadOnlySqlTransaction => $"The database {_name} is read-only. Name the primary server.",
        _ => $"The database {_name} cannot be used: {answer.MessageText} ({answer.SqlState}).",
    };

    private string RefusedMessage(string why) =>
        $"The server of {_name} refuses the login: {why}. Name the user in the address or in PGUSER, and put the password in PGPASSWORD or in ~/.pgpass.";
}
