namespace HyperSearch.Training;

/// <summary>Deals the rows of a table that does not lie in memory into sets, with a bit a row for each.</summary>
internal sealed class RowBitsBuilder(Dataset data, int sets)
{
    private readonly ulong[][] _words = [.. Enumerable.Range(0, sets).Select(_ => new ulong[(data.Table.Count + 63) / 64])];

    public void Add(int index, int set)
    {
        var row = data.TableRows[index];
        _words[set][row / 64] |= 1UL << (row % 64);
    }

    public IEnumerable<RowSet> Finish() => [.. _words.Select(words => new RowBits(words))];
}
