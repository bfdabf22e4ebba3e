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
    private readonly PostgresConnections _connections;
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
        // What is run often is compiled once. The most is more than there are: Npgsql 10.0.0 can lose its place in a batch when one statement has to make room for another.
        settings.MaxAutoPrepare = 5000;
        settings.AutoPrepareMinUsages = 2;
        // A server that many processes come to at once takes its time.
        settings.Timeout = Math.Min(settings.Timeout, 10);
        // Longer than any wait for a lock.
        settings.CommandTimeout = 2 * LockSeconds;
        settings.TcpKeepAlive = true;
        _name = PostgresAddress.NameOf(settings);
        _errors = new(_name, LockSeconds);
        // Connections are shared in another way.
        settings.Pooling = false;
        _source = NpgsqlDataSource.Create(settings);
        _connections = new(Connect, _name);
    }

    public SqlDialect Dialect { get; } = new(
        Now: """to_char(clock_timestamp() AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')""",
        // Rather than its row, which has those who wait wake up twice, and is written to.
        LockStudy: "SELECT @study FROM pg_advisory_xact_lock(hashtextextended('hypersearch', @study))",
        SkipLocked: "FOR UPDATE SKIP LOCKED",
        InsertValues: """
            INSERT INTO trial_values (study, trial, name, number, text)
            SELECT @study, @trial, name, number, text FROM json_to_recordset(@values::json) AS value (name TEXT, number DOUBLE PRECISION, text TEXT)
            """);

    public ResiliencePipeline Retry => _hasConnected ? _retry : _retryAtFirst;

    public IArtifactContents OpenContents(WriteQueue queue) => new ArtifactPieces(this, queue);

    public ICheckpoints OpenCheckpoints(long study, WorkerRegistration worker, long largest, Action<string> warn) =>
        new PostgresCheckpoints(this, study, worker, largest, warn);

    // It is another process's turn when a transaction is over.
    public bool KeepsConnection => false;

    public bool Exists()
    {
        try
        {
            return Retry.Execute(() =>
            {
                using var session = Begin(_connections.TakeForReading(), session => session.BeginReading());
                return PostgresSchema.VersionOf(session) > 0;
            });
        }
        catch (NpgsqlException exception)
        {
            throw Explain(exception);
        }
    }

    public DbConnection OpenForWriting() => Begin(_connections.Take(), session =>
    {
        PrepareSchema(session);
        session.PrepareForWriting(_writer, LockSeconds);
    });

    public DbConnection OpenForReading() => Begin(_connections.TakeForReading(), session =>
    {
        PrepareSchema(session);
        session.BeginReading();
    });

    // Each transaction writes down its own number, so that it can be told whether it was committed.
    public void BeginTransaction(DbConnection connection) => ((PostgresSession)connection).BeginWriting(++_transaction, _writer);

    public void MakeDurable(DbConnection connection) => ((PostgresSession)connection).Flush();

    // The row is locked until the server has ended the transaction, also where it has not yet noticed that the connection is gone.
    public bool IsCommitted(DbConnection connection) =>
        connection.ExecuteScalar<long>("SELECT transaction FROM writers WHERE id = @_writer FOR UPDATE", new { _writer }) == _transaction;

    public bool IsUnavailable(Exception exception) => PostgresErrors.IsUnavailable(exception);

    public Exception Explain(Exception exception) => _errors.Explain(exception);

    public void Dispose()
    {
        _connections.Dispose();
        _source.Dispose();
    }

    public override string ToString() => _name;

    private void PrepareSchema(PostgresSession session)
    {
        if (!_isPrepared)
            PostgresSchema.Prepare(session, _name);
        _isPrepared = true;
    }

    private static PostgresSession Begin(PostgresSession session, Action<PostgresSession> begin)
    {
        try
        {
            begin(session);
            return session;
        }
        catch (Exception exception)
        {
            session.Abandon();
            session.Dispose();
            if (exception is ObjectDisposedException)
                throw Broken();
            throw;
        }
    }

    private NpgsqlConnection Connect()
    {
        try
        {
            var connection = _source.OpenConnection();
            _hasConnected = true;
            return connection;
        }
        catch (PostgresException)
        {
            _hasConnected = true;
            throw;
        }
        catch (ObjectDisposedException)
        {
            throw Broken();
        }
    }

    // Npgsql 10.0.0 goes on with a connection that broke while it was made, and trips over what it has disposed of
    // (npgsql/npgsql#6536).
    private static NpgsqlException Broken() => new("The connection broke while it was made.", new IOException("The connection broke while it was made."));

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
