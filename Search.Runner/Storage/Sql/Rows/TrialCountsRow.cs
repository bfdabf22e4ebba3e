using System.Data.Common;
using HyperSearch.Core;

namespace HyperSearch.Runner;

/// <summary>How many trials of a study stand where, as SQL counts them.</summary>
internal static class TrialCountsRow
{
    public const string Columns =
        """
        COUNT(CASE state WHEN 'complete' THEN 1 END) AS Complete, COUNT(CASE state WHEN 'pruned' THEN 1 END) AS Pruned,
        COUNT(CASE state WHEN 'failed' THEN 1 END) AS Failed, COUNT(CASE state WHEN 'running' THEN 1 END) AS Running,
        COUNT(CASE state WHEN 'waiting' THEN 1 END) AS Waiting, COUNT(replicate_of) AS Repeats
        """;

    /// <summary>Reads <see cref="Columns"/>.</summary>
    /// <param name="row">A row.</param>
    /// <param name="first">The place of the first of them.</param>
    public static TrialCounts Read(DbDataReader row, int first) => new(row.Int(first), row.Int(first + 1), row.Int(first + 2), row.Int(first + 3), row.Int(first + 4)) { Repeats = row.Int(first + 5) };

    public static TrialCounts Read(DbConnection connection, long study) =>
        RowException.Read($"A trial of study {study}", () => connection.ReadRows($"SELECT {Columns} FROM trials WHERE study = @study", row => Read(row, 0), ("@study", study))[0]);
}
