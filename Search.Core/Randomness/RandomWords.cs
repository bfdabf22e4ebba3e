namespace HyperSearch.Randomness;

/// <summary>The words of <see cref="Philox"/>'s blocks from a counter on, and what is drawn from words alone, without rounding.</summary>
/// <remarks>A mutable struct: a copy goes on from the same place. Search.Training, which knows nothing of this project, compiles this file too.</remarks>
internal struct RandomWords
{
    private readonly (uint, uint) _key;
    private (uint X0, uint X1, uint X2, uint X3) _counter;
    private (uint X0, uint X1, uint X2, uint X3) _words;
    private int _used = 4;

    /// <param name="key">What the sequence depends on beside its counter, such as a seed.</param>
    /// <param name="first">The counter of the first block. The next ones count on in its first two words.</param>
    public RandomWords(ulong key, (uint X0, uint X1, uint X2, uint X3) first)
    {
        _key = ((uint)key, (uint)(key >> 32));
        _counter = first;
    }

    /// <summary>32 random bits.</summary>
    public uint NextUInt32()
    {
        if (_used == 4)
        {
            _words = Philox.Block(_counter, _key);
            if (++_counter.X0 == 0)
                _counter.X1++;
            _used = 0;
        }
        return _used++ switch { 0 => _words.X0, 1 => _words.X1, 2 => _words.X2, _ => _words.X3 };
    }

    /// <summary>Uniform in 0 … <paramref name="bound"/>−1, without bias (Lemire 2019, "Fast Random Integer Generation in an Interval", algorithm 5).</summary>
    /// <param name="bound">At least 1.</param>
    public int NextInt(int bound)
    {
        var product = (ulong)NextUInt32() * (uint)bound;
        if ((uint)product < (uint)bound)
        {
            var threshold = (uint)-bound % (uint)bound;
            while ((uint)product < threshold)
                product = (ulong)NextUInt32() * (uint)bound;
        }
        return (int)(product >> 32);
    }

    /// <summary>A uniform permutation in place (Fisher and Yates).</summary>
    public void Shuffle<T>(Span<T> items)
    {
        for (var i = items.Length - 1; i > 0; i--)
        {
            var j = NextInt(i + 1);
            (items[i], items[j]) = (items[j], items[i]);
        }
    }
}
