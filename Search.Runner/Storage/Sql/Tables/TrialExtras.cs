using System.Data.Common;
using Dapper;
using HyperSearch.Core;

namespace HyperSearch.Runner;

/// <summary>What one study's trials report beside their measurements: metrics, notes, and what they print. Each write is to be run inside a transaction.</summary>
internal sealed class TrialExtras
{
    private readonly DbConnection _connection;
    private readonly long _study;
    private readonly PreparedStatement _insertMetric;
    private readonly PreparedStatement _insertStep;
    private readonly PreparedStatement _insertNote;
    private readonly PreparedStatement _insertLog;
    private readonly PreparedStatement _deleteLog;

    public TrialExtras(DbConnection connection, long study)
    {
        (_connection, _study) = (connection, study);
        const string held = TrialTable.HeldByWorker;
        _insertMetric = new(connection,
            $"""
            INSERT INTO metrics (study, trial, name, value) SELECT study, number, @name, @value FROM trials WHERE {held}
            ON CONFLICT (study, trial, name) DO UPDATE SET value = excluded.value
            """,
            "@study", "@number", "@worker", "@attempt", "@name", "@value");
        _insertStep = new(connection,
            $"""
            INSERT INTO metric_steps (study, trial, name, step, value) SELECT study, number, @name, @step, @value FROM trials WHERE {held}
            ON CONFLICT (study, trial, name, step) DO UPDATE SET value = excluded.value
            """,
            "@study", "@number", "@worker", "@attempt", "@name", "@step", "@value");
        _insertNote = new(connection,
            $"""
            INSERT INTO trial_notes (study, trial, number, text) SELECT study, number, @place, @text FROM trials WHERE {held}
            ON CONFLICT (study, trial, number) DO UPDATE SET text = excluded.text
            """,
            "@study", "@number", "@worker", "@attempt", "@place", "@text");
        _insertLog = new(connection,
            $"""
            INSERT INTO trial_log (study, trial, attempt, number, text) SELECT study, number, attempt, @place, @text FROM trials WHERE {held}
            ON CONFLICT (study, trial, attempt, number) DO UPDATE SET text = excluded.text
            """,
            "@study", "@number", "@worker", "@attempt", "@place", "@text");
        _deleteLog = new(connection,
            "DELETE FROM trial_log WHERE study = @study AND trial = @number AND attempt = @attempt AND number = @place",
            "@study", "@number", "@attempt", "@place");
    }

    public void Insert(Trial trial, TrialMetric metric, long worker)
    {
        if (metric.Step is { } step)
            _insertStep.Run(_study, trial.Number, worker, trial.Attempt, metric.Name, step, metric.Value);
        else
            _insertMetric.Run(_study, trial.Number, worker, trial.Attempt, metric.Name, metric.Value);
    }

    public void Insert(Trial trial, TrialNote note, long worker) =>
        _insertNote.Run(_study, trial.Number, worker, trial.Attempt, note.Number, StorableText.Of(note.Text));

    public void Insert(Trial trial, TrialLogPiece piece, IReadOnlyList<int> dropped, long worker)
    {
        _insertLog.Run(_study, trial.Number, worker, trial.Attempt, piece.Number, StorableText.Of(piece.Text));
        foreach (var number in dropped)
            _deleteLog.Run(_study, trial.Number, trial.Attempt, number);
    }

    /// <summary>Removes what earlier attempts at a trial reported of it, but for what came before its checkpoint, and what they printed long ago.</summary>
    /// <param name="trial">The trial, as it was handed out.</param>
    /// <param name="checkpoint">The step from which it goes on; null where it begins anew.</param>
    /// <param name="worker">Who runs it.</param>
    public void Begin(Trial trial, int? checkpoint, long worker)
    {
        const string held = $"study = @study AND trial = @number AND EXISTS (SELECT 1 FROM trials WHERE {TrialTable.HeldByWorker})";
        var key = new { study = _study, number = trial.Number, attempt = trial.Attempt, worker, step = checkpoint ?? int.MinValue, oldest = trial.Attempt - TrialLogPiece.AttemptsKept };
        _connection.Execute($"DELETE FROM metric_steps WHERE {held} AND {(checkpoint is null ? "1 = 1" : "step > @step")}; DELETE FROM trial_log WHERE {held} AND trial_log.attempt <= @oldest", key);
        if (checkpoint is null)
            _connection.Execute($"DELETE FROM metrics WHERE {held}; DELETE FROM trial_notes WHERE {held}", key);
    }
}
