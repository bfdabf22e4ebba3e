using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using HyperSearch.Core;

namespace HyperSearch.Strategies;

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
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double[] Apply(ReadOnlySpan<double> losses, double keptShare)
    {
        var y = losses.ToArray();
        if (keptShare < 1)
        {
            var sorted = losses.ToArray();
            Array.Sort(sorted);
            var ceiling = sorted[Math.Min(sorted.Length - 1, (int)(keptShare * sorted.Length))];
            for (var i = 0; i < y.Length; i++)
                y[i] = Math.Min(y[i], ceiling);
        }
        var scratch = new double[y.Length];
        if (!Standardize(y, scratch))
            return y;
        var (logs, transformed) = (new double[y.Length], new double[y.Length]);
        for (var i = 0; i < y.Length; i += PortableVectors.Lanes)
            PortableVectors.Store(PortableVectors.Log(Vector512<double>.One + Vector512.Abs(PortableVectors.Load(y, i))), logs, i);
        var jacobian = 0.0;
        for (var i = 0; i < y.Length; i++)
            jacobian += Math.Sign(y[i]) * logs[i];
        // The likelihood has one peak in λ: golden section.
        const double golden = 0.6180339887498949;
        var (low, high) = (Lowest, Highest);
        var (a, b) = (high - golden * (high - low), low + golden * (high - low));
        var (atA, atB) = (LogLikelihood(a), LogLikelihood(b));
        for (var i = 0; i < 16; i++)
        {
            if (atA > atB)
            {
                (high, b, atB) = (b, a, atA);
                a = high - golden * (high - low);
                atA = LogLikelihood(a);
            }
            else
            {
                (low, a, atA) = (a, b, atB);
                b = low + golden * (high - low);
                atB = LogLikelihood(b);
            }
        }
        YeoJohnson(y, logs, (low + high) / 2, transformed);
        Standardize(transformed, scratch);
        return transformed;

        double LogLikelihood(double lambda)
        {
            YeoJohnson(y, logs, lambda, transformed);
            var (_, variance) = Moments(transformed, scratch);
            return -0.5 * y.Length * PortableMath.Log(Math.Max(variance, 1e-300)) + (lambda - 1) * jacobian;
        }
    }

    // ((1 + y)^λ − 1) / λ, and for a negative y −((1 − y)^(2−λ) − 1) / (2 − λ); the logarithm where the exponent is 0.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void YeoJohnson(double[] y, double[] logs, double lambda, double[] transformed)
    {
        for (var i = 0; i < y.Length; i += PortableVectors.Lanes)
        {
            var isNegative = Vector512.LessThan(PortableVectors.Load(y, i), Vector512<double>.Zero);
            var log = PortableVectors.Load(logs, i);
            var exponent = Vector512.ConditionalSelect(isNegative, Vector512.Create(2 - lambda), Vector512.Create(lambda));
            var power = (PortableVectors.Exp(exponent * log) - Vector512<double>.One) / exponent;
            var magnitude = Vector512.ConditionalSelect(Vector512.LessThan(Vector512.Abs(exponent), Vector512.Create(1e-9)), log, power);
            PortableVectors.Store(Vector512.ConditionalSelect(isNegative, -magnitude, magnitude), transformed, i);
        }
    }

    private static bool Standardize(double[] y, double[] scratch)
    {
        var (mean, variance) = Moments(y, scratch);
        var deviation = Math.Sqrt(variance);
        for (var i = 0; i < y.Length; i++)
            y[i] = deviation > 1e-12 ? (y[i] - mean) / deviation : 0;
        return deviation > 1e-12;
    }

    private static (double Mean, double Variance) Moments(double[] y, double[] scratch)
    {
        var mean = OrderedSums.Sum(y) / y.Length;
        Array.Clear(scratch);
        RowArithmetic.AddSquaredDistances(scratch, y, mean, 1);
        return (mean, OrderedSums.Sum(scratch) / y.Length);
    }
}
