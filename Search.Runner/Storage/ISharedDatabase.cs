using System.Data.Common;
using Polly;
using Search.Core;

namespace Search.Runner;

/// <summary>What differs between the databases that several processes share.</summary>
internal interface ISharedDatabase
{
    /// <summary>Whether there is anything to read yet.</summary>
    bool Exists { get; }

    /// <summary>Begins a transaction in which no other process writes.</summary>
    /// <returns>What names the transaction for <see cref="WasCommitted"/>.</returns>
    string Begin(DbConnection connection);

    /// <summary>Whether a transaction was committed whose commit was not answered.</summary>
    bool WasCommitted(DbConnection connection, string transaction);

    /// <summary>Whether a connection is lost and a new one is needed.</summary>
    bool IsLost(DbConnection connection);

    /// <summary>An expression for the present, by the database's clock, as the text of ISO 8601 in UTC with milliseconds.</summary>
    string Now { get; }

    /// <summary>Waits and tries again where that may help.</summary>
    ResiliencePipeline Retry { get; }

    /// <summary>Whether the failure has nothing to do with what was written, so that no other write would fare better.</summary>
    bool IsUnavailable(Exception exception);

    /// <summary>The failure as a user should read it: what is wrong, and what to do.</summary>
    Exception Explain(Exception exception);

    /// <summary>A connection for writing, to a database that is made where there is none.</summary>
    /// <exception cref="StoreException">The database cannot be used.</exception>
    DbConnection OpenForWriting();

    /// <summary>A connection that sees the database as it is at one moment, and does not wait for writers.</summary>
    /// <exception cref="StoreException">The database cannot be used.</exception>
    DbConnection OpenForReading();

    /// <summary>Reads from the database as it is at one moment, and tries again where that may help.</summary>
    /// <exception cref="StoreException">The database cannot be used.</exception>
    T Read<T>(Func<DbConnection, T> read)
    {
        try
        {
            return Retry.Execute(() =>
            {
                using var connection = OpenForReading();
                return read(connection);
            });
        }
        catch (Exception exception) when (Explain(exception) is StoreException explained && explained != exception)
        {
            throw Explain(exception);
        }
    }
}
