namespace Search.Benchmarks;

/// <summary>Losses of a single number around its best value.</summary>
internal static class Bowls
{
    /// <summary>The square of how many units the value lies beside the best.</summary>
    public static double Units(double value, double best, double unit) => (value - best) / unit * ((value - best) / unit);

    /// <summary>The square of how many powers of ten.</summary>
    public static double Decades(double value, double best) => Units(Math.Log10(value), Math.Log10(best), 1);

    /// <summary>The square of how many doublings.</summary>
    public static double Doublings(double value, double best) => Units(Math.Log2(value), Math.Log2(best), 1);
}
