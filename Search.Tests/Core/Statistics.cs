namespace Search.Tests;

/// <summary>
/// Tests of distributions. Each rejects a right generator for about one seed in a million; since seeds are fixed, a test
/// that passes once passes always.
/// </summary>
internal static class Statistics
{
    // The normal quantile of 1 − 1e-6.
    private const double Quantile = 4.7534;

    /// <summary>Pearson's chi-square test of counts against probabilities; false-alarm rate 1e-6.</summary>
    public static void RequireCounts(IReadOnlyList<int> counts, IReadOnlyList<double> probabilities)
    {
        var total = counts.Sum();
        var chiSquare = counts.Zip(probabilities, (count, p) => (count - total * p) * (count - total * p) / (total * p)).Sum();
        double freedom = counts.Count - 1;
        // Wilson and Hilferty: the cube root of chi-square / freedom is nearly normal.
        var limit = freedom * Math.Pow(1 - 2 / (9 * freedom) + Quantile * Math.Sqrt(2 / (9 * freedom)), 3);
        Assert.True(chiSquare < limit, $"chi-square {chiSquare:F1} with {freedom} degrees of freedom exceeds {limit:F1}: {string.Join(", ", counts)}");
    }

    /// <summary>Counts that should be all alike; false-alarm rate 1e-6.</summary>
    public static void RequireEqualCounts(IReadOnlyList<int> counts) =>
        RequireCounts(counts, [.. Enumerable.Repeat(1.0 / counts.Count, counts.Count)]);

    /// <summary>Kolmogorov and Smirnov's test of a sample against a distribution function; false-alarm rate 1e-6.</summary>
    public static void RequireDistribution(IEnumerable<double> sample, Func<double, double> distribution)
    {
        var sorted = sample.Order().ToArray();
        var distance = sorted.Select((x, i) => Math.Max((i + 1.0) / sorted.Length - distribution(x), distribution(x) - (double)i / sorted.Length)).Max();
        // P(D > d) ≤ 2 exp(−2 n d²), Massart 1990.
        var limit = Math.Sqrt(Math.Log(2e6) / (2 * sorted.Length));
        Assert.True(distance < limit, $"The distribution functions differ by {distance:F5}, more than {limit:F5}.");
    }

    /// <summary>That a mean of <paramref name="count"/> values with this deviation is as expected; false-alarm rate 2e-6.</summary>
    public static void RequireMean(double mean, double expected, double deviation, int count) =>
        Assert.InRange(mean, expected - Quantile * deviation / Math.Sqrt(count), expected + Quantile * deviation / Math.Sqrt(count));

    /// <summary>The normal distribution function, by Simpson's rule from 0; exact to 1e-10.</summary>
    public static double Normal(double x)
    {
        const int parts = 200;
        var h = x / parts;
        var sum = 0.0;
        for (var i = 0; i <= parts; i++)
            sum += (i is 0 or parts ? 1 : i % 2 == 1 ? 4 : 2) * Math.Exp(-(i * h) * (i * h) / 2);
        return 0.5 + sum * h / 3 / Math.Sqrt(2 * Math.PI);
    }
}
