namespace HyperSearch.Strategies;

/// <summary>Which trials stand for all, where there are more than a model should take: the best ones, and some of the others.</summary>
internal static class RankSample
{
    /// <summary>The places that are taken of a ranking, rising: the first ones, and as many others, evenly over the rest, as make up the most.</summary>
    /// <param name="count">How many there are.</param>
    /// <param name="best">How many of the first are taken in any case; at most <paramref name="most"/>.</param>
    /// <param name="most">How many are taken at most.</param>
    public static IEnumerable<int> Places(int count, int best, int most)
    {
        if (count <= most)
            return Enumerable.Range(0, count);
        return [.. Enumerable.Range(0, best), .. Enumerable.Range(0, most - best).Select(i => best + (int)((long)i * (count - best) / (most - best)))];
    }
}
