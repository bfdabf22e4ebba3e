namespace HyperSearch.Strategies;

/// <summary>Ladders, and which of an origin's histories they stand for. Not safe for use by several threads.</summary>
/// <param name="ladders">The ladders, empty.</param>
/// <param name="bracketOf">The ladder of a trial by its number.</param>
internal sealed class LadderState(Ladder[] ladders, Func<int, int> bracketOf)
{
    // By number: finished trials that run again, which count as running.
    private readonly Dictionary<int, Trial> _runningAgain = [];
    private IReadOnlyList<Trial> _results = [];
    private int _count;

    public Ladder[] Ladders => ladders;

    /// <summary>Has the ladders stand for a history of the same origin: a longer one, or a shorter one, as another thread may have seen it.</summary>
    public void MoveTo(History history)
    {
        var runningAgain = history.Running.Where(trial => trial.PreviousResult is not null).Select(trial => trial.PreviousResult!)
            .Where(result => result.FinishOrder < history.Results.Count).ToDictionary(result => result.Number);
        foreach (var result in _runningAgain.Values.Where(result => history.Results.Count < _count || !IsIn(runningAgain, result)).ToArray())
        {
            _runningAgain.Remove(result.Number);
            LadderOf(result).Add(result);
        }
        // The longer one has the results that both need.
        if (history.Results.Count > _results.Count)
            _results = history.Results;
        for (; _count < history.Results.Count; _count++)
            Append(_results[_count]);
        while (_count > history.Results.Count)
            TakeBack(_results[--_count]);
        foreach (var result in runningAgain.Values.Where(result => !IsIn(_runningAgain, result)))
        {
            _runningAgain.Add(result.Number, result);
            LadderOf(result).Remove(result);
        }
    }

    // The later result of a trial takes the earlier one away.
    private void Append(Trial result)
    {
        if (result.PreviousResult is { } previous)
            LadderOf(previous).Remove(previous);
        LadderOf(result).Add(result);
    }

    private void TakeBack(Trial result)
    {
        LadderOf(result).Remove(result);
        if (result.PreviousResult is { } previous)
            LadderOf(previous).Add(previous);
    }

    private Ladder LadderOf(Trial trial) => ladders[bracketOf(trial.Number)];

    private static bool IsIn(Dictionary<int, Trial> results, Trial result) =>
        results.TryGetValue(result.Number, out var other) && other.FinishOrder == result.FinishOrder;
}
