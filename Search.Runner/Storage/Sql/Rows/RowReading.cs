using System.Data.Common;

namespace HyperSearch.Runner;

/// <summary>Queries that every verb makes. Dapper would first make a method for their parameters and one for their rows, which takes longer than the query.</summary>
internal static class RowReading
{
    /// <summary>The rows of a query.</summary>
    /// <param name="connection">An open connection.</param>
    /// <param name="sql">The query.</param>
    /// <param name="read">Reads a row.</param>
    /// <param name="parameters">The names of its parameters and their values.</param>
    public static List<T> ReadRows<T>(this DbConnection connection, string sql, Func<DbDataReader, T> read, params ReadOnlySpan<(string Name, object Value)> parameters)
    {
        using var command = Prepare(connection, sql, parameters);
        using var reader = command.ExecuteReader();
        var rows = new List<T>();
        while (reader.Read())
            rows.Add(read(reader));
        return rows;
    }

    /// <summary>The whole numbers in a query's only column.</summary>
    /// <param name="connection">An open connection.</param>
    /// <param name="sql">The query.</param>
    /// <param name="parameters">The names of its parameters and their values.</param>
    public static List<long> ReadNumbers(this DbConnection connection, string sql, params ReadOnlySpan<(string Name, object Value)> parameters) =>
        connection.ReadRows(sql, row => row.GetInt64(0), parameters);

    private static DbCommand Prepare(DbConnection connection, string sql, ReadOnlySpan<(string Name, object Value)> parameters)
    {
        var command = connection.CreateCommand();
#pragma warning disable CA2100 // The statements are this project's own.
        command.CommandText = sql;
#pragma warning restore CA2100
        foreach (var (name, value) in parameters)
        {
            var parameter = command.CreateParameter();
            (parameter.ParameterName, parameter.Value) = (name, value);
            command.Parameters.Add(parameter);
        }
        return command;
    }
}
