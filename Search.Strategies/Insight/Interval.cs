namespace HyperSearch.Strategies;

/// <summary>An interval that has 9 in 10 chances, from as many equally likely values as there are draws.</summary>
internal static class Interval
{
    private const double Tail = 0.05;

    /// <summary>The 5 and 95 % quantiles of some values, widened so that <paramref name="estimate"/> lies between them.</summary>
    /// <param name="values">At least one; they are sorted.</param>
    /// <param name="estimate">What is said of them.</param>
    public static (double Low, double High) Around(double[] values, double estimate)
    {
        Array.Sort(values);
        return (Math.Min(estimate, Quantile(values, Tail)), Math.Max(estimate, Quantile(values, 1 - Tail)));
    }

    // Between two of them on a straight line.
    private static double Quantile(double[] sorted, double share)
    {
        var place = share * (sorted.Length - 1);
        var below = (int)place;
        return below + 1 < sorted.Length ? sorted[below] + (place - below) * (sorted[below + 1] - sorted[below]) : sorted[below];
    }
}
