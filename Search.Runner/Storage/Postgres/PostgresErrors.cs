using System.Net.Sockets;
using HyperSearch.Core;
using Npgsql;

namespace HyperSearch.Runner;

/// <summary>What the errors of a PostgreSQL database mean, and what a user should do.</summary>
/// <param name="name">The database without user and password.</param>
/// <param name="lockSeconds">How long a lock is waited for.</param>
internal sealed class PostgresErrors(string name, int lockSeconds)
{
    private const string IdleInTransactionTimeout = "25P03";

    /// <summary>Whether the failure has nothing to do with what was written.</summary>
    // Class 22 and 23 are values that the tables do not take.
    public static bool IsUnavailable(Exception exception) =>
        exception is StoreException or (NpgsqlException and not PostgresException { SqlState: ['2', '2' or '3', ..] });

    /// <summary>The failure as a user should read it.</summary>
    public Exception Explain(Exception exception) => exception switch
    {
        RowException row => row.ToStoreException(name),
        PostgresException answer => new StoreException(Message(answer), exception),
        NpgsqlException when exception.Message.StartsWith("No password", StringComparison.Ordinal) => new StoreException(RefusedMessage("it asks for a password"), exception),
        NpgsqlException when IsTransient(exception) => new StoreException($"The database {name} cannot be reached: {exception.GetBaseException().Message.TrimEnd('.')}. See whether the server runs and whether the address is right, and run again: what was recorded before is kept.", exception),
        NpgsqlException => new StoreException($"The database {name} cannot be used: {exception.Message}", exception),
        _ => exception,
    };

    /// <summary>Whether it may be over in a moment, as of a server that starts anew.</summary>
    public static bool IsTransient(Exception exception) => exception switch
    {
        PostgresException answer => answer.SqlState is PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown or PostgresErrorCodes.CannotConnectNow
            or PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.SerializationFailure
            or PostgresErrorCodes.IdleSessionTimeout or IdleInTransactionTimeout or ['0', '8', ..],
        // Of several hosts or addresses.
        AggregateException several => several.InnerExceptions.All(IsTransient),
        { InnerException: { } inner } => IsTransient(inner),
        _ => exception is IOException or TimeoutException or SocketException { SocketErrorCode: not SocketError.HostNotFound },
    };

    private string Message(PostgresException answer) => answer.SqlState switch
    {
        PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification =>
            RefusedMessage(answer.MessageText),
        PostgresErrorCodes.InvalidCatalogName => $"The server of {name} has no such database. Make it with `createdb`, or name another.",
        PostgresErrorCodes.InsufficientPrivilege => $"The user has too few rights on {name}: {answer.MessageText}. The owner of the database can give them: CREATE SCHEMA {PostgresSchema.Name} AUTHORIZATION the_user.",
        PostgresErrorCodes.DiskFull => $"The disk of the server of {name} is full. Make room and run again: what was recorded before is kept.",
        PostgresErrorCodes.LockNotAvailable => $"The study in {name} has been locked by another process for {lockSeconds} s. Wait for it to end, or end it, and run again: nothing is lost.",
        PostgresErrorCodes.ReadOnlySqlTransaction => $"The database {name} is read-only. Name the primary server.",
        _ => $"The database {name} cannot be used: {answer.MessageText} ({answer.SqlState}).",
    };

    private string RefusedMessage(string why) =>
        $"The server of {name} refuses the login: {why}. Name the user in the address or in PGUSER, and put the password in PGPASSWORD or in ~/.pgpass.";
}
