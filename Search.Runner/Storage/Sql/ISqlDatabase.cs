using System.Data.Common;
using HyperSearch.Core;
using Polly;

namespace HyperSearch.Runner;

/// <summary>What differs between the databases that several processes share.</summary>
internal interface ISqlDatabase : IDisposable
{
    SqlDialect Dialect { get; }

    /// <summary>Waits and tries again where that may help.</summary>
    ResiliencePipeline Retry { get; }

    /// <summary>Where the contents of artifacts lie.</summary>
    /// <param name="queue">Writes to the database.</param>
    IArtifactContents OpenContents(WriteQueue queue);

    /// <summary>Where checkpoints lie; null where they do not lie in the database.</summary>
    /// <param name="study">The study's id.</param>
    /// <param name="worker">This process.</param>
    /// <inheritdoc cref="IStudyRecord.OpenCheckpoints" path="/param"/>
    ICheckpoints? OpenCheckpoints(long study, WorkerRegistration worker, long largest, Action<string> warn) => null;

    /// <summary>Does something that changes nothing; waits and tries again where that may help.</summary>
    T Try<T>(Func<T> action) => Retry.Execute(action);

    /// <summary>Whether there is anything to read.</summary>
    /// <exception cref="StoreException">The database cannot be used.</exception>
    bool Exists();

    /// <summary>A connection for writing, to a database that is made where there is none.</summary>
    /// <exception cref="StoreException">The database cannot be used.</exception>
    DbConnection OpenForWriting();

    /// <summary>A connection that sees the database as it is at one moment, and does not wait for writers.</summary>
    /// <exception cref="StoreException">The database cannot be used.</exception>
    DbConnection OpenForReading();

    /// <summary>Tells whether the database need be read again.</summary>
    IChangeSignal OpenSignal() => new NoSignal();

    /// <summary>Whether the connection for writing is kept from one transaction to the next; else it is disposed of and opened again.</summary>
    bool KeepsConnection => true;

    /// <summary>Begins a transaction on the connection for writing.</summary>
    void BeginTransaction(DbConnection connection);

    /// <summary>Waits until what was committed is on the disk, where a commit alone does not.</summary>
    void MakeDurable(DbConnection connection) { }

    /// <summary>Whether the transaction that was begun last is on record: for a commit whose answer was lost with its connection.</summary>
    /// <param name="connection">A new connection for writing.</param>
    bool IsCommitted(DbConnection connection);

    /// <summary>Whether the failure has nothing to do with what was written, so that no other write would fare better.</summary>
    bool IsUnavailable(Exception exception);

    /// <summary>The failure as a user should read it: what is wrong, and what to do.</summary>
    Exception Explain(Exception exception);

    /// <summary>Reads by way of a connection for reading. A failure that <see cref="Retry"/> knows says that the database has changed meanwhile.</summary>
    T Read<T>(DbConnection connection, Func<DbConnection, T> read) => read(connection);

    /// <summary>Reads from the database as it is at one moment, and tries again where that may help.</summary>
    /// <exception cref="StoreException">The database cannot be used.</exception>
    T Read<T>(Func<DbConnection, T> read)
    {
        try
        {
            return Try(() =>
            {
                using var connection = OpenForReading();
                return Read(connection, read);
            });
        }
        catch (Exception exception) when (IsUnavailable(exception) || exception is RowException)
        {
            throw Explain(exception);
        }
    }
}
