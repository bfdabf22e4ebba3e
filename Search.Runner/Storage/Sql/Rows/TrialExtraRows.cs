using System.Data.Common;
using HyperSearch.Core;

namespace HyperSearch.Runner;

/// <summary>Reads what trials reported beside their measurements.</summary>
internal static class TrialExtraRows
{
    /// <summary>The metrics of a study's trials, by trial, name and step.</summary>
    /// <param name="connection">An open connection.</param>
    /// <param name="study">The study.</param>
    /// <param name="set">Of which trials; null for all.</param>
    public static IReadOnlyList<TrialMetric> ReadMetrics(DbConnection connection, long study, TrialSet? set = null) =>
    [
        .. connection.ReadRows("SELECT trial, name, value FROM metrics WHERE study = @study" + TrialSet.And(set, "trial"),
                row => new TrialMetric(row.Int(0), row.Text(1), null, FiniteNumber.Require(row.Number(2))), TrialSet.ParametersOf(set, study))
            .Concat(connection.ReadRows("SELECT trial, name, step, value FROM metric_steps WHERE study = @study" + TrialSet.And(set, "trial"),
                row => new TrialMetric(row.Int(0), row.Text(1), row.Int(2), FiniteNumber.Require(row.Number(3))), TrialSet.ParametersOf(set, study)))
            .OrderBy(metric => metric.Trial).ThenBy(metric => metric.Name, StringComparer.Ordinal).ThenBy(metric => metric.Step ?? long.MinValue),
    ];

    /// <summary>The notes of a study's trials, by trial, in order.</summary>
    /// <param name="connection">An open connection.</param>
    /// <param name="study">The study.</param>
    /// <param name="set">Of which trials; null for all.</param>
    public static IReadOnlyList<TrialNote> ReadNotes(DbConnection connection, long study, TrialSet? set = null) => connection.ReadRows(
        $"SELECT trial, number, text FROM trial_notes WHERE study = @study{TrialSet.And(set, "trial")} ORDER BY trial, number",
        row => new TrialNote(row.Int(0), row.Int(1), row.Text(2)), TrialSet.ParametersOf(set, study));

    /// <summary>What a trial has printed, by attempt, in order.</summary>
    public static IReadOnlyList<TrialLogPiece> ReadLog(DbConnection connection, long study, int trial) => connection.ReadRows(
        "SELECT attempt, number, text FROM trial_log WHERE study = @study AND trial = @trial ORDER BY attempt, number",
        row => new TrialLogPiece(trial, row.Int(0), row.Int(1), row.Text(2)), ("@study", study), ("@trial", trial));
}
