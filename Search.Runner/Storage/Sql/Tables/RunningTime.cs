using System.Data.Common;
using Dapper;
using HyperSearch.Core;

namespace HyperSearch.Runner;

/// <summary>How long the trials of a study have run.</summary>
internal static class RunningTime
{
    /// <summary>The time during which at least one of them ran.</summary>
    /// <remarks>
    /// An attempt whose process died lasts until the process was last heard of; so does one that runs, where that is longer ago than its
    /// lease, and until now where it is not.
    /// </remarks>
    public static TimeSpan Read(DbConnection connection, SqlDialect dialect, long study)
    {
        var now = connection.ExecuteScalar<string>("SELECT " + dialect.Now);
        return TimeIntervals.Union(RowException.Read("The time of an attempt", () => connection
            .Query<Row>(
                """
                SELECT a.started, CASE WHEN a.how = 'died' AND w.heartbeat < a.ended THEN w.heartbeat ELSE a.ended END AS ended, CAST(NULL AS TEXT) AS heartbeat, CAST(NULL AS DOUBLE PRECISION) AS lease
                FROM attempts a LEFT JOIN workers w ON w.id = a.worker WHERE a.study = @study
                UNION ALL
                SELECT e.started, e.finished, CAST(NULL AS TEXT), CAST(NULL AS DOUBLE PRECISION) FROM earlier_results e WHERE e.study = @study
                    AND NOT EXISTS (SELECT 1 FROM attempts a WHERE a.study = e.study AND a.trial = e.trial AND a.attempt = e.attempt)
                UNION ALL
                SELECT t.started, CASE WHEN t.state = 'running' THEN NULL ELSE t.finished END, w.heartbeat, w.lease
                FROM trials t LEFT JOIN workers w ON w.id = t.worker WHERE t.study = @study AND t.state <> 'waiting'
                    AND NOT EXISTS (SELECT 1 FROM attempts a WHERE a.study = t.study AND a.trial = t.number AND a.attempt = t.attempt)
                """, new { study })
            .Where(row => row.Started is not null && (row.Ended ?? row.Heartbeat) is not null)
            .Select(row => (Timestamps.Parse(row.Started), row.EndAt(Timestamps.Parse(now))))
            .ToArray()));
    }

    private sealed class Row
    {
        public string? Started { get; init; }

        public string? Ended { get; init; }

        public string? Heartbeat { get; init; }

        /// <summary>Seconds.</summary>
        public double? Lease { get; init; }

        public DateTimeOffset EndAt(DateTimeOffset now)
        {
            if (Ended is not null)
                return Timestamps.Parse(Ended);
            var heard = Timestamps.Parse(Heartbeat);
            return now - heard > TimeSpan.FromSeconds(Lease ?? 0) ? heard : now;
        }
    }
}
