using System.Data.Common;
using HyperSearch.Core;

namespace HyperSearch.Runner;

/// <summary>A study in a line, as SQL sums it up.</summary>
internal static class StudySummaryRow
{
    /// <exception cref="RowException">A row was edited by hand or is damaged.</exception>
    // Best: the value of the trial that TrialRanking puts first. Of equal values any is that one.
    public static List<StudySummary> ReadAll(DbConnection connection) => RowException.Read("A study or one of its trials", () => connection.ReadRows(
        $"""
        SELECT s.name, s.goal, s.metric, s.created, {TrialCountsRow.Columns},
            CASE s.goal WHEN 'maximize' THEN MAX(CASE WHEN state = 'complete' AND infeasible = 0 THEN value END)
                        ELSE MIN(CASE WHEN state = 'complete' AND infeasible = 0 THEN value END) END AS Best, s.further_goals
        FROM studies s LEFT JOIN trials t ON t.study = s.id
        GROUP BY s.id
        """, Read));

    private static StudySummary Read(DbDataReader row)
    {
        var name = row.Text(0);
        return RowException.Read($"Study '{name}'",
            () => new StudySummary(name, GoalNames.Parse(row.Text(1), row.Text(2)), TrialCountsRow.Read(row, 4), row.NumberOrNull(10), Timestamps.Parse(row.Text(3)))
            {
                FurtherGoals = RecordedJson.ReadGoals(row.TextOrNull(11)),
            });
    }
}
