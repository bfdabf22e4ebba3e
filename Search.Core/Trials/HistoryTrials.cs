namespace HyperSearch.Core;

/// <summary>The trials of a history.</summary>
/// <param name="origin">See <see cref="History.Origin"/>.</param>
/// <param name="results">All results, in the order in which they arrived.</param>
/// <param name="running">The trials that have no result that counts.</param>
/// <param name="firstLater">The place of the first result that takes an earlier one away; 0 where a running trial does.</param>
internal sealed class HistoryTrials(object origin, ArraySegment<Trial> results, Trial[] running, int firstLater)
{
    private IReadOnlyList<Trial>? _finished;

    public object Origin => origin;

    public IReadOnlyList<Trial> Results => results;

    public IReadOnlyList<Trial> Running => running;

    /// <summary>The newest result of each trial.</summary>
    public IReadOnlyList<Trial> Finished => _finished ??= FinishedAfter(results.Count);

    public IReadOnlyList<Trial> FinishedAfter(int count)
    {
        var first = results[..count];
        // A study without promotions pays for no copy.
        if (count <= firstLater)
            return first;
        var superseded = new bool[count];
        foreach (var trial in first[firstLater..].Concat(running))
        {
            if (trial.PreviousResult?.FinishOrder is { } place && place < count)
                superseded[place] = true;
        }
        return [.. first.Where((_, place) => !superseded[place])];
    }
}
