using System.Data;
using System.Data.Common;
using Dapper;

namespace HyperSearch.Runner;

/// <summary>Commits writes together, on a connection of its own that is made with the first and anew where it was lost. Used by one thread.</summary>
internal sealed class WriteTransaction(ISqlDatabase database) : IDisposable
{
    private DbConnection? _connection;
    private DbConnection? _commitsOn;
    private PreparedStatement? _commit;
    private bool _isCommitUnanswered;

    /// <summary>How many transactions were begun. Within one, nothing changes but by its writes.</summary>
    public int Begun { get; private set; }

    /// <summary>How many transactions were rolled back: with each, all that was read or written in it is void.</summary>
    public int RolledBack { get; private set; }

    /// <summary>Runs and commits a batch, again where that may help.</summary>
    /// <param name="batch">The writes, to which those are added that share the commit.</param>
    /// <param name="takeMore">What has come while the batch waited for its turn.</param>
    public void Run(List<QueuedWrite> batch, Func<List<QueuedWrite>> takeMore)
    {
        _isCommitUnanswered = false;
        try
        {
            database.Retry.Execute(() => Commit(Connect(), batch, takeMore));
        }
        finally
        {
            if (!database.KeepsConnection)
                Dispose();
        }
    }

    public void Dispose()
    {
        _connection?.Dispose();
        _connection = null;
    }

    // The connection, or another where it was lost.
    private DbConnection Connect()
    {
        if (_connection is { State: ConnectionState.Open })
            return _connection;
        Dispose();
        _connection = database.OpenForWriting();
        if (_commitsOn != _connection)
            (_commit, _commitsOn) = (new(_connection, "COMMIT"), _connection);
        return _connection;
    }

    private void Commit(DbConnection connection, List<QueuedWrite> batch, Func<List<QueuedWrite>> takeMore)
    {
        if (_isCommitUnanswered && database.IsCommitted(connection))
            return;
        _isCommitUnanswered = false;
        database.BeginTransaction(connection);
        Begun++;
        try
        {
            Apply(connection, batch, takeMore);
            _isCommitUnanswered = true;
            _commit!.Run();
            database.MakeDurable(connection);
            _isCommitUnanswered = false;
        }
        catch
        {
            RollBack(connection);
            throw;
        }
    }

    private static void Apply(DbConnection connection, List<QueuedWrite> batch, Func<List<QueuedWrite>> takeMore)
    {
        var pipeline = connection as PipelinedConnection;
        var tripsBefore = pipeline?.Trips;
        var hasShared = false;
        for (var i = 0; i < batch.Count; i++)
        {
            batch[i].Apply(connection);
            // A commit's own answer may be lost: those that matter come before.
            if (i == batch.Count - 1 && batch.Exists(write => !write.IsAnswered))
                pipeline!.Send();
            if (hasShared || (pipeline is not null && pipeline.Trips == tripsBefore))
                continue;
            // Whatever lock there is to wait for was waited for.
            batch.AddRange(takeMore());
            hasShared = true;
        }
    }

    private void RollBack(DbConnection connection)
    {
        RolledBack++;
        (connection as PipelinedConnection)?.Discard();
        // Dapper would open anew a connection that was lost.
        if (connection.State != ConnectionState.Open)
            return;
        try
        {
            connection.Execute("ROLLBACK TRANSACTION");
        }
        catch (Exception exception) when (exception is DbException or InvalidOperationException)
        {
            // The database has rolled back by itself, as SQLite does when the disk is full and a server when the connection is lost.
            (connection as PipelinedConnection)?.Abandon();
        }
    }
}
