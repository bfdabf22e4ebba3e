namespace HyperSearch.Strategies;

/// <summary>
/// At how many results the hyperparameters are fitted anew: after each at first, then after ever more, so that the cost of
/// fits, n³ each, grows with n per proposal.
/// </summary>
internal static class FitSchedule
{
    /// <summary>How many results the first fit takes.</summary>
    public const int FewestResults = 3;

    private const double Pace = 2000;

    /// <summary>The lengths at which fits are made, up to <paramref name="count"/>.</summary>
    public static IEnumerable<int> Lengths(int count)
    {
        for (var n = FewestResults; n <= count; n += Math.Max(1, (int)(n * n / Pace)))
            yield return n;
    }
}
