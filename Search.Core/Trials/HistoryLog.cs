namespace Search.Core;

/// <summary>
/// All that is known of a study's trials, from which the history of a proposal is cut. Not safe for use by several threads.
/// </summary>
/// <remarks>Finished trials are only ever appended, so that a history is a view of the first n and costs no copy.</remarks>
public sealed class HistoryLog(StudyDefinition study)
{
    private readonly SortedDictionary<int, Trial> _unfinished = [];
    private Trial[] _finished = new Trial[16];
    private int _finishedCount;

    /// <summary>How many results have arrived.</summary>
    public int Observed => _finishedCount;

    /// <summary>How many trials there are, which is the number of the next one.</summary>
    public int Count => _unfinished.Count + _finishedCount;

    /// <summary>The trials that have no result yet, by number.</summary>
    public IReadOnlyCollection<Trial> Unfinished => _unfinished.Values;

    /// <summary>Adds a trial, or replaces what was known of it; a finished one must be the next in finishing order.</summary>
    public void Add(Trial trial)
    {
        if (!trial.IsFinished)
        {
            _unfinished[trial.Number] = trial;
            return;
        }
        _unfinished.Remove(trial.Number);
        if (_finishedCount == _finished.Length)
            Array.Resize(ref _finished, 2 * _finishedCount);
        _finished[_finishedCount] = trial.FinishOrder == _finishedCount ? trial : trial with { FinishOrder = _finishedCount };
        _finishedCount++;
    }

    /// <summary>What the next proposal may look at.</summary>
    public History Next() => new(study, Count, Proposed());

    /// <summary>What a pruner may look at: the same, and what the running trials have reported so far.</summary>
    public History Live() => new(study, Count, new HistoryTrials(new(_finished, 0, _finishedCount), [.. _unfinished.Values]));

    /// <summary>What the proposal of <paramref name="trial"/> did look at.</summary>
    /// <exception cref="InvalidOperationException">No strategy proposed the trial.</exception>
    public History At(Trial trial)
    {
        var observed = trial.Observed ?? throw new InvalidOperationException($"Trial {trial.Number} was not proposed by a strategy.");
        var running = _unfinished.Values.Concat(_finished[observed.._finishedCount])
            .Where(other => other.Number < trial.Number)
            .OrderBy(other => other.Number)
            .Select(AsProposed);
        return new(study, trial.Number, new HistoryTrials(new(_finished, 0, observed), [.. running]));
    }

    internal HistoryTrials Proposed() => new(new(_finished, 0, _finishedCount), [.. _unfinished.Values.Select(AsProposed)]);

    private static Trial AsProposed(Trial trial) => new(trial.Number, TrialState.Running, trial.Point) { Observed = trial.Observed };
}
