namespace HyperSearch.Core;

/// <summary>
/// All that is known of a study's trials, from which the history of a proposal is cut. Not safe for use by several threads.
/// </summary>
/// <remarks>
/// Results are only ever appended, so that a history is a view of the first n and costs no copy. A promoted or requeued trial has several:
/// until the next one is there, it counts as what it came to before, so that a history follows from the results alone.
/// </remarks>
public sealed class HistoryLog(SearchProblem problem)
{
    private readonly SortedDictionary<int, Trial> _unfinished = [];
    private readonly Dictionary<int, Trial> _lastResults = []; // by number
    private readonly List<int> _laterResults = []; // the places of results of trials that had one before
    private Trial[] _results = new Trial[16];
    private int _observed;
    private int _unfinishedFirsts;

    /// <summary>How many results have arrived.</summary>
    public int Observed => _observed;

    /// <summary>How many trials there are, which is the number of the next one.</summary>
    public int Count => _observed - _laterResults.Count + _unfinishedFirsts;

    /// <summary>The trials that wait or run, promoted ones among them, by number.</summary>
    public IReadOnlyCollection<Trial> Unfinished => _unfinished.Values;

    /// <summary>Adds a trial, or replaces what was known of it; a finished one must be the next in finishing order.</summary>
    public void Add(Trial trial)
    {
        if (trial.PreviousResult is not null)
            trial = trial with { PreviousResult = _lastResults.GetValueOrDefault(trial.Number) };
        if (_unfinished.Remove(trial.Number, out var before) && IsFirst(before))
            _unfinishedFirsts--;
        if (!trial.IsFinished)
        {
            _unfinished.Add(trial.Number, trial);
            _unfinishedFirsts += IsFirst(trial) ? 1 : 0;
            return;
        }
        if (_observed == _results.Length)
            Array.Resize(ref _results, 2 * _observed);
        _results[_observed] = _lastResults[trial.Number] = trial.FinishOrder == _observed ? trial : trial with { FinishOrder = _observed };
        if (trial.PreviousResult is not null)
            _laterResults.Add(_observed);
        _observed++;
    }

    /// <summary>What the next proposal may look at.</summary>
    public History Next() => new(problem, Count, Proposed());

    /// <summary>
    /// What a pruner may look at: the same, and what the running trials have reported so far. A promoted trial that runs is one
    /// of them.
    /// </summary>
    public History Live() => new(problem, Count,
        new HistoryTrials(this, new(_results, 0, _observed), [.. _unfinished.Values], _unfinishedFirsts == _unfinished.Count ? FirstLater : 0));

    /// <summary>What a pruner did look at.</summary>
    /// <param name="observed">How many results it saw, at most <see cref="Observed"/>.</param>
    /// <param name="running">The trials that it saw as running, with what it saw of them.</param>
    public History Live(int observed, IEnumerable<Trial> running)
    {
        var results = new ArraySegment<Trial>(_results, 0, observed);
        Trial[] unfinished = [.. running
            .Select(trial => trial with { PreviousResult = ResultOf(trial.Number, observed) })
            .OrderBy(trial => trial.Number)];
        var later = _laterResults.BinarySearch(observed);
        return new(problem, observed - (later < 0 ? ~later : later) + unfinished.Count(IsFirst),
            new HistoryTrials(this, results, unfinished, unfinished.All(IsFirst) ? FirstLater : 0));
    }

    /// <summary>What the proposal of <paramref name="trial"/> did look at.</summary>
    /// <exception cref="InvalidOperationException">No strategy proposed the trial.</exception>
    public History At(Trial trial) =>
        At(trial.Number, trial.Observed ?? throw new InvalidOperationException($"Trial {trial.Number} was not proposed by a strategy."));

    /// <summary>What the proposal of a trial may look at, or might have, when there were so many results.</summary>
    /// <param name="number">The trial's number, at most <see cref="Count"/>.</param>
    /// <param name="observed">How many results there were, at most <see cref="Observed"/>.</param>
    public History At(int number, int observed)
    {
        var running = _unfinished.Values.Concat(_results[observed.._observed])
            .Where(other => other.Number < number && IsFirst(other))
            .OrderBy(other => other.Number)
            .Select(AsProposed);
        return new(problem, number, new HistoryTrials(this, new(_results, 0, observed), [.. running], FirstLater));
    }

    private HistoryTrials Proposed() => new(this, new(_results, 0, _observed), [.. _unfinished.Values.Where(IsFirst).Select(AsProposed)], FirstLater);

    private int FirstLater => _laterResults is [var first, ..] ? first : int.MaxValue;

    private static bool IsFirst(Trial trial) => trial.PreviousResult is null;

    // What a trial had come to when there were so many results.
    private Trial? ResultOf(int number, int observed)
    {
        var result = _lastResults.GetValueOrDefault(number);
        while (result is not null && result.FinishOrder >= observed)
            result = result.PreviousResult;
        return result;
    }

    private static Trial AsProposed(Trial trial) => new(trial.Number, TrialState.Running, trial.Point) { Observed = trial.Observed, ReplicateOf = trial.ReplicateOf };
}
