namespace HyperSearch.Core;

/// <summary>What the calls of a first tracing asked for, in order, with which a second is compared. Of a huge space the first calls only.</summary>
internal sealed class TracedCalls
{
    // Of a large space some fifth of what its tracing reads, so that comparing costs it little.
    private const int MostReads = 20_000;

    private readonly List<int> _reads = [];
    private readonly List<int> _ends = [];

    /// <summary>How many calls are kept.</summary>
    public int Count => _ends.Count;

    /// <summary>Adds what a call asked for.</summary>
    /// <param name="read">The parameters by their place.</param>
    public void Add(IEnumerable<int> read)
    {
        if (_reads.Count > MostReads)
            return;
        _reads.AddRange(read);
        _ends.Add(_reads.Count);
    }

    /// <summary>What a call asked for.</summary>
    public IReadOnlyList<int> this[int call] => _reads[(call == 0 ? 0 : _ends[call - 1]).._ends[call]];
}
