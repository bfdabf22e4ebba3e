using System.Data.Common;
using Polly;
using Search.Core;

namespace Search.Runner;

/// <summary>What differs between the databases that several processes share.</summary>
internal interface ISharedDatabase
{
    /// <summary>Begins a transaction in which no other process writes.</summary>
    void Begin(DbConnection connection);

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
}
