using Dapper;
using Npgsql;

namespace Search.Tests;

/// <summary>Looks at the tables of a store.</summary>
internal static class PostgresServerQuery
{
    /// <param name="address">The database.</param>
    /// <param name="rows">A table of the store, and which of its rows.</param>
    public static async Task<long> CountAsync(string address, string rows)
    {
        await using var connection = new NpgsqlConnection(address + ";Pooling=false");
        return await connection.ExecuteScalarAsync<long>($"SELECT COUNT(*) FROM hypersearch.{rows}");
    }
}
