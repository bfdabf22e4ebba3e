using System.Data;
using Npgsql;

namespace HyperSearch.Runner;

/// <summary>A connection to a PostgreSQL server. Who disposes of it gives it back to whoever needs one next (<see cref="PostgresConnections"/>).</summary>
internal sealed class PostgresSession : PipelinedConnection
{
    // A writer looks up few rows by their keys. Statistics that lag behind a study that grows would make it read whole tables.
    // What cannot but read one seems so costly then that the server would make machine code for it.
    private static readonly string[] Plans = ["enable_seqscan", "enable_hashjoin", "enable_mergejoin", "jit"];

    private readonly PostgresConnections _connections;
    private readonly PreparedStatement _begin;
    private readonly PreparedStatement _count;
    private readonly PreparedStatement _flush;
    private bool _isWriter;

    public PostgresSession(NpgsqlConnection server, PostgresConnections connections) : base(server)
    {
        _connections = connections;
        _begin = new(this, "BEGIN");
        // Without waiting for the disk while the study's lock is held.
        _count = new(this,
            "UPDATE writers SET transaction = @transaction, written = now() WHERE id = @writer RETURNING set_config('synchronous_commit', 'off', true)",
            "@transaction", "@writer");
        // As small as can be, with a commit that waits.
        _flush = new(this, "SELECT pg_logical_emit_message(true, 'hypersearch', '')");
    }

    /// <summary>Whether it was taken for reading.</summary>
    public bool IsForReading { get; set; }

    /// <summary>When it was opened.</summary>
    public long Opened { get; } = TimeProvider.System.GetTimestamp();

    /// <summary>Makes it ready for transactions that write.</summary>
    /// <param name="writer">This process among those that write.</param>
    /// <param name="lockSeconds">How long a lock is waited for.</param>
    public void PrepareForWriting(Guid writer, int lockSeconds)
    {
        if (_isWriter)
            return;
        foreach (var plan in Plans)
            Run($"SET {plan} = off");
        Run($"SET lock_timeout = '{lockSeconds}s'");
        // A lock that is held by a machine that has vanished is free again after half a minute.
        Run("SET tcp_keepalives_idle = 15");
        Run("SET tcp_keepalives_interval = 5");
        Run("SET tcp_keepalives_count = 3");
        new PreparedStatement(this,
            "DELETE FROM writers WHERE id IN (SELECT id FROM writers WHERE written < now() - interval '7 days' AND id <> @writer FOR UPDATE SKIP LOCKED)", "@writer").Run(writer);
        new PreparedStatement(this, "INSERT INTO writers (id, transaction, written) VALUES (@writer, 0, now()) ON CONFLICT (id) DO NOTHING", "@writer").Run(writer);
        Send();
        _isWriter = true;
    }

    /// <summary>Begins a transaction that writes down its number.</summary>
    public void BeginWriting(long transaction, Guid writer)
    {
        _begin.Run();
        _count.Query(row => row.GetString(0), transaction, writer);
    }

    /// <summary>Waits until what was committed is on the disk.</summary>
    public void Flush()
    {
        _connections.Count(this);
        _flush.Query(row => row.GetValue(0));
        Send();
    }

    /// <summary>Begins a transaction that sees the database as it is at one moment.</summary>
    public void BeginReading()
    {
        Run("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
        if (!_isWriter)
            return;
        foreach (var plan in Plans)
            Run($"SET LOCAL {plan} TO DEFAULT");
    }

    protected override void End()
    {
        Discard();
        if (IsForReading && State == ConnectionState.Open)
            EndReading();
        _connections.GiveBack(this);
    }

    private void EndReading()
    {
        try
        {
            Run("ROLLBACK");
            Send();
        }
        catch (NpgsqlException)
        {
            Abandon();
        }
    }

    private void Run(string statement) => new PreparedStatement(this, statement).Run();
}
