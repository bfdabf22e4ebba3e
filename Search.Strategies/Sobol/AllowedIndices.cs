using System.Runtime.CompilerServices;

namespace HyperSearch.Strategies;

/// <summary>
/// Which points of a sequence a space allows: trial n takes the n-th of them, so that what is rejected leaves no gap. A function of the
/// space and the seed alone; what was found is kept. Safe for use by several threads.
/// </summary>
internal sealed class AllowedIndices
{
    // Rejected points in a row after which one is taken all the same: what can be proposed at all is for others to find.
    private const int MostRejected = 10_000;

    private static readonly ConditionalWeakTable<SearchSpace, Dictionary<ulong, AllowedIndices>> Known = [];

    private readonly List<uint> _indices = [];

    /// <summary>Those of a space and a seed.</summary>
    public static AllowedIndices Of(SearchSpace space, ulong seed)
    {
        var bySeed = Known.GetValue(space, static _ => []);
        lock (bySeed)
        {
            if (!bySeed.TryGetValue(seed, out var indices))
                bySeed.Add(seed, indices = new());
            return indices;
        }
    }

    /// <summary>The place in the sequence of allowed point number <paramref name="number"/>, from 0.</summary>
    /// <param name="number">Which one.</param>
    /// <param name="isAllowed">Whether the space allows the point at a place.</param>
    public uint this[int number, Predicate<uint> isAllowed]
    {
        get
        {
            lock (_indices)
            {
                while (_indices.Count <= number)
                {
                    var index = _indices.Count == 0 ? 0 : _indices[^1] + 1;
                    var last = index + MostRejected;
                    while (index < last && !isAllowed(index))
                        index++;
                    _indices.Add(index);
                }
                return _indices[number];
            }
        }
    }
}
