using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace HyperSearch.Core;

/// <summary>
/// <see cref="PortableMath"/> for eight numbers at once, with the same bits: the processor works on as many of them in one
/// instruction as it can, which changes nothing as no lane sees another.
/// </summary>
public static class PortableVectors
{
    /// <summary>How many numbers a vector has, whatever the processor.</summary>
    public const int Lanes = 8;

    /// <inheritdoc cref="PortableMath.Exp(double)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Exp(Vector512<double> x)
    {
        var (lowest, highest) = (Vector512.Create(PortableMath.LowestExp), Vector512.Create(PortableMath.HighestExp));
        x = Vector512.ConditionalSelect(Vector512.LessThan(x, lowest), lowest, x);
        x = Vector512.ConditionalSelect(Vector512.GreaterThan(x, highest), highest, x);
        var rounder = Vector512.Create(PortableMath.Rounder);
        var n = x * PortableMath.Log2E + rounder - rounder;
        var r = x - n * PortableMath.Ln2High - n * PortableMath.Ln2Low;
        var r2 = r * r;
        var r4 = r2 * r2;
        var low = Vector512.Create(PortableMath.E0) + r * PortableMath.E1 + (Vector512.Create(PortableMath.E2) + r * PortableMath.E3) * r2;
        var high = Vector512.Create(PortableMath.E4) + r * PortableMath.E5 + (Vector512.Create(PortableMath.E6) + r * PortableMath.E7) * r2
            + (Vector512.Create(PortableMath.E8) + r * PortableMath.E9) * r4;
        var power = Vector512<double>.One + (r + r2 * (low + high * r4));
        var biased = Vector512.Create(PortableMath.Rounder + PortableMath.Bias);
        var first = n * 0.5 + biased;
        var second = n - (first - biased) + biased;
        return power * PowerOfTwo(first) * PowerOfTwo(second);
    }

    /// <inheritdoc cref="PortableMath.Log(double)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Log(Vector512<double> x)
    {
        var given = x;
        var isSubnormal = Vector512.LessThan(x, Vector512.Create(PortableMath.SmallestNormal));
        x = Vector512.ConditionalSelect(isSubnormal, x * PortableMath.TwoTo54, x);
        var bits = x.AsInt64();
        var exponent = (bits - Vector512.Create(PortableMath.RootOfHalf - ((long)PortableMath.Bias << PortableMath.Mantissa))) >>> PortableMath.Mantissa;
        // The whole number in the last bits of 2⁵².
        var whole = Vector512.Create(4503599627370496.0);
        var k = (exponent | whole.AsInt64()).AsDouble() - (whole + Vector512.Create((double)PortableMath.Bias))
            - Vector512.ConditionalSelect(isSubnormal, Vector512.Create(54.0), Vector512<double>.Zero);
        var f = (bits - ((exponent - Vector512.Create((long)PortableMath.Bias)) << PortableMath.Mantissa)).AsDouble() - Vector512<double>.One;
        var s = f / (Vector512.Create(2.0) + f);
        var z = s * s;
        var z2 = z * z;
        var series = z * (Vector512.Create(PortableMath.L0) + z * PortableMath.L1 + (Vector512.Create(PortableMath.L2) + z * PortableMath.L3) * z2
            + (Vector512.Create(PortableMath.L4) + z * PortableMath.L5 + z2 * PortableMath.L6) * (z2 * z2));
        var half = f * 0.5 * f;
        var log = k * PortableMath.Ln2High - (half - (s * (half + series) + k * PortableMath.Ln2Low) - f);
        var isPositive = Vector512.GreaterThan(given, Vector512<double>.Zero);
        var isZero = Vector512.Equals(given, Vector512<double>.Zero);
        log = Vector512.ConditionalSelect(Vector512.Equals(given, Vector512.Create(double.PositiveInfinity)), given, log);
        return Vector512.ConditionalSelect(isPositive, log, Vector512.ConditionalSelect(isZero, Vector512.Create(double.NegativeInfinity), Vector512.Create(double.NaN)));
    }

    /// <summary>The numbers from <paramref name="start"/> on; 0 in the lanes beyond the end.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Load(ReadOnlySpan<double> x, int start) =>
        start <= x.Length - Lanes ? Vector512.Create(x[start..]) : LoadEnd(x[start..]);

    /// <summary>Writes the lanes from <paramref name="start"/> on; those beyond the end are dropped.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector512<double> lanes, Span<double> x, int start)
    {
        if (start <= x.Length - Lanes)
            lanes.CopyTo(x[start..]);
        else
            StoreEnd(lanes, x[start..]);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Vector512<double> LoadEnd(ReadOnlySpan<double> x)
    {
        Span<double> lanes = stackalloc double[Lanes];
        lanes.Clear();
        x.CopyTo(lanes);
        return Vector512.Create<double>(lanes);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void StoreEnd(Vector512<double> all, Span<double> x)
    {
        Span<double> lanes = stackalloc double[Lanes];
        all.CopyTo(lanes);
        lanes[..x.Length].CopyTo(x);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> PowerOfTwo(Vector512<double> rounded) => (rounded.AsInt64() << PortableMath.Mantissa).AsDouble();
}
