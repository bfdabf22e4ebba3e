using System.Data;
using System.Data.Common;
using System.Net.Sockets;
using Dapper;
using Npgsql;
using Polly;
using Polly.Retry;
using Polly.Timeout;
using Search.Core;

namespace Search.Runner;

/// <summary>A PostgreSQL database: how it is connected to, waited for, and what its errors mean.</summary>
internal sealed class PostgresDatabase : ISharedDatabase
{
    // How long a lost server is waited for.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    // Held by who writes. Proposals must come one after another, so one lock serves claims as well as proposals.
    private const long WriteLock = 0x48595053;

    private readonly string _connectionString;
    private readonly string _name;

    /// <exception cref="StoreException">The address cannot be read.</exception>
    public PostgresDatabase(string address)
    {
        var settings = Parse(address);
        _name = $"{settings.Database ?? settings.Username} on {settings.Host}";
        _connectionString = settings.ToString();
        Retry = new ResiliencePipelineBuilder()
            .AddTimeout(Patience)
            .AddRetry(new RetryStrategyOptions
            {
                ShouldHandle = new PredicateBuilder().Handle<Exception>(IsTransient),
                MaxRetryAttempts = int.MaxValue,
                Delay = TimeSpan.FromMilliseconds(50),
                MaxDelay = TimeSpan.FromSeconds(2),
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
            })
            .Build();
    }

    public string Now => """to_char(clock_timestamp() AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')""";

    public ResiliencePipeline Retry { get; }

    public bool Exists => true;

    public DbConnection OpenForWriting() => Open();

    public DbConnection OpenForReading()
    {
        var connection = Open();
        connection.Execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
        return connection;
    }

    public string Begin(DbConnection connection)
    {
        connection.Execute("BEGIN TRANSACTION");
        connection.Execute("SELECT pg_advisory_xact_lock(@WriteLock)", new { WriteLock });
        return connection.ExecuteScalar<string>("SELECT txid_current()::text")!;
    }

    public bool WasCommitted(DbConnection connection, string transaction)
    {
        // Its lock is free again once the server has made up its mind.
        connection.Execute("SELECT pg_advisory_lock(@WriteLock); SELECT pg_advisory_unlock(@WriteLock)", new { WriteLock });
        return connection.ExecuteScalar<string>("SELECT txid_status(@transaction::bigint)", new { transaction }) == "committed";
    }

    public bool IsLost(DbConnection connection) => connection.State != ConnectionState.Open;

    public bool IsUnavailable(Exception exception) => IsTransient(exception) || exception is StoreException or TimeoutRejectedException;

    public Exception Explain(Exception exception) => exception switch
    {
        TimeoutRejectedException => new StoreException($"The database {_name} has not answered for {Patience.TotalSeconds} s. See whether it runs, and run again: nothing is lost.", exception),
        DbException => new StoreException($"The database {_name} cannot be used: {exception.Message}", exception),
        _ => exception,
    };

    public override string ToString() => _name;

    private NpgsqlConnection Open()
    {
        var connection = new NpgsqlConnection(_connectionString);
        try
        {
            connection.Open();
            PostgresSchema.Prepare(connection);
            return connection;
        }
        catch (Exception exception)
        {
            connection.Dispose();
            if (exception is DbException && !IsTransient(exception))
                throw Explain(exception);
            throw;
        }
    }

    // A server that restarts refuses connections for a moment; one that does not exist does so for good, which is told after
    // a minute.
    private static bool IsTransient(Exception exception) =>
        exception is NpgsqlException { IsTransient: true } or NpgsqlException { InnerException: IOException or SocketException }
        || exception is PostgresException { SqlState: PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown or PostgresErrorCodes.CannotConnectNow }
        || (exception is InvalidOperationException && exception.Message.Contains("Connection is not open", StringComparison.Ordinal));

    private static NpgsqlConnectionStringBuilder Parse(string address)
    {
        try
        {
            var settings = address.Contains("://", StringComparison.Ordinal) ? ParseUri(new Uri(address)) : new(address);
            // What the hot path repeats is compiled once.
            settings.MaxAutoPrepare = 50;
            settings.AutoPrepareMinUsages = 2;
            settings.ApplicationName ??= "HyperSearch";
            return settings;
        }
        catch (Exception exception) when (exception is ArgumentException or UriFormatException)
        {
            // Not the address itself, which may have a password in it.
            throw new StoreException("The address of the database cannot be read. Give it as postgres://user@host:port/database or Host=…;Database=….", exception);
        }
    }

    private static NpgsqlConnectionStringBuilder ParseUri(Uri uri)
    {
        var settings = new NpgsqlConnectionStringBuilder { Host = uri.Host };
        if (uri.Port > 0)
            settings.Port = uri.Port;
        if (uri.AbsolutePath.Trim('/') is { Length: > 0 } database)
            settings.Database = Uri.UnescapeDataString(database);
        var user = uri.UserInfo.Split(':', 2);
        if (user[0].Length > 0)
            settings.Username = Uri.UnescapeDataString(user[0]);
        if (user.Length > 1)
            settings.Password = Uri.UnescapeDataString(user[1]);
        foreach (var pair in uri.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
            if (pair.Split('=', 2) is [var key, var value])
                settings[Uri.UnescapeDataString(key)] = Uri.UnescapeDataString(value);
        return settings;
    }
}
