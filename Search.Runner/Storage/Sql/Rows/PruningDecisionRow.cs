using System.Data.Common;
using Dapper;
using HyperSearch.Core;

namespace HyperSearch.Runner;

/// <summary>A row of the table <c>pruning_decisions</c>.</summary>
internal sealed class PruningDecisionRow
{
    public int Trial { get; init; }

    public int Step { get; init; }

    public int Stopped { get; init; }

    public int Observed { get; init; }

    public required string Running { get; init; }

    /// <summary>All decisions of a study, by trial and step.</summary>
    public static IReadOnlyList<PruningDecision> ReadAll(DbConnection connection, long study) =>
    [
        .. connection.Query<PruningDecisionRow>(
            "SELECT trial, step, stopped, observed, running FROM pruning_decisions WHERE study = @study ORDER BY trial, step", new { study })
            .Select(row => new PruningDecision(row.Trial, row.Step, row.Stopped != 0, row.Observed, StudyJson.ReadVisibleTrials(row.Running))),
    ];
}
