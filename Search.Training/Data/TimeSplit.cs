namespace HyperSearch.Training;

/// <summary>Deals examples into sets by the order of a column.</summary>
internal static class TimeSplit
{
    /// <param name="counts">Of the earliest set, the one after it and so on, as nearly as equal times allow.</param>
    /// <exception cref="ArgumentException">There is no such column, or its values have no order.</exception>
    public static RowSet[] Deal(Dataset data, string column, int[] counts)
    {
        var key = KeyReader.Of(data, column);
        if (!key.Ordered)
            throw new ArgumentException($"{data.Name}: only numbers and dates have an order, but column \"{CsvText.Short(column)}\" has other texts. A date begins with the year: 2026-11-30.");
        if (key.All().Any(double.IsNaN))
            throw new ArgumentException($"{data.Name}: column \"{CsvText.Short(column)}\" must have a value in each row to be split by.");
        var begins = Begins(key, counts);
        return [.. GroupedSplit.SetsOf(data, key.All().Select(time => Array.FindLastIndex(begins, begin => time >= begin)), counts.Length, seed: null)];
    }

    /// <summary>The earliest time of each set; that of the first is −∞, that of a set of none the one of the next.</summary>
    private static double[] Begins(KeyReader key, int[] counts)
    {
        RankSearch?[] searches = [.. counts.Select((count, set) => set == 0 || count == 0 ? null : new RankSearch(counts[..set].Sum(), bits: 64))];
        while (searches.Any(search => search is { Found: false }))
        {
            foreach (var time in key.All())
            {
                foreach (var search in searches)
                    search?.Count(RankSearch.KeyOf(time));
            }
            foreach (var search in searches)
                search?.Narrow();
        }
        var begins = new double[counts.Length];
        for (var set = counts.Length - 1; set >= 1; set--)
            begins[set] = searches[set] is { } search ? RankSearch.DoubleOf(search.Key) : double.PositiveInfinity;
        begins[0] = double.NegativeInfinity;
        return begins;
    }
}
