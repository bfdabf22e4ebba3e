using System.Data.Common;

namespace HyperSearch.Runner;

/// <summary>A statement that is compiled once and run often.</summary>
/// <remarks>Used where trials start and finish: there, compiling anew by way of Dapper takes longer than the writing.</remarks>
#pragma warning disable CA1001 // The connection frees its commands when it is closed.
internal sealed class PreparedStatement
#pragma warning restore CA1001
{
    private readonly DbCommand _command;

    /// <param name="connection">An open connection.</param>
    /// <param name="sql">The statement.</param>
    /// <param name="parameters">The names in the order in which their values will be given.</param>
    public PreparedStatement(DbConnection connection, string sql, params ReadOnlySpan<string> parameters)
    {
        _command = connection.CreateCommand();
#pragma warning disable CA2100 // The statements are this project's own.
        _command.CommandText = sql;
#pragma warning restore CA2100
        foreach (var name in parameters)
        {
            var parameter = _command.CreateParameter();
            parameter.ParameterName = name;
            _command.Parameters.Add(parameter);
        }
    }

    /// <summary>Runs the statement; the answer is the number of rows changed.</summary>
    public int Execute(params ReadOnlySpan<object?> values)
    {
        Bind(values);
        return _command.ExecuteNonQuery();
    }

    /// <summary>The first column of the first row; null where there is no row.</summary>
    public object? Scalar(params ReadOnlySpan<object?> values)
    {
        Bind(values);
        return _command.ExecuteScalar();
    }

    /// <summary>What the only row says.</summary>
    public T Single<T>(Func<DbDataReader, T> read, params ReadOnlySpan<object?> values)
    {
        Bind(values);
        using var reader = _command.ExecuteReader();
        reader.Read();
        return read(reader);
    }

    /// <summary>The rows.</summary>
    /// <param name="read">Reads one.</param>
    /// <param name="values">The values of the parameters.</param>
    public List<T> Query<T>(Func<DbDataReader, T> read, params ReadOnlySpan<object?> values)
    {
        Bind(values);
        using var reader = _command.ExecuteReader();
        var rows = new List<T>();
        while (reader.Read())
            rows.Add(read(reader));
        return rows;
    }

    private void Bind(ReadOnlySpan<object?> values)
    {
        for (var i = 0; i < values.Length; i++)
            _command.Parameters[i].Value = values[i] ?? DBNull.Value;
    }
}
