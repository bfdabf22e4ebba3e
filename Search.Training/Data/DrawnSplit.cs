namespace HyperSearch.Training;

/// <summary>Deals examples that do not lie in memory into sets with the same mixture of classes, in two passes over them.</summary>
internal static class DrawnSplit
{
    /// <summary>
    /// Each example goes to a set by lot, with the chances of what the sets still lack of its class: so each gets exactly its share
    /// of each class, rounded, and every dealing that does so is as likely as any other (Knuth, The Art of Computer Programming 2,
    /// 3.4.2, algorithm S, with several sets).
    /// </summary>
    public static IEnumerable<RowSet> Deal(Dataset data, int[] counts, ulong seed)
    {
        var lacking = Wanted(data, counts);     // [class][set]
        var random = new RandomNumbers(seed, RandomPurpose.Split);
        var sets = new RowBitsBuilder(data, counts.Length);
        var cursor = data.OpenCursor();
        for (var i = 0; i < data.Count; i++)
        {
            cursor.Move(i);
            var own = lacking[data.HasLabels ? cursor.Label : 0];
            var lot = random.NextInt(own.Sum());
            var set = 0;
            for (; lot >= own[set]; set++)
                lot -= own[set];
            own[set]--;
            sets.Add(i, set);
        }
        return sets.Finish();
    }

    /// <summary>Of each class as many for each set as its share says: what is rounded off goes to the first set.</summary>
    private static int[][] Wanted(Dataset data, int[] counts)
    {
        var classes = new int[Math.Max(data.Classes, 1)];
        if (data.HasLabels)
        {
            var cursor = data.OpenCursor();
            for (var i = 0; i < data.Count; i++)
            {
                cursor.Move(i);
                classes[cursor.Label]++;
            }
        }
        else
        {
            classes[0] = data.Count;
        }
        return [.. classes.Select(Shared)];

        int[] Shared(int members)
        {
            int[] shares = [0, .. counts.Skip(1).Select(count => (int)Math.Round((double)members * count / data.Count))];
            for (var set = 1; set < shares.Length; set++)
                shares[set] = Math.Min(shares[set], members - shares[..set].Sum());
            shares[0] = members - shares.Sum();
            return shares;
        }
    }
}
