using System.Runtime.CompilerServices;
using HyperSearch.Core;

namespace HyperSearch.Strategies;

/// <summary>
/// Logarithms of what a normal distribution gives, quickly and also where the numbers themselves underflow: from tables, with an error
/// below 10⁻⁷, and with slopes that are those of the values.
/// </summary>
internal static class NormalLogs
{
    // Below the first z the formulas of the tail, above the last the values are those of a line or 0 to rounding.
    private const double First = -40, Last = 8;
    private static readonly double HalfLogTwoPi = 0.5 * PortableMath.Log(2 * Math.PI);
    private static readonly CubicHermiteSpline Gains = new(knot => ExactGain(First + knot), Last - First, intervals: 768);
    private static readonly CubicHermiteSpline Cdfs = new(knot => ExactCdf(First + knot), Last - First, intervals: 768);

    /// <summary>log h(z) with h(z) = φ(z) + zΦ(z): the logarithm of the expected improvement on z by a standard normal.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Gain(double z) => z is > First and < Last ? Gains.At(z - First) : ExactGain(z).Value;

    /// <summary>d log h(z) / dz.</summary>
    public static double GainSlope(double z) => z is > First and < Last ? Gains.SlopeAt(z - First) : ExactGain(z).Slope;

    /// <summary>log Φ(z).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Cdf(double z) => z is > First and < Last ? Cdfs.At(z - First) : ExactCdf(z).Value;

    /// <summary>d log Φ(z) / dz.</summary>
    public static double CdfSlope(double z) => z is > First and < Last ? Cdfs.SlopeAt(z - First) : ExactCdf(z).Slope;

    private static (double Value, double Slope) ExactGain(double z)
    {
        var (value, byMean, _) = LogExpectedImprovement.At(0, 1, z);
        return (value, -byMean);
    }

    private static (double Value, double Slope) ExactCdf(double z)
    {
        if (z > -1)
        {
            var cdf = Normal.Cdf(z);
            return (PortableMath.Log(cdf), Normal.Pdf(z) / cdf);
        }
        var mills = z > -1e4 ? Normal.Mills(-z) : -1 / z;
        return (-0.5 * z * z - HalfLogTwoPi + PortableMath.Log(mills), 1 / mills);
    }
}
