using System.Data.Common;

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
    private static readonly TimeSpan PostDelay = TimeSpan.FromMilliseconds(200);

    // A transaction that took this long had others before it, and is worth a moment's wait for those who can share the next one.
    private static readonly TimeSpan CrowdedFrom = TimeSpan.FromMilliseconds(8);
    private static readonly TimeSpan ShareDelay = TimeSpan.FromMilliseconds(1);

    private readonly object _gate = new();
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<QueuedWrite> _waiting = [];
    private readonly List<QueuedWrite> _waitingLast = [];
    private bool _isUrgent;
    private bool _isClosed;
    private int _mostShared; // how many writes are waited for before the next transaction
    private Exception? _postFailure;
    private Thread? _thread;

    // Used by the thread alone.
    private readonly WriteTransaction _transaction = new(database);
    private readonly List<QueuedWrite> _postponed = [];

    /// <inheritdoc cref="WriteTransaction.Begun"/>
    public int Transactions => _transaction.Begun;

    /// <inheritdoc cref="WriteTransaction.RolledBack"/>
    public int Rollbacks => _transaction.RolledBack;

    /// <summary>Who wrote last: what others know of the transaction may be out of date. For the writes themselves.</summary>
    public object? LastUser { get; set; }

    /// <summary>Runs <paramref name="write"/> in a transaction. The task completes when it is committed.</summary>
    /// <remarks>A write whose transaction fails is run again. Its exceptions come out of the task and undo nothing but itself.</remarks>
    public Task<T> RunAsync<T>(Func<DbConnection, T> write) => RunAsync(connection => new Answer<T>(write(connection)), isLast: false);

    /// <summary>The same for a write whose answer need not be waited for before the next write.</summary>
    public Task<T> AskAsync<T>(Func<DbConnection, Answer<T>> write) => RunAsync(write, isLast: false);

    /// <summary>The same as <see cref="RunAsync{T}(Func{DbConnection, T})"/>, but after all that is queued at the time: for a write that looks at what the others did.</summary>
    public Task<T> RunLastAsync<T>(Func<DbConnection, T> write) => RunAsync(connection => new Answer<T>(write(connection)), isLast: true);

    /// <summary>Runs <paramref name="write"/> within a moment, or with the next write that is waited for. Where the database cannot be used, it is tried again with the next write that is waited for.</summary>
    public void Post(Action<DbConnection> write) => Add(new QueuedWrite<bool>(connection =>
    {
        write(connection);
        return new(true);
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

    private Task<T> RunAsync<T>(Func<DbConnection, Answer<T>> write, bool isLast)
    {
        var queued = new QueuedWrite<T>(write);
        Add(queued, isUrgent: true, isLast);
        return queued.Task;
    }

    private void Add(QueuedWrite write, bool isUrgent, bool isLast = false)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isClosed, database);
            StartThread();
            if (isUrgent && Interlocked.Exchange(ref _postFailure, null) is { } failure)
            {
                write.Fail(failure);
                return;
            }
            write.IsAwaited = isUrgent;
            (isLast ? _waitingLast : _waiting).Add(write);
            var count = _waiting.Count + _waitingLast.Count;
            if (count == 1 || count == _mostShared || (isUrgent && !_isUrgent))
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
        {
            var begun = TimeProvider.System.GetTimestamp();
            Run(batch);
            // Who shared a transaction has its answer now, and is likely to come again at once.
            _mostShared = TimeProvider.System.GetElapsedTime(begun) >= CrowdedFrom ? batch.Count : 1;
        }
        _transaction.Dispose();
        _ended.SetResult();
    }

    // Empty when the queue is closed and drained.
    private List<QueuedWrite> TakeAll()
    {
        lock (_gate)
        {
            while (_waiting.Count + _waitingLast.Count == 0 && !_isClosed)
                Monitor.Wait(_gate);
            if (!_isUrgent && !_isClosed)
                Monitor.Wait(_gate, PostDelay);
            else if (_waiting.Count + _waitingLast.Count < _mostShared && !_isClosed)
                Monitor.Wait(_gate, ShareDelay);
            return Take();
        }
    }

    // Those that came while the batch waited for its turn: they share its commit.
    private List<QueuedWrite> TakeMore()
    {
        lock (_gate)
            return Take();
    }

    private List<QueuedWrite> Take()
    {
        var isAwaited = _isUrgent || _isClosed;
        List<QueuedWrite> batch = [.. isAwaited ? _postponed : [], .. _waiting, .. _waitingLast];
        if (isAwaited)
            _postponed.Clear();
        _waiting.Clear();
        _waitingLast.Clear();
        _isUrgent = false;
        return batch;
    }

    private void Run(List<QueuedWrite> batch)
    {
        try
        {
            _transaction.Run(batch, TakeMore);
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

    private void Fail(QueuedWrite write, Exception exception, bool isPostponed)
    {
        if (write.IsAwaited)
            write.Fail(exception);
        else if (!isPostponed)
            _postFailure = exception;
        else if (!_isClosed)
            _postponed.Add(write);
    }
}
