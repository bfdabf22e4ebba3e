using System.Data;
using System.Data.Common;
using Dapper;

namespace HyperSearch.Runner;

/// <summary>
/// Writes to a database, many in one transaction: one thread takes all that is queued, runs it, commits once, and only then
/// answers. So a write is on the disk when its task completes, and the wait for the disk is shared.
/// </summary>
/// <remarks>The thread and its connection come with the first write.</remarks>
#pragma warning disable CA1001 // The thread disposes of the connection.
internal sealed class WriteQueue(ISqlDatabase database) : IAsyncDisposable
#pragma warning restore CA1001
{
    /// <summary>How long a write that nobody waits for may stay in memory.</summary>
    private static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(200);

    private readonly object _gate = new();
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<Write> _waiting = [];
    private readonly List<Write> _waitingLast = [];
    private bool _isUrgent;
    private bool _isClosed;
    private Exception? _lost;
    private Thread? _thread;

    // Used by the thread alone.
    private DbConnection? _connection;
    private PreparedStatement? _commit;
    private bool _isCommitUnanswered;
    private readonly List<Write> _postponed = [];

    /// <summary>How many transactions were begun. Within one, nothing changes but by this queue.</summary>
    public int Transactions { get; private set; }

    /// <summary>How many transactions were rolled back: with each, all that was read or written in it is void.</summary>
    public int Rollbacks { get; private set; }

    /// <summary>Runs <paramref name="write"/> in a transaction. The task completes when it is committed.</summary>
    /// <remarks>A write whose transaction fails is run again. Its exceptions come out of the task and undo nothing but itself.</remarks>
    public Task<T> RunAsync<T>(Func<DbConnection, T> write) => RunAsync(write, isLast: false);

    /// <summary>The same, but after all that is queued at the time: for a write that looks at what the others did.</summary>
    public Task<T> RunLastAsync<T>(Func<DbConnection, T> write) => RunAsync(write, isLast: true);

    /// <summary>Runs <paramref name="write"/> within a moment, or with the next write that is waited for. Where the database cannot be used, it is tried again with the next write that is waited for.</summary>
    public void RunSoon(Action<DbConnection> write) => Add(new Write<bool>(connection =>
    {
        write(connection);
        return true;
    }), isUrgent: false);

    public async ValueTask DisposeAsync()
    {
        lock (_gate)
        {
            _isClosed = true;
            if (_thread is null)
                return;
            Monitor.Pulse(_gate);
        }
        await _ended.Task;
    }

    private Task<T> RunAsync<T>(Func<DbConnection, T> write, bool isLast)
    {
        var queued = new Write<T>(write);
        Add(queued, isUrgent: true, isLast);
        return queued.Task;
    }

    private void Add(Write write, bool isUrgent, bool isLast = false)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isClosed, database);
            StartThread();
            if (isUrgent && Interlocked.Exchange(ref _lost, null) is { } lost)
            {
                write.Fail(lost);
                return;
            }
            write.IsAwaited = isUrgent;
            (isLast ? _waitingLast : _waiting).Add(write);
            if (_waiting.Count + _waitingLast.Count == 1 || (isUrgent && !_isUrgent))
                Monitor.Pulse(_gate);
            _isUrgent |= isUrgent;
        }
    }

    private void StartThread()
    {
        if (_thread is not null)
            return;
        _thread = new Thread(Run) { Name = "writer of " + database, IsBackground = true };
        _thread.Start();
    }

    private void Run()
    {
        while (TakeAll() is { Count: > 0 } batch)
            Run(batch);
        _connection?.Dispose();
        _ended.SetResult();
    }

    // Empty when the queue is closed and drained.
    private List<Write> TakeAll()
    {
        lock (_gate)
        {
            while (_waiting.Count + _waitingLast.Count == 0 && !_isClosed)
                Monitor.Wait(_gate);
            if (!_isUrgent && !_isClosed)
                Monitor.Wait(_gate, Soon);
            return Take();
        }
    }

    // Those that came while the batch waited for its turn: they share its commit.
    private List<Write> TakeMore()
    {
        lock (_gate)
            return Take();
    }

    private List<Write> Take()
    {
        var isAwaited = _isUrgent || _isClosed;
        List<Write> batch = [.. isAwaited ? _postponed : [], .. _waiting, .. _waitingLast];
        if (isAwaited)
            _postponed.Clear();
        _waiting.Clear();
        _waitingLast.Clear();
        _isUrgent = false;
        return batch;
    }

    private void Run(List<Write> batch)
    {
        _isCommitUnanswered = false;
        try
        {
            database.Retry.Execute(() => Commit(Connect(), batch));
        }
#pragma warning disable CA1031 // It goes on to whoever waits for the write.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            if (database.IsUnavailable(exception))
                batch.ForEach(write => Fail(write, database.Explain(exception), isPostponed: true));
            else if (batch.Count == 1)
                Fail(batch[0], database.Explain(exception), isPostponed: false);
            else
                batch.ForEach(write => Run([write]));
            return;
        }
        batch.ForEach(write => write.Complete());
    }

    // The connection, or another where it was lost.
    private DbConnection Connect()
    {
        if (_connection is { State: ConnectionState.Open })
            return _connection;
        _connection?.Dispose();
        _connection = database.OpenForWriting();
        _commit = new(_connection, "COMMIT");
        return _connection;
    }

    private void Commit(DbConnection connection, List<Write> batch)
    {
        if (_isCommitUnanswered && database.IsCommitted(connection))
            return;
        _isCommitUnanswered = false;
        database.Begin(connection);
        Transactions++;
        try
        {
            for (var i = 0; i < batch.Count; i++)
            {
                batch[i].Apply(connection);
                // The first write has waited for whatever lock there is to wait for.
                if (i == 0)
                    batch.AddRange(TakeMore());
            }
            _isCommitUnanswered = true;
            _commit!.Execute();
            _isCommitUnanswered = false;
        }
        catch
        {
            RollBack(connection);
            throw;
        }
    }

    private void RollBack(DbConnection connection)
    {
        Rollbacks++;
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
        }
    }

    private void Fail(Write write, Exception exception, bool isPostponed)
    {
        if (write.IsAwaited)
            write.Fail(exception);
        else if (!isPostponed)
            _lost = exception;
        else if (!_isClosed)
            _postponed.Add(write);
    }

    private abstract class Write
    {
        public bool IsAwaited { get; set; }

        public abstract void Apply(DbConnection connection);

        public abstract void Complete();

        public abstract void Fail(Exception exception);
    }

    private sealed class Write<T>(Func<DbConnection, T> apply) : Write
    {
        private readonly TaskCompletionSource<T> _source = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private T? _result;

        public Task<T> Task => _source.Task;

        public override void Apply(DbConnection connection) => _result = apply(connection);

        public override void Complete() => _source.SetResult(_result!);

        public override void Fail(Exception exception) => _source.SetException(exception);
    }
}
