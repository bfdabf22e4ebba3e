namespace Search.Benchmarks;

/// <summary>The functions of Zitzler, Deb and Thiele (2000) on [0,1]ⁿ: two losses each. On the front, all parameters after the first are 0.</summary>
internal static class Zdt
{
    /// <summary>The least first loss of <see cref="Six"/>.</summary>
    public const double LeastOfSix = 0.28077531881;

    public static double[] One(double[] x) => With(x[0], Linear(x), ratio => 1 - Math.Sqrt(ratio));

    public static double[] Two(double[] x) => With(x[0], Linear(x), ratio => 1 - ratio * ratio);

    public static double[] Three(double[] x) => With(x[0], Linear(x), ratio => 1 - Math.Sqrt(ratio) - ratio * Math.Sin(10 * Math.PI * x[0]));

    public static double[] Six(double[] x) => With(
        1 - Math.Exp(-4 * x[0]) * Math.Pow(Math.Sin(6 * Math.PI * x[0]), 6),
        1 + 9 * Math.Pow(x[1..].Average(), 0.25),
        ratio => 1 - ratio * ratio);

    /// <summary>The least second loss of <see cref="Three"/> at a first one; a part of these points is the front.</summary>
    public static double ThreeAtBest(double first) => Three([Math.Min(1, first), 0])[1];

    private static double[] With(double first, double g, Func<double, double> h) => [first, g * h(first / g)];

    private static double Linear(double[] x) => 1 + 9 * x[1..].Average();
}
