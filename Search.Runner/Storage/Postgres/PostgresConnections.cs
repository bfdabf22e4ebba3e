using System.Data;
using System.Security.Cryptography;
using HyperSearch.Core;
using Npgsql;

namespace HyperSearch.Runner;

/// <summary>
/// The connections of this process to a PostgreSQL server: one, which is held while it is used and for a moment after, and briefly
/// a second one for who reads while another writes. Where the server has hardly any left, a process that has had one for a while
/// goes without for a moment, so that many processes can share few connections.
/// </summary>
/// <param name="open">Opens a connection.</param>
/// <param name="name">The database, for messages.</param>
internal sealed class PostgresConnections(Func<NpgsqlConnection> open, string name) : IDisposable
{
    // How many connections of the server are left to its users.
    private const string Left =
        """
        SELECT LEAST(
            current_setting('max_connections')::bigint - current_setting('superuser_reserved_connections')::bigint
                - COALESCE(current_setting('reserved_connections', true)::bigint, 0) - (SELECT SUM(numbackends) FROM pg_stat_database),
            (SELECT CASE WHEN rolconnlimit >= 0 THEN rolconnlimit - (SELECT COUNT(*) FROM pg_stat_activity WHERE usename = session_user) END
                FROM pg_roles WHERE rolname = session_user),
            (SELECT CASE WHEN datconnlimit >= 0 THEN datconnlimit - numbackends END
                FROM pg_database d JOIN pg_stat_database s ON s.datid = d.oid WHERE d.datname = current_database()))::bigint
        """;

    // Below that others may be waiting, who cannot say so.
    private const int Few = 2;

    // A new connection costs the server some 10 ms, so it is held for longer than that, and whoever waits asks seldom.
    private static readonly TimeSpan Turn = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan AfterTurn = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan IdleWhereFew = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan CountInterval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan MostWait = TimeSpan.FromMinutes(10);

    private readonly object _gate = new();
    private readonly SemaphoreSlim _reading = new(1);
    private PostgresSession? _free;
    private Timer? _timer;
    private long _counted;
    private bool _areFew;
    private bool _hasHadTurn;
    private bool _isDisposed;

    /// <summary>A connection, as soon as there is one.</summary>
    /// <exception cref="StoreException">There was none for minutes.</exception>
    /// <exception cref="NpgsqlException">The server cannot be used.</exception>
    public PostgresSession Take()
    {
        var begun = TimeProvider.System.GetTimestamp();
        for (var pause = PauseAfterTurn(); ; pause = pause == TimeSpan.Zero ? FirstPause : pause * 2 < LongestPause ? pause * 2 : LongestPause)
        {
            if (TakeFree(pause) is { } free)
                return free;
            try
            {
                return new(open(), this);
            }
            catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.TooManyConnections)
            {
                if (TimeProvider.System.GetElapsedTime(begun) > MostWait)
                    throw Explain(exception);
            }
        }
    }

    /// <summary>A connection for reading; one at a time, which is given back by <see cref="GiveBack"/>.</summary>
    /// <inheritdoc cref="Take"/>
    public PostgresSession TakeForReading()
    {
        _reading.Wait();
        try
        {
            var session = Take();
            session.IsForReading = true;
            return session;
        }
        catch
        {
            _reading.Release();
            throw;
        }
    }

    /// <summary>Takes back a connection, for whoever needs one next.</summary>
    /// <param name="session">The connection, outside of a transaction.</param>
    public void GiveBack(PostgresSession session)
    {
        var wasReading = session.IsForReading;
        session.IsForReading = false;
        lock (_gate)
        {
            var mustGo = _areFew && TimeProvider.System.GetElapsedTime(session.Opened) > Turn;
            _hasHadTurn |= mustGo;
            if (mustGo || _isDisposed || _free is not null || session.State != ConnectionState.Open)
            {
                session.Abandon();
            }
            else
            {
                _free = session;
                _timer ??= new(_ => CloseFree());
                _timer.Change(_areFew ? IdleWhereFew : Idle, Timeout.InfiniteTimeSpan);
                Monitor.Pulse(_gate);
            }
        }
        if (wasReading)
            _reading.Release();
    }

    /// <summary>Asks with what is sent next how many connections are left, where that was not asked a moment ago.</summary>
    public void Count(PostgresSession session)
    {
        if (_counted != 0 && TimeProvider.System.GetElapsedTime(_counted) < CountInterval)
            return;
        _counted = TimeProvider.System.GetTimestamp();
        new PreparedStatement(session, Left).Query(row => _areFew = row.GetInt64(0) < Few);
    }

    public void Dispose()
    {
        _isDisposed = true;
        CloseFree();
        _timer?.Dispose();
        _reading.Dispose();
    }

    private TimeSpan PauseAfterTurn()
    {
        lock (_gate)
        {
            var pause = _hasHadTurn ? AfterTurn : TimeSpan.Zero;
            _hasHadTurn = false;
            return pause;
        }
    }

    // The free connection, also one that becomes free within about so long.
    private PostgresSession? TakeFree(TimeSpan wait)
    {
        lock (_gate)
        {
            if (_free is null && wait > TimeSpan.Zero)
                Monitor.Wait(_gate, wait * (0.5 + RandomNumberGenerator.GetInt32(1000) / 1000.0));
            var free = _free;
            _free = null;
            return free;
        }
    }

    private void CloseFree()
    {
        lock (_gate)
        {
            _free?.Abandon();
            _free = null;
        }
    }

    private StoreException Explain(Exception cause) => new(
        $"The server of {name} had no connection left for {MostWait.TotalMinutes:F0} minutes: {cause.Message.TrimEnd('.')}. What was recorded before is kept. Start fewer workers, " +
        "end other programs that hold connections, or have its owner raise max_connections or the limit of the user.", cause);
}
