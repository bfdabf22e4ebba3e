using System.Data.Common;
using Dapper;
using HyperSearch.Core;

namespace HyperSearch.Runner;

/// <summary>Reads what trials reported beside their measurements.</summary>
internal static class TrialExtraRows
{
    /// <summary>All metrics of a study, by trial, name and step.</summary>
    public static IReadOnlyList<TrialMetric> ReadMetrics(DbConnection connection, long study) =>
    [
        .. connection.Query<(int Trial, string Name, double Value)>("SELECT trial, name, value FROM metrics WHERE study = @study", new { study })
            .Select(row => new TrialMetric(row.Trial, row.Name, null, FiniteNumber.Require(row.Value)))
            .Concat(connection.Query<(int Trial, string Name, int Step, double Value)>("SELECT trial, name, step, value FROM metric_steps WHERE study = @study", new { study })
                .Select(row => new TrialMetric(row.Trial, row.Name, row.Step, FiniteNumber.Require(row.Value))))
            .OrderBy(metric => metric.Trial).ThenBy(metric => metric.Name, StringComparer.Ordinal).ThenBy(metric => metric.Step ?? long.MinValue),
    ];

    /// <summary>All notes of a study, by trial, in order.</summary>
    public static IReadOnlyList<TrialNote> ReadNotes(DbConnection connection, long study) =>
    [
        .. connection.Query<(int Trial, int Number, string Text)>("SELECT trial, number, text FROM trial_notes WHERE study = @study ORDER BY trial, number", new { study })
            .Select(row => new TrialNote(row.Trial, row.Number, row.Text)),
    ];

    /// <summary>What a trial has printed, by attempt, in order.</summary>
    public static IReadOnlyList<TrialLogPiece> ReadLog(DbConnection connection, long study, int trial) =>
    [
        .. connection.Query<(int Attempt, int Number, string Text)>(
            "SELECT attempt, number, text FROM trial_log WHERE study = @study AND trial = @trial ORDER BY attempt, number", new { study, trial })
            .Select(row => new TrialLogPiece(trial, row.Attempt, row.Number, row.Text)),
    ];
}
