using System.Data.Common;
using Dapper;

namespace HyperSearch.Runner;

/// <summary>This process's row among the workers of a store, made when it first starts a trial.</summary>
internal sealed class WorkerRegistration(ISqlDatabase database, WriteQueue queue, StoreOptions options)
{
    private readonly Lock _lock = new();
    private Task<long>? _registered;
    private bool _isOther;

    /// <summary>The row's id; null before <see cref="RegisterAsync"/>.</summary>
    public long? Id => _registered is { IsCompletedSuccessfully: true } registered ? registered.Result : null;

    public TimeSpan Heartbeat => options.Heartbeat;

    public Task<long> RegisterAsync()
    {
        lock (_lock)
        {
            if (_registered is null or { IsCompleted: true, IsCompletedSuccessfully: false })
                _registered = queue.RunAsync(Insert);
            return _registered;
        }
    }

    public async Task HeartbeatAsync()
    {
        if (Id is { } id)
            await queue.RunAsync(connection => new PreparedStatement(connection, $"UPDATE workers SET heartbeat = {database.Dialect.Now} WHERE id = @id", "@id").Run(id));
    }

    /// <summary>
    /// Leaves what this process holds to whoever it asked for: it stays held when this process has ended, until the lease has run out.
    /// What this process starts next is held by another worker.
    /// </summary>
    public async Task HandOverAsync()
    {
        if (Id is not { } id)
            return;
        await queue.RunAsync(connection => connection.Execute(
            $"UPDATE workers SET process = 0, process_started = '', boot = NULL, heartbeat = {database.Dialect.Now} WHERE id = @id", new { id }));
        lock (_lock)
            _registered = null;
    }

    /// <summary>Writes as a worker that is there already, whose trials stay its own when this process ends.</summary>
    public void ActAs(long worker)
    {
        lock (_lock)
            (_registered, _isOther) = (Task.FromResult(worker), true);
    }

    /// <summary>Gives back what this worker still holds.</summary>
    public async Task ReleaseTrialsAsync()
    {
        if (!_isOther && Id is { } id)
        {
            await queue.RunAsync(connection =>
            {
                connection.Execute(AttemptTable.EndStatement(database.Dialect, "worker = @id"), new { id, how = AttemptEnds.Interrupted });
                return connection.Execute("UPDATE trials SET state = 'waiting', worker = NULL WHERE finish_order IS NULL AND worker = @id", new { id });
            });
        }
    }

    private long Insert(DbConnection connection) => connection.ExecuteScalar<long>(
        $"""
        INSERT INTO workers (host, process, process_started, boot, instructions, heartbeat, lease)
        VALUES (@Host, @Process, @ProcessStarted, @Boot, @Instructions, {database.Dialect.Now}, @lease)
        RETURNING id
        """,
        new { options.Worker.Host, options.Worker.Process, options.Worker.ProcessStarted, options.Worker.Boot, options.Instructions, lease = options.Lease.TotalSeconds });
}
