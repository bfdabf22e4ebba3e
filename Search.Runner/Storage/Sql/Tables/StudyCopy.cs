using System.Data;
using System.Data.Common;
using Dapper;

namespace HyperSearch.Runner;

/// <summary>Copies the rows of a study, as they are, from one database to another or within one.</summary>
/// <remarks>The tables have the same names and columns everywhere, so that no value is converted on the way.</remarks>
internal static class StudyCopy
{
    // Each after those that it refers to.
    private static readonly string[] Tables =
    [
        "trials", "trial_values", "measurements", "pruning_decisions", "metrics", "metric_steps", "trial_notes", "trial_log", "artifacts",
        "earlier_results", "attempts", "confirmations", "rounds", "earlier_spaces", "earlier_studies",
    ];

    // Those that have ended something in the study. Whoever runs a trial runs that of the original.
    private const string Workers =
        """
        SELECT * FROM workers WHERE id IN (
            SELECT worker FROM trials WHERE study = @study AND finish_order IS NOT NULL
            UNION SELECT worker FROM earlier_results WHERE study = @study
            UNION SELECT worker FROM attempts WHERE study = @study)
        """;

    /// <param name="from">Reads the database as it is at one moment.</param>
    /// <param name="study">The study's id there.</param>
    /// <param name="to">In a transaction.</param>
    /// <param name="name">The name of the copy, which is free.</param>
    /// <param name="now">When the copy is made.</param>
    public static void Run(DbConnection from, long study, DbConnection to, string name, string now)
    {
        CopyRows("SELECT * FROM studies WHERE id = @study", "studies", column => column switch { "id" => null, "name" => _ => name, "created" => _ => now, _ => value => value });
        var copy = to.ExecuteScalar<long>("SELECT id FROM studies WHERE name = @name", new { name });
        var workers = CopyWorkers(from, study, to);
        foreach (var table in Tables)
        {
            CopyRows($"SELECT * FROM {table} WHERE study = @study", table, column => column switch
            {
                "study" => _ => copy,
                "worker" => value => value is long worker && workers.TryGetValue(worker, out var copied) ? copied : DBNull.Value,
                "state" => value => value is "running" ? "waiting" : value,
                _ => value => value,
            });
        }

        to.Execute("UPDATE trials SET worker = NULL WHERE study = @copy AND finish_order IS NULL", new { copy });

        // What becomes of a column's values; null for a column that is left out.
        void CopyRows(string rowsOf, string table, Func<string, Func<object, object>?> rule)
        {
            using var reader = from.ExecuteReader(rowsOf, new { study });
            var columns = Enumerable.Range(0, reader.FieldCount)
                .Select(i => (Index: i, Name: reader.GetName(i), Change: rule(reader.GetName(i))))
                .Where(column => column.Change is not null).ToArray();
            // They become a part of a statement, and the file may be another's.
            if (Array.Find(columns, column => !column.Name.All(unit => char.IsAsciiLetterLower(unit) || unit == '_')) is { Name: { } other })
                throw new RowException($"Table {table} has a column '{other}', which HyperSearch did not make");
            RowInsert.Run(to, table, [.. columns.Select(column => column.Name)], Rows());

            IEnumerable<object[]> Rows()
            {
                while (reader.Read())
                    yield return [.. columns.Select(column => column.Change!(reader.GetValue(column.Index)))];
            }
        }
    }

    // Under new ids, since those of another store are taken there. What they are called here is the key.
    private static Dictionary<long, long> CopyWorkers(DbConnection from, long study, DbConnection to)
    {
        var copies = new Dictionary<long, long>();
        foreach (IDictionary<string, object?> worker in from.Query(Workers, new { study }))
        {
            var columns = worker.Keys.Where(column => column != "id").ToArray();
            copies[(long)worker["id"]!] = to.ExecuteScalar<long>(
                $"INSERT INTO workers ({string.Join(", ", columns)}) VALUES ({string.Join(", ", columns.Select(column => "@" + column))}) RETURNING id",
                new DynamicParameters(columns.ToDictionary(column => column, column => worker[column])));
        }
        return copies;
    }
}
