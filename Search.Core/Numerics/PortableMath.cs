using System.Runtime.CompilerServices;

namespace HyperSearch.Core;

/// <summary>
/// Elementary functions that give the same bits on every processor, operating system and .NET version: those of
/// <see cref="Math"/> are the C library's, which chooses by processor. Made of +, −, ×, ÷ and shifts alone, each rounded once.
/// </summary>
/// <remarks>
/// Each is a reduction of the argument and a polynomial through the Chebyshev nodes of the reduced range, computed with 60
/// digits and rounded. Errors are in units of the last place of the result, as the tests measure them. <see cref="PortableVectors"/>
/// has the same functions for eight numbers at once; both give the same bits, so change them together.
/// </remarks>
public static class PortableMath
{
    // 2^52 + 2^51: adding it rounds a number to a whole one, to even where it lies in the middle, in the last bits of the sum.
    internal const double Rounder = 6755399441055744;
    internal const int Bias = 1023, Mantissa = 52;

    // ln 2 in two parts, the first of 32 bits, so that its product with an exponent is exact.
    internal const double Ln2High = 0.6931471803691238, Ln2Low = 1.9082149292705877e-10, Log2E = 1.4426950408889634;

    // Beyond these e^x is 0 or infinite.
    internal const double LowestExp = -746, HighestExp = 710;

    // e^r = 1 + r + r² Σ Eₖ rᵏ on |r| ≤ ½ ln 2, to 2⁻⁵⁵.
    internal const double E0 = 0.5000000000000001, E1 = 0.16666666666666669, E2 = 0.04166666666662416, E3 = 0.008333333333330063, E4 = 0.0013888888917199863,
        E5 = 0.00019841269863042963, E6 = 2.4801521317484083e-05, E7 = 2.7557268476553695e-06, E8 = 2.7620078203806394e-07, E9 = 2.5100377619606372e-08;

    // ln((1 + s)/(1 − s)) = 2s + s³ Σ Lₖ s²ᵏ on |s| ≤ (√2 − 1)/(√2 + 1), to 2⁻⁵⁷.
    internal const double L0 = 0.666666666666667, L1 = 0.39999999999899444, L2 = 0.2857142862600327, L3 = 0.22222211130259878,
        L4 = 0.18182889455674947, L5 = 0.15331710618210773, L6 = 0.14616585424888623;

    // √½ as bits.
    internal const long RootOfHalf = 0x3FE6A09E667F3BCD;

    internal const double SmallestNormal = 2.2250738585072014E-308, TwoTo54 = 18014398509481984;

    // sin t = t + t³ Σ Sₖ t²ᵏ and cos t = 1 − t²/2 + t⁴ Σ Cₖ t²ᵏ on |t| ≤ π/4, to 2⁻⁵⁵.
    private const double S0 = -0.16666666666666666, S1 = 0.008333333333330948, S2 = -0.00019841269836756774, S3 = 2.7557316101617874e-06, S4 = -2.505113165023518e-08, S5 = 1.5918115263265974e-10;
    private const double C0 = 0.041666666666666664, C1 = -0.0013888888888887398, C2 = 2.480158729876456e-05, C3 = -2.7557317271145144e-07, C4 = 2.087614614655861e-09, C5 = -1.1382623647474604e-11;

    /// <summary>eˣ, with an error below 1.1. NaN gives NaN, −∞ gives 0, results below 2⁻¹⁰²² are rounded once.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double Exp(double x)
    {
        x = x < LowestExp ? LowestExp : x;
        x = x > HighestExp ? HighestExp : x;
        // x = n ln 2 + r
        var n = x * Log2E + Rounder - Rounder;
        var r = x - n * Ln2High - n * Ln2Low;
        var r2 = r * r;
        var r4 = r2 * r2;
        var low = E0 + E1 * r + (E2 + E3 * r) * r2;
        var high = E4 + E5 * r + (E6 + E7 * r) * r2 + (E8 + E9 * r) * r4;
        var power = 1 + (r + r2 * (low + high * r4));
        // 2ⁿ in two factors, since n may lie beyond the exponents there are. The last bits of what is rounded are the exponent.
        var first = n * 0.5 + (Rounder + Bias);
        var second = n - (first - (Rounder + Bias)) + (Rounder + Bias);
        return power * PowerOfTwo(first) * PowerOfTwo(second);
    }

    /// <summary>The natural logarithm, with an error below 1. ±0 gives −∞, a negative number and NaN give NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double Log(double x)
    {
        if (!(x > 0) || x == double.PositiveInfinity)
            return x > 0 ? x : x == 0 ? double.NegativeInfinity : double.NaN;
        var isSubnormal = x < SmallestNormal;
        x = isSubnormal ? x * TwoTo54 : x;
        // x = 2ᵏ (1 + f) with √½ ≤ 1 + f < √2
        var bits = BitConverter.DoubleToInt64Bits(x);
        var exponent = (bits - RootOfHalf + ((long)Bias << Mantissa)) >>> Mantissa;
        var k = (double)(exponent - Bias) - (isSubnormal ? 54 : 0);
        var f = BitConverter.Int64BitsToDouble(bits - ((exponent - Bias) << Mantissa)) - 1;
        var s = f / (2 + f);
        var z = s * s;
        var z2 = z * z;
        var series = z * (L0 + L1 * z + (L2 + L3 * z) * z2 + (L4 + L5 * z + L6 * z2) * (z2 * z2));
        // 2s = f − s f, and f²/2 taken out, so that f itself is not rounded.
        var half = 0.5 * f * f;
        return k * Ln2High - (half - (s * (half + series) + k * Ln2Low) - f);
    }

    /// <summary>The logarithm to base 10, with an error below 2; not exact at powers of ten.</summary>
    public static double Log10(double x) => Log(x) * 0.4342944819032518;

    /// <summary>xⁿ by repeated squaring; exact where all powers up to it are. x⁰ is 1.</summary>
    /// <param name="x">Any number.</param>
    /// <param name="n">At least 0.</param>
    public static double Power(double x, int n)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(n);
        var power = 1.0;
        for (; n > 0; n >>= 1)
        {
            if ((n & 1) != 0)
                power *= x;
            x *= x;
        }
        return power;
    }

    /// <summary>sin 2πu and cos 2πu, with an error below 2. The reduction is exact.</summary>
    /// <param name="u">How many turns, |u| ≤ 2⁵⁰.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static (double Sin, double Cos) SinCosOfTurn(double u)
    {
        var quarters = u * 4 + Rounder - Rounder;
        var t = 2 * Math.PI * (u - quarters * 0.25);
        var z = t * t;
        var z2 = z * z;
        var sin = t + t * z * (S0 + S1 * z + (S2 + S3 * z) * z2 + (S4 + S5 * z) * (z2 * z2));
        var half = 0.5 * z;
        var cos = 1 - (half - z2 * (C0 + C1 * z + (C2 + C3 * z) * z2 + (C4 + C5 * z) * (z2 * z2)));
        return ((long)quarters & 3) switch
        {
            0 => (sin, cos),
            1 => (cos, -sin),
            2 => (-sin, -cos),
            _ => (-cos, sin),
        };
    }

    private static double PowerOfTwo(double rounded) => BitConverter.Int64BitsToDouble(BitConverter.DoubleToInt64Bits(rounded) << Mantissa);
}
