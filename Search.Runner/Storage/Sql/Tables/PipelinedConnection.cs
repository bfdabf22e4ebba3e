using System.Data;
using System.Data.Common;
using System.Diagnostics.CodeAnalysis;

namespace HyperSearch.Runner;

/// <summary>
/// A connection to a server on which a <see cref="PreparedStatement"/> waits until an answer is needed, and is then sent with all
/// that came before it: so the server is waited for once for many statements. Used by one thread at a time.
/// </summary>
/// <remarks>
/// Statements run in their order, those after one that failed not at all. A failure is that of whoever has them sent. Commands that
/// are made in other ways, as by Dapper, are to be run as soon as they are made: what waits is sent before them.
/// </remarks>
/// <param name="server">The connection, which goes with this one.</param>
internal class PipelinedConnection(DbConnection server) : DbConnection
{
    // What waits is in memory.
    private const int MostWaiting = 200;

    private readonly List<PipelinedStatement> _waiting = [];

    /// <summary>How often the server was waited for to answer statements.</summary>
    public int Trips { get; private set; }

    [AllowNull]
    public override string ConnectionString { get => server.ConnectionString; set => server.ConnectionString = value; }

    public override string Database => server.Database;

    public override string DataSource => server.DataSource;

    public override string ServerVersion => server.ServerVersion;

    public override ConnectionState State => server.State;

    /// <summary>Has a statement wait.</summary>
    public void Add(PipelinedStatement statement)
    {
        if (_waiting.Count == MostWaiting)
            Send();
        _waiting.Add(statement);
    }

    /// <summary>Forgets what waits.</summary>
    public void Discard() => _waiting.Clear();

    /// <summary>Closes the connection, whatever it is doing.</summary>
    public void Abandon()
    {
        Discard();
        server.Dispose();
    }

    /// <summary>Whoever used it needs it no more.</summary>
    protected virtual void End() => Abandon();

    /// <summary>Sends what waits, and waits for the answers.</summary>
    public void Send()
    {
        if (_waiting.Count == 0)
            return;
        Trips++;
        PipelinedStatement[] statements = [.. _waiting];
        _waiting.Clear();
        using var batch = server.CreateBatch();
        foreach (var statement in statements)
            statement.AddTo(batch);
        using (var reader = batch.ExecuteReader())
        {
            foreach (var statement in statements)
            {
                if (!statement.HasRows)
                    continue;
                statement.Read(reader);
                reader.NextResult();
            }
        }
        foreach (var statement in statements)
            statement.Complete();
    }

    public override void Open() => server.Open();

    public override void Close() => server.Close();

    public override void ChangeDatabase(string databaseName) => server.ChangeDatabase(databaseName);

    protected override DbTransaction BeginDbTransaction(IsolationLevel isolationLevel)
    {
        Send();
        return server.BeginTransaction(isolationLevel);
    }

    protected override DbCommand CreateDbCommand()
    {
        Send();
        Trips++;
        return server.CreateCommand();
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            End();
        base.Dispose(disposing);
    }
}
