using System.Data;
using System.Data.Common;
using Dapper;

namespace Search.Runner;

/// <summary>Copies the rows of a study, as they are, from one database to another or within one.</summary>
/// <remarks>The tables have the same names and columns everywhere, so that no value is converted on the way.</remarks>
internal static class StudyCopy
{
    // For each statement an answer of the server is waited for.
    private const int RowsAtOnce = 50;

    // Each after those that it refers to.
    private static readonly string[] Tables = ["trials", "trial_values", "measurements", "earlier_results", "rounds", "earlier_spaces"];

    /// <param name="from">Reads the database as it is at one moment.</param>
    /// <param name="study">The study's id there.</param>
    /// <param name="to">In a transaction.</param>
    /// <param name="name">The name of the copy, which is free.</param>
    /// <param name="now">When the copy is made.</param>
    public static void Run(DbConnection from, long study, DbConnection to, string name, string now)
    {
        CopyRows("studies", "id", column => column switch { "id" => null, "name" => _ => name, "created" => _ => now, _ => value => value });
        var copy = to.ExecuteScalar<long>("SELECT id FROM studies WHERE name = @name", new { name });
        foreach (var table in Tables)
            CopyRows(table, "study", column => column switch
            {
                "study" => _ => copy,
                // Whoever runs a trial runs that of the original.
                "worker" => _ => DBNull.Value,
                "state" => value => value is "running" ? "waiting" : value,
                _ => value => value,
            });

        // What becomes of a column's values; null for a column that is left out.
        void CopyRows(string table, string key, Func<string, Func<object, object>?> rule)
        {
            using var reader = from.ExecuteReader($"SELECT * FROM {table} WHERE {key} = @study", new { study });
            var columns = Enumerable.Range(0, reader.FieldCount)
                .Select(i => (Index: i, Name: reader.GetName(i), Change: rule(reader.GetName(i))))
                .Where(column => column.Change is not null).ToArray();
            // They become a part of a statement, and the file may be another's.
            if (Array.Find(columns, column => !column.Name.All(unit => char.IsAsciiLetterLower(unit) || unit == '_')) is { Name: { } other })
                throw new RowException($"Table {table} has a column '{other}', which HyperSearch did not make");
            Prepared? insert = null;
            foreach (var rows in Rows().Chunk(RowsAtOnce))
            {
                if (insert is null || rows.Length < RowsAtOnce)
                    insert = Insert(to, table, [.. columns.Select(column => column.Name)], rows.Length);
                insert.Execute([.. rows.SelectMany(row => row)]);
            }

            IEnumerable<object[]> Rows()
            {
                while (reader.Read())
                    yield return [.. columns.Select(column => column.Change!(reader.GetValue(column.Index)))];
            }
        }
    }

    private static Prepared Insert(DbConnection to, string table, string[] columns, int rows)
    {
        var values = Enumerable.Range(0, rows).Select(row => columns.Select(column => $"@{column}{row}").ToArray()).ToArray();
        return new(to,
            $"INSERT INTO {table} ({string.Join(", ", columns)}) VALUES {string.Join(", ", values.Select(row => $"({string.Join(", ", row)})"))}",
            [.. values.SelectMany(row => row)]);
    }
}
