namespace HyperSearch.Strategies;

/// <summary>
/// Tells a cache how much of what it was computed from is still true: how long a prefix the trials of the last history and of
/// this one have in common.
/// </summary>
internal sealed class CommonPrefix
{
    private readonly List<Trial> _trials = [];

    /// <summary>How many trials there were before the last update.</summary>
    public int PreviousLength { get; private set; }

    /// <summary>Takes the trials of a history; gives the number of leading ones that are the same objects as before.</summary>
    public int Update(IReadOnlyList<Trial> trials)
    {
        PreviousLength = _trials.Count;
        var length = 0;
        while (length < PreviousLength && length < trials.Count && ReferenceEquals(_trials[length], trials[length]))
            length++;
        _trials.RemoveRange(length, PreviousLength - length);
        for (var i = length; i < trials.Count; i++)
            _trials.Add(trials[i]);
        return length;
    }
}
