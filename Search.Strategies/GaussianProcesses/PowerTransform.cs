using System.Numerics.Tensors;

namespace Search.Strategies;

/// <summary>
/// Losses made as normal as a power can make them, with mean 0 and deviation 1: the output warping of HEBO (Cowen-Rivers et
/// al., JAIR 74, 2022, section 4.2). Yeo and Johnson: "A New Family of Power Transformations", Biometrika 87, 2000.
/// </summary>
internal static class PowerTransform
{
    private const double Lowest = -3, Highest = 5;

    /// <summary>The losses transformed in their order; all 0 where they are equal.</summary>
    /// <param name="losses">The losses.</param>
    /// <param name="keptShare">
    /// Which share of them, the lowest, is told apart; all others count as equal to the highest of these (winsorizing): how bad
    /// a bad trial is says little of where the best one lies.
    /// </param>
    public static double[] Apply(ReadOnlySpan<double> losses, double keptShare)
    {
        var y = losses.ToArray();
        if (keptShare < 1)
        {
            var sorted = losses.ToArray();
            Array.Sort(sorted);
            var ceiling = sorted[Math.Min(sorted.Length - 1, (int)(keptShare * sorted.Length))];
            TensorPrimitives.Min(y, ceiling, y);
        }
        if (!Standardize(y))
            return y;
        var scratch = new double[y.Length];
        // The likelihood has one peak in λ: golden section.
        const double golden = 0.6180339887498949;
        var (low, high) = (Lowest, Highest);
        var (a, b) = (high - golden * (high - low), low + golden * (high - low));
        var (atA, atB) = (LogLikelihood(y, a, scratch), LogLikelihood(y, b, scratch));
        for (var i = 0; i < 16; i++)
        {
            if (atA > atB)
            {
                (high, b, atB) = (b, a, atA);
                a = high - golden * (high - low);
                atA = LogLikelihood(y, a, scratch);
            }
            else
            {
                (low, a, atA) = (a, b, atB);
                b = low + golden * (high - low);
                atB = LogLikelihood(y, b, scratch);
            }
        }
        var lambda = (low + high) / 2;
        for (var i = 0; i < y.Length; i++)
            y[i] = YeoJohnson(y[i], lambda);
        Standardize(y);
        return y;
    }

    private static double LogLikelihood(double[] y, double lambda, double[] scratch)
    {
        var jacobian = 0.0;
        for (var i = 0; i < y.Length; i++)
        {
            scratch[i] = YeoJohnson(y[i], lambda);
            jacobian += Math.Sign(y[i]) * Math.Log(1 + Math.Abs(y[i]));
        }
        var (_, variance) = Moments(scratch);
        return -0.5 * y.Length * Math.Log(Math.Max(variance, 1e-300)) + (lambda - 1) * jacobian;
    }

    private static double YeoJohnson(double y, double lambda)
    {
        if (y >= 0)
            return Math.Abs(lambda) < 1e-9 ? Math.Log(1 + y) : (Math.Pow(1 + y, lambda) - 1) / lambda;
        var other = 2 - lambda;
        return Math.Abs(other) < 1e-9 ? -Math.Log(1 - y) : -(Math.Pow(1 - y, other) - 1) / other;
    }

    private static bool Standardize(double[] y)
    {
        var (mean, variance) = Moments(y);
        var deviation = Math.Sqrt(variance);
        for (var i = 0; i < y.Length; i++)
            y[i] = deviation > 1e-12 ? (y[i] - mean) / deviation : 0;
        return deviation > 1e-12;
    }

    private static (double Mean, double Variance) Moments(double[] y)
    {
        var (mean, variance) = (0.0, 0.0);
        foreach (var value in y)
            mean += value / y.Length;
        foreach (var value in y)
            variance += (value - mean) * (value - mean) / y.Length;
        return (mean, variance);
    }
}
