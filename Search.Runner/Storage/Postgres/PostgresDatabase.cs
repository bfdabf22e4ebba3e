using System.Data.Common;
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

    private readonly NpgsqlDataSource _source;
    private readonly string _name;
    private readonly PostgresErrors _errors;
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
        _errors = new(_name, LockSeconds);
        _source = NpgsqlDataSource.Create(settings);
    }

    public SqlDialect Dialect { get; } = new(
        Now: """to_char(clock_timestamp() AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')""",
        LockStudy: "SELECT id FROM studies WHERE id = @study FOR NO KEY UPDATE",
        SkipLocked: "FOR UPDATE SKIP LOCKED",
        InsertValues: """
            INSERT INTO trial_values (study, trial, name, number, text)
            SELECT @study, @trial, name, number, text FROM json_to_recordset(@values::json) AS value (name TEXT, number DOUBLE PRECISION, text TEXT)
            """);

    public ResiliencePipeline Retry => _hasConnected ? _retry : _retryAtFirst;

    public IArtifactContents OpenContents(WriteQueue queue) => new ArtifactPieces(this, queue);

    public ICheckpoints OpenCheckpoints(long study, WorkerRegistration worker, long largest, Action<string> warn) =>
        new PostgresCheckpoints(this, study, worker, largest, warn);

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

    // Each transaction writes down its own number, so that it can be told whether it was committed. It does not wait for the disk
    // while it holds the study's lock: that comes afterwards, when others may go on.
    public void BeginTransaction(DbConnection connection)
    {
        new PreparedStatement(connection, "BEGIN").Run();
        new PreparedStatement(connection,
            "UPDATE writers SET transaction = @transaction, written = now() WHERE id = @writer RETURNING set_config('synchronous_commit', 'off', true)",
            "@transaction", "@writer").Query(row => row.GetString(0), ++_transaction, _writer);
    }

    // A second transaction, as small as can be, waits as the server and its user want it, and for all that the log has before it.
    public void MakeDurable(DbConnection connection)
    {
        new PreparedStatement(connection, "SELECT pg_logical_emit_message(true, 'hypersearch', '')").Query(row => row.GetValue(0));
        ((PipelinedConnection)connection).Send();
    }

    // The row is locked until the server has ended the transaction, also where it has not yet noticed that the connection is gone.
    public bool IsCommitted(DbConnection connection) =>
        connection.ExecuteScalar<long>("SELECT transaction FROM writers WHERE id = @_writer FOR UPDATE", new { _writer }) == _transaction;

    public bool IsUnavailable(Exception exception) => PostgresErrors.IsUnavailable(exception);

    public Exception Explain(Exception exception) => _errors.Explain(exception);

    public void Dispose() => _source.Dispose();

    public override string ToString() => _name;

    private PipelinedConnection Open(Action<NpgsqlConnection> begin) => new(Connect(connection =>
    {
        if (!_isPrepared)
            PostgresSchema.Prepare(connection, _name);
        _isPrepared = true;
        begin(connection);
    }));

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
        ShouldHandle = new PredicateBuilder().Handle<NpgsqlException>(PostgresErrors.IsTransient),
        MaxRetryAttempts = mostRetries,
        Delay = TimeSpan.FromMilliseconds(50),
        MaxDelay = TimeSpan.FromSeconds(2),
        BackoffType = DelayBackoffType.Exponential,
        UseJitter = true,
    }).Build();
}
