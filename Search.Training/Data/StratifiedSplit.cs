using System.Runtime.InteropServices;

namespace HyperSearch.Training;

/// <summary>Deals rows into training, validation and test sets with the same mixture of classes.</summary>
internal static class StratifiedSplit
{
    /// <summary>
    /// The rows are shuffled, then sorted by class (keeping that order within a class). Walking along them, each
    /// goes to the set that is furthest behind its share so far: every set gets exactly its share of the whole,
    /// and of each class to within two examples.
    /// </summary>
    public static (int[] Training, int[] Validation, int[] Test) Deal(
        int[] rows, Func<int, int>? label, double validation, double test, ulong seed)
    {
        int[] order = [.. rows];
        var random = new RandomNumbers(seed, RandomPurpose.Split);
        random.Shuffle(order);

        int validationCount = (int)Math.Round(rows.Length * validation), testCount = (int)Math.Round(rows.Length * test);
        int[] counts = [rows.Length - validationCount - testCount, validationCount, testCount];
        double[] shares = [.. counts.Select(count => (double)count / Math.Max(rows.Length, 1))];
        List<int>[] sets = [[], [], []];
        var dealt = 0;
        foreach (var row in order.OrderBy(row => label is null ? 0 : label(row)))
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
            sets[behind].Add(row);
        }
        // Out of class order again: a mini-batch of the first rows should look like any other.
        foreach (var set in sets)
            random.Shuffle(CollectionsMarshal.AsSpan(set));
        return ([.. sets[0]], [.. sets[1]], [.. sets[2]]);
    }
}
