using System.Runtime.InteropServices;

namespace HyperSearch.Training;

/// <summary>Deals examples into sets so that all with the same value in a column are in one set.</summary>
internal static class GroupedSplit
{
    /// <summary>The groups are shuffled; walking along them, each goes to the set that is furthest behind its share so far.</summary>
    /// <exception cref="ArgumentException">There is no such column, or fewer groups than sets.</exception>
    public static IEnumerable<RowSet> Deal(Dataset data, string column, int[] counts, ulong seed)
    {
        var key = KeyReader.Of(data, column);
        var sizes = new Dictionary<double, int>();
        foreach (var value in key.All())
            sizes[value] = sizes.GetValueOrDefault(value) + 1;
        double[] groups = [.. sizes.Keys];
        new RandomNumbers(seed, RandomPurpose.Split).Shuffle<double>(groups);

        var dealt = 0L;
        var got = new long[counts.Length];
        var setOf = new Dictionary<double, int>();
        foreach (var group in groups)
        {
            dealt += sizes[group];
            var behind = Enumerable.Range(0, counts.Length).Where(set => counts[set] > 0).MaxBy(set => (double)counts[set] / data.Count * dealt - got[set]);
            got[behind] += sizes[group];
            setOf[group] = behind;
        }
        if (counts.Zip(got).Any(pair => pair.First > 0 && pair.Second == 0))
            throw new ArgumentException($"{data.Name}: each set must get a group, but \"{CsvText.Short(column)}\" has only {groups.Length} different values, of {string.Join(", ", sizes.Values.OrderDescending().Take(5))} … examples.");
        return SetsOf(data, key.All().Select(value => setOf[value]), counts.Length, seed);
    }

    /// <param name="sets">Of each example.</param>
    public static IEnumerable<RowSet> SetsOf(Dataset data, IEnumerable<int> sets, int count, ulong? seed)
    {
        if (!data.Table.Rows.InMemory)
        {
            var bits = new RowBitsBuilder(data, count);
            foreach (var (index, set) in sets.Index())
                bits.Add(index, set);
            return bits.Finish();
        }
        List<int>[] rows = [.. Enumerable.Range(0, count).Select(_ => new List<int>())];
        foreach (var (index, set) in sets.Index())
            rows[set].Add(data.TableRows[index]);
        if (seed is { } drawn)
        {
            var random = new RandomNumbers(drawn, RandomPurpose.Split, stream: 1);
            foreach (var set in rows)
                random.Shuffle(CollectionsMarshal.AsSpan(set));
        }
        return [.. rows.Select(set => RowSet.Of([.. set]))];
    }
}
