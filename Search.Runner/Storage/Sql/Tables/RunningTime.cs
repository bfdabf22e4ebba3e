using System.Data.Common;
using Dapper;
using HyperSearch.Core;

namespace HyperSearch.Runner;

/// <summary>How long the trials of a study have run.</summary>
internal static class RunningTime
{
    /// <summary>The time during which at least one of them ran.</summary>
    /// <remarks>An attempt whose process died, or that runs, lasts until the process was last heard of.</remarks>
    public static TimeSpan Read(DbConnection connection, long study) => TimeIntervals.Union(RowException.Read("The time of an attempt", () => connection
        .Query<(string? Started, string? Ended)>(
            """
            SELECT a.started, CASE WHEN a.how = 'died' AND w.heartbeat < a.ended THEN w.heartbeat ELSE a.ended END
            FROM attempts a LEFT JOIN workers w ON w.id = a.worker WHERE a.study = @study
            UNION ALL
            SELECT e.started, e.finished FROM earlier_results e WHERE e.study = @study
                AND NOT EXISTS (SELECT 1 FROM attempts a WHERE a.study = e.study AND a.trial = e.trial AND a.attempt = e.attempt)
            UNION ALL
            SELECT t.started, CASE WHEN t.state = 'running' THEN w.heartbeat ELSE t.finished END
            FROM trials t LEFT JOIN workers w ON w.id = t.worker WHERE t.study = @study AND t.state <> 'waiting'
                AND NOT EXISTS (SELECT 1 FROM attempts a WHERE a.study = t.study AND a.trial = t.number AND a.attempt = t.attempt)
            """, new { study })
        .Where(interval => interval is { Started: not null, Ended: not null })
        .Select(interval => (Timestamps.Parse(interval.Started), Timestamps.Parse(interval.Ended)))
        .ToArray()));
}
