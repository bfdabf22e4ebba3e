namespace HyperSearch.Core;

/// <summary>What the calls of a first tracing asked for, in order, with which a second is compared. Of a huge space the first calls only.</summary>
internal sealed class TracedCalls
{
    // Of a large space some fifth of what its tracing reads, so that comparing costs it little.
    private const int MostReads = 20_000;

    private readonly List<int> _reads = [];
    private readonly List<int> _ends = [];
    private readonly List<bool> _rejections = [];

    /// <summary>How many calls are kept.</summary>
    public int Count => _ends.Count;

    /// <summary>Adds what a call asked for.</summary>
    /// <param name="read">The parameters by their place.</param>
    /// <param name="isRejected">Whether it rejected the values.</param>
    public void Add(IEnumerable<int> read, bool isRejected)
    {
        if (_reads.Count > MostReads)
            return;
        _reads.AddRange(read);
        _ends.Add(_reads.Count);
        _rejections.Add(isRejected);
    }

    /// <summary>Whether a call rejected the values.</summary>
    public bool IsRejected(int call) => _rejections[call];

    /// <summary>What a call asked for.</summary>
    public IReadOnlyList<int> this[int call] => _reads[(call == 0 ? 0 : _ends[call - 1]).._ends[call]];
}
