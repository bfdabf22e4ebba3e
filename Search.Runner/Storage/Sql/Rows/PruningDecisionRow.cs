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

    /// <summary>The decisions of a study, by trial and step.</summary>
    /// <param name="connection">An open connection.</param>
    /// <param name="study">The study.</param>
    /// <param name="trial">Of which trial; null for all.</param>
    public static IReadOnlyList<PruningDecision> Read(DbConnection connection, long study, int? trial) =>
    [
        .. connection.Query<PruningDecisionRow>(
            $"SELECT trial, step, stopped, observed, running FROM pruning_decisions WHERE study = @study{(trial is null ? "" : " AND trial = @trial")} ORDER BY trial, step", new { study, trial })
            .Select(row => new PruningDecision(row.Trial, row.Step, row.Stopped != 0, row.Observed, StudyJson.ReadVisibleTrials(row.Running))),
    ];
}
