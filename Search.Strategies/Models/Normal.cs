using System.Runtime.CompilerServices;
using HyperSearch.Core;

namespace HyperSearch.Strategies;

/// <summary>The standard normal distribution.</summary>
internal static class Normal
{
    private const double InverseSqrt2Pi = 0.3989422804014327;

    // From here on Φ is 1 to rounding.
    private const double End = 9;
    private static readonly CubicHermiteSpline Table = new(z => (Cdf(z), Pdf(z)), End, intervals: 576);

    /// <summary>φ(z).</summary>
    public static double Pdf(double z) => InverseSqrt2Pi * PortableMath.Exp(-0.5 * z * z);

    /// <summary>Φ(z), with a relative error below 10⁻¹² for z ≥ −37.</summary>
    public static double Cdf(double z) => z > 0 ? 1 - Pdf(z) * Mills(z) : Pdf(z) * Mills(-z);

    /// <summary>Φ(z) for z ≥ 0 with an error below 10⁻⁹, quickly.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double ApproximateCdf(double z) => Table.At(z < End ? z : End);

    /// <summary>
    /// The ratio of Mills (1 − Φ(x)) / φ(x) for x ≥ 0: a series below 3, the continued fraction of Laplace above
    /// (Abramowitz and Stegun 26.2.11 and 26.2.14).
    /// </summary>
    public static double Mills(double x)
    {
        if (x < 3)
        {
            // Φ(x) = ½ + φ(x) Σ x^(2k+1) / (1·3·5…(2k+1))
            var (term, sum) = (x, x);
            for (var k = 3; term > 1e-17 * sum; k += 2)
                sum += term *= x * x / k;
            return 0.5 / Pdf(x) - sum;
        }
        var fraction = x;
        for (var k = 60; k > 0; k--)
            fraction = x + k / fraction;
        return 1 / fraction;
    }

    /// <summary>The z with Φ(z) = p, for p from 10⁻³⁰⁰ to ½: by bisection.</summary>
    public static double Quantile(double p)
    {
        var (low, high) = (-37.0, 0.0);
        for (var i = 0; i < 60; i++)
        {
            var middle = (low + high) / 2;
            if (Cdf(middle) < p)
                low = middle;
            else
                high = middle;
        }
        return (low + high) / 2;
    }
}
