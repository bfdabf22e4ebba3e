using System.Numerics;
using System.Runtime.CompilerServices;

namespace HyperSearch.Training;

/// <summary>Sums over contiguous floats of any length: one running sum for each lane, added at the end, then the rest one by one.</summary>
internal static unsafe class Reduction
{
    /// <summary>Σ x[i]</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static float Sum(float* x, int count)
    {
        Vector<float> lanes = default;
        var i = 0;
        for (; i <= count - Vector<float>.Count; i += Vector<float>.Count)
            lanes += Vector.Load(x + i);
        var sum = Vector.Sum(lanes);
        for (; i < count; i++)
            sum += x[i];
        return sum;
    }

    /// <summary>Whether none is NaN or infinite.</summary>
    public static bool IsFinite(float* x, int count)
    {
        Vector<float> lanes = default;
        var i = 0;
        for (; i <= count - Vector<float>.Count; i += Vector<float>.Count)
            lanes += Vector.Load(x + i) * Vector<float>.Zero;
        var sum = Vector.Sum(lanes);
        for (; i < count; i++)
            sum += x[i] * 0;
        return sum == 0;
    }

    /// <summary>Σ x[i] y[i]</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static float Dot(float* x, float* y, int count)
    {
        Vector<float> lanes = default;
        var i = 0;
        for (; i <= count - Vector<float>.Count; i += Vector<float>.Count)
            lanes += Vector.Load(x + i) * Vector.Load(y + i);
        var sum = Vector.Sum(lanes);
        for (; i < count; i++)
            sum += x[i] * y[i];
        return sum;
    }

    /// <summary>Σ (x[i] − center)²</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static float SquaresAround(float* x, int count, float center)
    {
        Vector<float> lanes = default;
        var i = 0;
        for (; i <= count - Vector<float>.Count; i += Vector<float>.Count)
        {
            var off = Vector.Load(x + i) - new Vector<float>(center);
            lanes += off * off;
        }
        var sum = Vector.Sum(lanes);
        for (; i < count; i++)
            sum += (x[i] - center) * (x[i] - center);
        return sum;
    }
}
