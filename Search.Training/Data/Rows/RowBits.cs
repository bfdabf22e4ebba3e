using System.Numerics;

namespace HyperSearch.Training;

/// <summary>Rows of a table in its order, with a bit for each row of the table: for sets of so many that a list of them would be too large.</summary>
internal sealed class RowBits : RowSet
{
    private const int WordsInBlock = 8;

    private readonly ulong[] _words;
    private readonly int[] _before;     // rows of the set before each block

    /// <param name="words">The bit row % 64 of word row / 64 says whether a row belongs to the set; used, not copied.</param>
    public RowBits(ulong[] words)
    {
        _words = words;
        _before = new int[(words.Length + WordsInBlock - 1) / WordsInBlock];
        for (var word = 0; word < words.Length; word++)
        {
            if (word % WordsInBlock == 0)
                _before[word / WordsInBlock] = Count;
            Count += BitOperations.PopCount(words[word]);
        }
    }

    public override int Count { get; }

    public static RowBits Union(IReadOnlyList<RowBits> sets)
    {
        var words = new ulong[sets[0]._words.Length];
        foreach (var set in sets)
        {
            for (var word = 0; word < words.Length; word++)
                words[word] |= set._words[word];
        }
        return new RowBits(words);
    }

    public override int this[int place]
    {
        get
        {
            if ((uint)place >= (uint)Count)
                throw new ArgumentOutOfRangeException(nameof(place), place, $"There are {Count} rows.");
            var found = Array.BinarySearch(_before, place);
            var block = found >= 0 ? LastOf(found) : ~found - 1;
            var word = block * WordsInBlock;
            var left = place - _before[block];
            for (var here = BitOperations.PopCount(_words[word]); left >= here; here = BitOperations.PopCount(_words[word]))
            {
                left -= here;
                word++;
            }
            var bits = _words[word];
            for (; left > 0; left--)
                bits &= bits - 1;
            return word * 64 + BitOperations.TrailingZeroCount(bits);
        }
    }

    /// <summary>The last block with the same rows before it: those in between are empty.</summary>
    private int LastOf(int block)
    {
        while (block + 1 < _before.Length && _before[block + 1] == _before[block])
            block++;
        return block;
    }
}
