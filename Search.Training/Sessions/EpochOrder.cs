namespace HyperSearch.Training;

/// <summary>The order in which an epoch takes the training examples: every one once, in an order of the epoch's own.</summary>
internal sealed class EpochOrder(Dataset training, ulong seed, int longestBatch)
{
    // Data that do not lie in memory may have so many examples that a list of them would be too large.
    private readonly int[] _rows = new int[training.InMemory ? training.Count : longestBatch];
    private RowPermutation _permutation;

    /// <param name="epoch">0 for the first.</param>
    public void Begin(int epoch)
    {
        var random = new RandomNumbers(seed, RandomPurpose.Shuffle, (ulong)epoch);
        if (!training.InMemory)
        {
            _permutation = new RowPermutation(training.Count, ref random);
            return;
        }
        for (var i = 0; i < _rows.Length; i++)
            _rows[i] = i;
        random.Shuffle(_rows);
    }

    /// <summary>Some examples of the order, valid until the next ones are asked for.</summary>
    public ReadOnlySpan<int> Batch(int first, int count)
    {
        if (training.InMemory)
            return _rows.AsSpan(first, count);
        for (var i = 0; i < count; i++)
            _rows[i] = _permutation[first + i];
        return _rows.AsSpan(0, count);
    }
}
