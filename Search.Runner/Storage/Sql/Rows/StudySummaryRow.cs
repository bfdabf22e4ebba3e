using System.Data.Common;
using Dapper;
using HyperSearch.Core;

namespace HyperSearch.Runner;

/// <summary>A study in a line, as SQL sums it up.</summary>
internal sealed class StudySummaryRow : TrialCountsRow
{
    public required string Name { get; init; }

    public required string Goal { get; init; }

    public required string Metric { get; init; }

    public double? Best { get; init; }

    public required string Created { get; init; }

    /// <exception cref="RowException">It was edited by hand or is damaged.</exception>
    public StudySummary ToSummary() => RowException.Read($"Study '{Name}'", () => new StudySummary(Name, GoalNames.Parse(Goal, Metric), ToCounts(), Best, Timestamps.Parse(Created)));

    /// <exception cref="RowException">A row was edited by hand or is damaged.</exception>
    // Best: the value of the trial that TrialRanking puts first. Of equal values any is that one.
    public static List<StudySummary> ReadAll(DbConnection connection) => RowException.Read("A study or one of its trials", () => connection.Query<StudySummaryRow>(
        $"""
        SELECT s.name, s.goal, s.metric, s.created, {Columns},
            CASE s.goal WHEN 'maximize' THEN MAX(CASE state WHEN 'complete' THEN value END)
                        ELSE MIN(CASE state WHEN 'complete' THEN value END) END AS Best
        FROM studies s LEFT JOIN trials t ON t.study = s.id
        GROUP BY s.id
        """).Select(row => row.ToSummary()).AsList());
}
