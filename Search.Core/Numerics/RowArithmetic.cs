using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace HyperSearch.Core;

/// <summary>
/// Arithmetic on rows of numbers. Each number of the result is computed from those in its own place, in the order in which the
/// formula is written, so that the bits do not depend on how many are computed at once.
/// </summary>
public static class RowArithmetic
{
    /// <summary>target += scale · x.</summary>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddScaled(Span<double> target, double scale, ReadOnlySpan<double> x)
    {
        RequireSameLength(x.Length, target.Length);
        ref var t = ref MemoryMarshal.GetReference(target);
        ref var p = ref MemoryMarshal.GetReference(x);
        var (i, n) = ((nuint)0, (nuint)x.Length);
        var scales = Vector512.Create(scale);
        for (; i + 8 <= n; i += 8)
            (Vector512.LoadUnsafe(ref t, i) + scales * Vector512.LoadUnsafe(ref p, i)).StoreUnsafe(ref t, i);
        for (; i < n; i++)
            target[(int)i] += scale * x[(int)i];
    }

    /// <summary>target = (((target + scale₀ x₀) + scale₁ x₁) + scale₂ x₂) + scale₃ x₃, where x are four rows that lie at equal distances.</summary>
    /// <param name="target">(n)</param>
    /// <param name="scale0">What the first row is multiplied by.</param>
    /// <param name="scale1">The second.</param>
    /// <param name="scale2">The third.</param>
    /// <param name="scale3">The fourth.</param>
    /// <param name="x">The first row, and the others behind it.</param>
    /// <param name="stride">From a row's start to that of the next.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddScaledFour(Span<double> target, double scale0, double scale1, double scale2, double scale3, ReadOnlySpan<double> x, int stride)
    {
        if (x.Length < 3 * stride + target.Length || stride < 0)
            throw new ArgumentException($"Four rows must have {3 * stride + target.Length} numbers, but there are {x.Length}.", nameof(x));
        ref var t = ref MemoryMarshal.GetReference(target);
        ref var p = ref MemoryMarshal.GetReference(x);
        var (i, n, step) = ((nuint)0, (nuint)target.Length, (nuint)stride);
        var (s0, s1, s2, s3) = (Vector512.Create(scale0), Vector512.Create(scale1), Vector512.Create(scale2), Vector512.Create(scale3));
        for (; i + 8 <= n; i += 8)
        {
            var sum = Vector512.LoadUnsafe(ref t, i) + s0 * Vector512.LoadUnsafe(ref p, i);
            sum += s1 * Vector512.LoadUnsafe(ref p, i + step);
            sum += s2 * Vector512.LoadUnsafe(ref p, i + 2 * step);
            sum += s3 * Vector512.LoadUnsafe(ref p, i + 3 * step);
            sum.StoreUnsafe(ref t, i);
        }
        for (var k = (int)i; k < target.Length; k++)
            target[k] = target[k] + scale0 * x[k] + scale1 * x[k + stride] + scale2 * x[k + 2 * stride] + scale3 * x[k + 3 * stride];
    }

    /// <summary>target += weight · (x − center)².</summary>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddSquaredDistances(Span<double> target, ReadOnlySpan<double> x, double center, double weight)
    {
        RequireSameLength(x.Length, target.Length);
        ref var t = ref MemoryMarshal.GetReference(target);
        ref var p = ref MemoryMarshal.GetReference(x);
        var (i, n) = ((nuint)0, (nuint)x.Length);
        var (centers, weights) = (Vector512.Create(center), Vector512.Create(weight));
        for (; i + 8 <= n; i += 8)
        {
            var difference = Vector512.LoadUnsafe(ref p, i) - centers;
            (Vector512.LoadUnsafe(ref t, i) + weights * (difference * difference)).StoreUnsafe(ref t, i);
        }
        for (var k = (int)i; k < target.Length; k++)
            target[k] += weight * ((x[k] - center) * (x[k] - center));
    }

    /// <summary>target = scale · target.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void MultiplyBy(Span<double> target, double scale)
    {
        ref var t = ref MemoryMarshal.GetReference(target);
        var (i, n) = ((nuint)0, (nuint)target.Length);
        var scales = Vector512.Create(scale);
        for (; i + 8 <= n; i += 8)
            (scales * Vector512.LoadUnsafe(ref t, i)).StoreUnsafe(ref t, i);
        for (; i < n; i++)
            target[(int)i] *= scale;
    }

    /// <summary>target = target · x.</summary>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Multiply(Span<double> target, ReadOnlySpan<double> x)
    {
        RequireSameLength(x.Length, target.Length);
        ref var t = ref MemoryMarshal.GetReference(target);
        ref var p = ref MemoryMarshal.GetReference(x);
        var (i, n) = ((nuint)0, (nuint)x.Length);
        for (; i + 8 <= n; i += 8)
            (Vector512.LoadUnsafe(ref t, i) * Vector512.LoadUnsafe(ref p, i)).StoreUnsafe(ref t, i);
        for (; i < n; i++)
            target[(int)i] *= x[(int)i];
    }

    internal static void RequireSameLength(int x, int y)
    {
        if (x != y)
            throw new ArgumentException($"The lengths must be equal, but they are {x} and {y}.");
    }
}
