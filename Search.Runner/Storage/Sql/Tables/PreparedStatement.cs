using System.Data.Common;

namespace HyperSearch.Runner;

/// <summary>A statement that is compiled once and run often.</summary>
/// <remarks>
/// Used where trials start and finish: there, compiling anew by way of Dapper takes longer than the writing. On a
/// <see cref="PipelinedConnection"/> it waits until an answer is needed; elsewhere it runs at once.
/// </remarks>
#pragma warning disable CA1001 // The connection frees its commands when it is closed.
internal sealed class PreparedStatement
#pragma warning restore CA1001
{
    private readonly PipelinedConnection? _pipeline;
    private readonly PipelinedText? _text;
    private readonly DbCommand? _command;

    /// <param name="connection">An open connection.</param>
    /// <param name="sql">The statement.</param>
    /// <param name="parameters">The parameters in the order in which their values will be given.</param>
    public PreparedStatement(DbConnection connection, string sql, params ReadOnlySpan<StatementParameter> parameters)
    {
        _pipeline = connection as PipelinedConnection;
        if (_pipeline is not null)
        {
            _text = new(sql, parameters.ToArray());
            return;
        }
        _command = connection.CreateCommand();
#pragma warning disable CA2100 // The statements are this project's own.
        _command.CommandText = sql;
#pragma warning restore CA2100
        foreach (var declared in parameters)
        {
            var parameter = _command.CreateParameter();
            declared.Declare(parameter);
            _command.Parameters.Add(parameter);
        }
    }

    /// <summary>Runs the statement; the answer is the number of rows changed.</summary>
    public Answer<int> Run(params ReadOnlySpan<object?> values)
    {
        if (Add(values, null) is { } statement)
            return new(() => Wait(statement), () => statement.Changed is not null);
        Bind(values);
        return new(_command!.ExecuteNonQuery());
    }

    /// <summary>Runs the statement; the answer are its rows.</summary>
    /// <param name="read">Reads one.</param>
    /// <param name="values">The values of the parameters.</param>
    public Answer<List<T>> Query<T>(Func<DbDataReader, T> read, params ReadOnlySpan<object?> values)
    {
        var rows = new List<T>();
        if (Add(values, reader => ReadAll(reader, read, rows)) is { } statement)
        {
            return new(() =>
            {
                Wait(statement);
                statement.ThrowIfUnreadable();
                return rows;
            }, () => statement.Changed is not null);
        }
        Bind(values);
        using var reader = _command!.ExecuteReader();
        ReadAll(reader, read, rows);
        return new(rows);
    }

    private static void ReadAll<T>(DbDataReader reader, Func<DbDataReader, T> read, List<T> rows)
    {
        while (reader.Read())
            rows.Add(read(reader));
    }

    private PipelinedStatement? Add(ReadOnlySpan<object?> values, Action<DbDataReader>? read)
    {
        if (_pipeline is null)
            return null;
        var statement = new PipelinedStatement(_text!, values.ToArray(), read);
        _pipeline.Add(statement);
        return statement;
    }

    private int Wait(PipelinedStatement statement)
    {
        if (statement.Changed is null)
            _pipeline!.Send();
        return statement.Changed ?? throw new InvalidOperationException("The statement was never answered: one before it has failed.");
    }

    private void Bind(ReadOnlySpan<object?> values)
    {
        for (var i = 0; i < values.Length; i++)
            _command!.Parameters[i].Value = values[i] ?? DBNull.Value;
    }
}
