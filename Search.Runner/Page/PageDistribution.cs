namespace HyperSearch.Runner;

/// <summary>The empirical distribution of the values of the complete trials: <c>Shares[i]</c> of them are <c>Values[i]</c> or less.</summary>
/// <param name="Values">Rising: all of them, or so many quantiles of them, the least and the largest among them.</param>
/// <param name="Shares">Above 0, the last is 1.</param>
internal sealed record PageDistribution(IReadOnlyList<double> Values, IReadOnlyList<double> Shares)
{
    private const int Most = 256;

    /// <summary>The distribution; without values where no trial is complete.</summary>
    public static PageDistribution Of(PageStudy study)
    {
        var best = study.Ranking.Best;
        var sorted = new double[best.Length];
        for (var i = 0; i < best.Length; i++)
            sorted[i] = study.Trials[best[study.Study.Goal.IsMaximize ? ^(i + 1) : i]].Value!.Value;
        // The last of each run of equal values: as many are that or less as stand up to there.
        var ends = new List<int>();
        for (var i = 0; i < sorted.Length; i++)
        {
            if (i + 1 == sorted.Length || sorted[i] < sorted[i + 1])
                ends.Add(i);
        }
        var (values, shares) = (new List<double>(), new List<double>());
        var (wanted, previous) = (Math.Min(ends.Count, Most), -1);
        for (var i = 0; i < wanted; i++)
        {
            // Of more values than that, the quantiles at even shares.
            var end = ends.Count <= Most ? ends[i] : EndAt(ends, (int)((long)i * (sorted.Length - 1) / (Most - 1)));
            if (end == previous)
                continue;
            previous = end;
            values.Add(sorted[end]);
            shares.Add((end + 1.0) / sorted.Length);
        }
        return new(values, shares);
    }

    private static int EndAt(List<int> ends, int place) => ends.BinarySearch(place) is var found && found >= 0 ? ends[found] : ends[~found];
}
