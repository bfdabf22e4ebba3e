using System.Runtime.InteropServices;

namespace HyperSearch.Training;

/// <summary>Deals examples in memory into sets with the same mixture of classes.</summary>
internal static class StratifiedSplit
{
    /// <summary>
    /// The rows are shuffled, then sorted by class (keeping that order within a class). Walking along them, each
    /// goes to the set that is furthest behind its share so far: every set gets exactly its share of the whole,
    /// and of each class to within two examples.
    /// </summary>
    public static IEnumerable<RowSet> Deal(Dataset data, int[] counts, ulong seed)
    {
        int[] order = [.. Enumerable.Range(0, data.Count)];
        var random = new RandomNumbers(seed, RandomPurpose.Split);
        random.Shuffle(order);

        double[] shares = [.. counts.Select(count => (double)count / Math.Max(data.Count, 1))];
        List<int>[] sets = [.. counts.Select(_ => new List<int>())];
        var dealt = 0;
        foreach (var index in order.OrderBy(index => data.HasLabels ? data.Label(index) : 0))
        {
            dealt++;
            var behind = 0;
            var most = double.NegativeInfinity;
            for (var set = 0; set < sets.Length; set++)
            {
                var debt = shares[set] * dealt - sets[set].Count;
                if (shares[set] > 0 && debt > most)
                    (behind, most) = (set, debt);
            }
            sets[behind].Add(data.TableRows[index]);
        }
        // Out of class order again: a mini-batch of the first rows should look like any other.
        foreach (var set in sets)
            random.Shuffle(CollectionsMarshal.AsSpan(set));
        return [.. sets.Select(set => RowSet.Of([.. set]))];
    }
}
