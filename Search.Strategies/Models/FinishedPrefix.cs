namespace HyperSearch.Strategies;

/// <summary>
/// Tells a cache how much of what it was computed from is still true: how many of the results that were there last time are
/// there again, in the same places.
/// </summary>
internal sealed class FinishedPrefix
{
    private readonly List<Trial> _trials = [];

    /// <summary>How many trials there were before the last update.</summary>
    public int Previous { get; private set; }

    /// <summary>Takes the results of a history; gives the number of leading ones that are the same objects as before.</summary>
    public int Update(IReadOnlyList<Trial> finished)
    {
        Previous = _trials.Count;
        var shared = 0;
        while (shared < Previous && shared < finished.Count && ReferenceEquals(_trials[shared], finished[shared]))
            shared++;
        _trials.RemoveRange(shared, Previous - shared);
        for (var i = shared; i < finished.Count; i++)
            _trials.Add(finished[i]);
        return shared;
    }
}
