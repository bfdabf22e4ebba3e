using HyperSearch.Core;

namespace HyperSearch.Runner;

/// <summary>What trials in memory report beside their measurements. Not safe for use by several threads.</summary>
internal sealed class MemoryExtras
{
    private readonly Dictionary<(int Trial, string Name, int? Step), TrialMetric> _metrics = [];
    private readonly SortedDictionary<(int Trial, bool IsTest, int Replicate), Confirmation> _confirmations = [];
    private readonly SortedDictionary<(int Trial, int Number), TrialNote> _notes = [];
    private readonly SortedDictionary<(int Trial, int Attempt, int Number), TrialLogPiece> _log = [];

    /// <summary>All metrics, by trial, name and step.</summary>
    public IReadOnlyList<TrialMetric> Metrics =>
        [.. _metrics.Values.OrderBy(metric => metric.Trial).ThenBy(metric => metric.Name, StringComparer.Ordinal).ThenBy(metric => metric.Step ?? long.MinValue)];

    /// <summary>All notes, by trial, in order.</summary>
    public IReadOnlyList<TrialNote> Notes => [.. _notes.Values];

    public IReadOnlyList<TrialLogPiece> LogOf(int trial) => [.. _log.Values.Where(piece => piece.Trial == trial)];

    /// <summary>All runs after the search, by trial, kind and replicate.</summary>
    public IReadOnlyList<Confirmation> Confirmations => [.. _confirmations.Values];

    /// <returns>False where there is one already.</returns>
    public bool Add(Confirmation confirmation) => _confirmations.TryAdd((confirmation.Trial, confirmation.IsTest, confirmation.Replicate), confirmation);

    public void Add(TrialMetric metric) => _metrics[(metric.Trial, metric.Name, metric.Step)] = metric;

    public void Add(TrialNote note) => _notes[(note.Trial, note.Number)] = note;

    public void Add(TrialLogPiece piece, IReadOnlyList<int> dropped)
    {
        _log[(piece.Trial, piece.Attempt, piece.Number)] = piece;
        foreach (var number in dropped)
            _log.Remove((piece.Trial, piece.Attempt, number));
    }

    /// <summary>Removes what earlier attempts at a trial reported of it, but for what came before its checkpoint, and what they printed long ago.</summary>
    public void Begin(Trial trial, int? checkpoint)
    {
        foreach (var key in _metrics.Keys.Where(key => key.Trial == trial.Number && (checkpoint is null || key.Step > checkpoint)).ToArray())
            _metrics.Remove(key);
        foreach (var key in _notes.Keys.Where(key => key.Trial == trial.Number && checkpoint is null).ToArray())
            _notes.Remove(key);
        foreach (var key in _log.Keys.Where(key => key.Trial == trial.Number && key.Attempt <= trial.Attempt - TrialLogPiece.AttemptsKept).ToArray())
            _log.Remove(key);
    }
}
