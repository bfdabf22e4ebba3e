using System.Data.Common;

namespace HyperSearch.Runner;

/// <summary>Inserts many rows into a table, several with each statement.</summary>
internal static class RowInsert
{
    // For each statement an answer of the server is waited for.
    private const int RowsAtOnce = 50;

    /// <param name="to">In a transaction.</param>
    /// <param name="table">The table. It becomes a part of the statement.</param>
    /// <param name="columns">Its columns, likewise.</param>
    /// <param name="rows">For each row the values of these columns.</param>
    public static void Run(DbConnection to, string table, string[] columns, IEnumerable<object?[]> rows)
    {
        PreparedStatement? insert = null;
        foreach (var chunk in rows.Chunk(RowsAtOnce))
        {
            if (insert is null || chunk.Length < RowsAtOnce)
                insert = Statement(to, table, columns, chunk.Length);
            insert.Run([.. chunk.SelectMany(row => row)]);
        }
    }

    private static PreparedStatement Statement(DbConnection to, string table, string[] columns, int rows)
    {
        var values = Enumerable.Range(0, rows).Select(row => columns.Select(column => $"@{column}{row}").ToArray()).ToArray();
        return new(to,
            $"INSERT INTO {table} ({string.Join(", ", columns)}) VALUES {string.Join(", ", values.Select(row => $"({string.Join(", ", row)})"))}",
            [.. values.SelectMany(row => row)]);
    }
}
