using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace HyperSearch.Core;

/// <summary>
/// Sums in an order that is the same on every processor, and so with the same bits: 16 running sums, number i in sum i mod 16,
/// then the halves added to each other until one is left.
/// </summary>
/// <remarks>
/// In full: the sums take all whole groups of 16; 8 are left after sums 0–7 are added to 8–15, and take a group of 8 if that
/// many numbers are left; so on with 4, 2 and 1. Products are rounded before they are added.
/// </remarks>
public static class OrderedSums
{
    /// <summary>Σ x.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double Sum(ReadOnlySpan<double> x)
    {
        ref var px = ref MemoryMarshal.GetReference(x);
        var (i, n) = ((nuint)0, (nuint)x.Length);
        var (s0, s1) = (Vector512<double>.Zero, Vector512<double>.Zero);
        for (; i + 16 <= n; i += 16)
        {
            s0 += Vector512.LoadUnsafe(ref px, i);
            s1 += Vector512.LoadUnsafe(ref px, i + 8);
        }
        s0 += s1;
        if (i + 8 <= n)
        {
            s0 += Vector512.LoadUnsafe(ref px, i);
            i += 8;
        }
        var four = s0.GetLower() + s0.GetUpper();
        if (i + 4 <= n)
        {
            four += Vector256.LoadUnsafe(ref px, i);
            i += 4;
        }
        var two = four.GetLower() + four.GetUpper();
        if (i + 2 <= n)
        {
            two += Vector128.LoadUnsafe(ref px, i);
            i += 2;
        }
        var sum = two[0] + two[1];
        return i < n ? sum + Unsafe.Add(ref px, i) : sum;
    }

    /// <summary>Σ x y.</summary>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double Dot(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        RowArithmetic.RequireSameLength(x.Length, y.Length);
        ref var px = ref MemoryMarshal.GetReference(x);
        ref var py = ref MemoryMarshal.GetReference(y);
        var (i, n) = ((nuint)0, (nuint)x.Length);
        var (s0, s1) = (Vector512<double>.Zero, Vector512<double>.Zero);
        for (; i + 16 <= n; i += 16)
        {
            s0 += Vector512.LoadUnsafe(ref px, i) * Vector512.LoadUnsafe(ref py, i);
            s1 += Vector512.LoadUnsafe(ref px, i + 8) * Vector512.LoadUnsafe(ref py, i + 8);
        }
        s0 += s1;
        if (i + 8 <= n)
        {
            s0 += Vector512.LoadUnsafe(ref px, i) * Vector512.LoadUnsafe(ref py, i);
            i += 8;
        }
        var four = s0.GetLower() + s0.GetUpper();
        if (i + 4 <= n)
        {
            four += Vector256.LoadUnsafe(ref px, i) * Vector256.LoadUnsafe(ref py, i);
            i += 4;
        }
        var two = four.GetLower() + four.GetUpper();
        if (i + 2 <= n)
        {
            two += Vector128.LoadUnsafe(ref px, i) * Vector128.LoadUnsafe(ref py, i);
            i += 2;
        }
        var sum = two[0] + two[1];
        return i < n ? sum + Unsafe.Add(ref px, i) * Unsafe.Add(ref py, i) : sum;
    }

    /// <summary>log Σ eˣ, without overflow; the numbers are changed: each is its share of the sum times the largest.</summary>
    /// <param name="x">At least one number, none of them NaN or +∞, and not all −∞.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double LogSumExp(Span<double> x)
    {
        var (i, largest) = (0, x[0]);
        var largests = Vector512.Create(largest);
        for (; i <= x.Length - PortableVectors.Lanes; i += PortableVectors.Lanes)
        {
            var next = Vector512.Create<double>(x[i..]);
            largests = Vector512.ConditionalSelect(Vector512.GreaterThan(next, largests), next, largests);
        }
        for (var lane = 0; lane < PortableVectors.Lanes; lane++)
            largest = Math.Max(largest, largests[lane]);
        for (; i < x.Length; i++)
            largest = Math.Max(largest, x[i]);
        for (i = 0; i < x.Length; i += PortableVectors.Lanes)
            PortableVectors.Store(PortableVectors.Exp(PortableVectors.Load(x, i) - Vector512.Create(largest)), x, i);
        return largest + PortableMath.Log(Sum(x));
    }
}
