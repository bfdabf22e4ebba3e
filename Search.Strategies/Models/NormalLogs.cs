using System.Runtime.CompilerServices;
using HyperSearch.Core;

namespace HyperSearch.Strategies;

/// <summary>
/// Logarithms of what a normal distribution gives, quickly and also where the numbers themselves underflow: from tables, with an error
/// below 10⁻⁷, and with slopes that are those of the values; beyond the tables by the series of the tail (Abramowitz and Stegun, 26.2.12).
/// </summary>
internal static class NormalLogs
{
    // Below the first z four terms of the tail's series are exact to 10⁻⁹; above the last h(z) = z and Φ(z) = 1 to rounding.
    private const double First = -40, Last = 8;
    private static readonly double HalfLogTwoPi = 0.5 * PortableMath.Log(2 * Math.PI);
    private static readonly CubicHermiteSpline Gains = new(knot => ExactGain(First + knot), Last - First, intervals: 768);
    private static readonly CubicHermiteSpline Cdfs = new(knot => ExactCdf(First + knot), Last - First, intervals: 768);

    /// <summary>log h(z) with h(z) = φ(z) + zΦ(z): the logarithm of the expected improvement on z by a standard normal.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Gain(double z) => z is > First and < Last ? Gains.At(z - First) : FarGain(z).Value;

    /// <summary>d log h(z) / dz.</summary>
    public static double GainSlope(double z) => z is > First and < Last ? Gains.SlopeAt(z - First) : FarGain(z).Slope;

    /// <summary>log Φ(z).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Cdf(double z) => z is > First and < Last ? Cdfs.At(z - First) : FarCdf(z).Value;

    /// <summary>d log Φ(z) / dz.</summary>
    public static double CdfSlope(double z) => z is > First and < Last ? Cdfs.SlopeAt(z - First) : FarCdf(z).Slope;

    // h(z) = φ(z)/z² (1 − 3u + 15u² − 105u³ + …) with u = 1/z², and h' = Φ.
    private static (double Value, double Slope) FarGain(double z)
    {
        if (z >= Last)
            return (PortableMath.Log(z), 1 / z);
        var u = 1 / (z * z);
        var rest = 1 - u * (3 - u * (15 - u * 105));
        return (-0.5 * z * z - HalfLogTwoPi + PortableMath.Log(u * rest), -z * CdfRest(u) / rest);
    }

    // Φ(z) = φ(z)/|z| (1 − u + 3u² − 15u³ + …), and Φ' = φ.
    private static (double Value, double Slope) FarCdf(double z)
    {
        if (z >= Last)
            return (0, 0);
        var rest = CdfRest(1 / (z * z));
        return (-0.5 * z * z - HalfLogTwoPi + PortableMath.Log(-rest / z), -z / rest);
    }

    private static double CdfRest(double u) => 1 - u * (1 - u * (3 - u * 15));

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
        var mills = Normal.Mills(-z);
        return (-0.5 * z * z - HalfLogTwoPi + PortableMath.Log(mills), 1 / mills);
    }
}
