using System.Numerics;
using System.Runtime.CompilerServices;

namespace HyperSearch.Training;

/// <summary>
/// Sums down the columns of matrices with many rows, padding included. Four chains of additions run side by side, and go
/// through the rows block by block, so that a second pass finds a block in the first cache and sums keep their digits.
/// </summary>
internal static unsafe class ColumnSums
{
    private const int BlockFloats = 4096;

    /// <summary>Rows of a block.</summary>
    public static int Block(Matrix x) => Math.Max(1, BlockFloats / x.Stride);

    /// <summary>mean[j] of the column, and squares[j] = Σ_i (x[i, j] − mean[j])². Block by block: Chan, Golub and LeVeque 1979.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Moments(Matrix x, float* mean, float* squares)
    {
        for (int first = 0, block = Block(x); first < x.Rows; first += block)
        {
            var rows = Math.Min(block, x.Rows - first);
            for (var j = 0; j < x.Padded; j += Vector<float>.Count)
            {
                var cell = x.Row(first) + j;
                var center = Sum<Identity>(cell, x.Stride, rows, default) * (1f / rows);
                var around = Sum<Square>(cell, x.Stride, rows, center);
                if (first > 0)
                {
                    Vector<float> before = Vector.Load(mean + j), difference = center - before;
                    var share = (float)rows / (first + rows);
                    center = before + difference * share;
                    around += Vector.Load(squares + j) + difference * difference * (first * share);
                }
                center.Store(mean + j);
                around.Store(squares + j);
            }
        }
    }

    /// <summary>sums[j] = Σ_i dy[i, j] and products[j] = Σ_i dy[i, j] (x[i, j] − center[j]).</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Gradients(Matrix dy, Matrix x, float* center, float* sums, float* products)
    {
        for (int first = 0, block = Block(x); first < x.Rows; first += block)
        {
            var rows = Math.Min(block, x.Rows - first);
            for (var j = 0; j < x.Padded; j += Vector<float>.Count)
            {
                var (sum, product) = Gradients(dy.Row(first) + j, dy.Stride, x.Row(first) + j, x.Stride, rows, Vector.Load(center + j));
                if (first > 0)
                {
                    sum += Vector.Load(sums + j);
                    product += Vector.Load(products + j);
                }
                sum.Store(sums + j);
                product.Store(products + j);
            }
        }
    }

    /// <summary>sums[j] += Σ_i x[i, j]</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Add(Matrix x, float* sums)
    {
        for (int first = 0, block = Block(x); first < x.Rows; first += block)
        {
            var rows = Math.Min(block, x.Rows - first);
            for (var j = 0; j < x.Padded; j += Vector<float>.Count)
                (Vector.Load(sums + j) + Sum<Identity>(x.Row(first) + j, x.Stride, rows, default)).Store(sums + j);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<float> Sum<TTerm>(float* cell, nint stride, int rows, Vector<float> center)
        where TTerm : struct, ITerm
    {
        Vector<float> s0 = default, s1 = default, s2 = default, s3 = default;
        for (; rows >= 4; rows -= 4, cell += 4 * stride)
        {
            s0 += TTerm.Of(Vector.Load(cell) - center);
            s1 += TTerm.Of(Vector.Load(cell + stride) - center);
            s2 += TTerm.Of(Vector.Load(cell + 2 * stride) - center);
            s3 += TTerm.Of(Vector.Load(cell + 3 * stride) - center);
        }
        for (; rows > 0; rows--, cell += stride)
            s0 += TTerm.Of(Vector.Load(cell) - center);
        return s0 + s1 + (s2 + s3);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector<float> Sum, Vector<float> Product) Gradients(float* dy, nint dyStride, float* x, nint stride, int rows, Vector<float> center)
    {
        Vector<float> s0 = default, s1 = default, p0 = default, p1 = default;
        for (; rows >= 2; rows -= 2, dy += 2 * dyStride, x += 2 * stride)
        {
            Vector<float> g0 = Vector.Load(dy), g1 = Vector.Load(dy + dyStride);
            s0 += g0;
            s1 += g1;
            p0 += g0 * (Vector.Load(x) - center);
            p1 += g1 * (Vector.Load(x + stride) - center);
        }
        if (rows > 0)
        {
            s0 += Vector.Load(dy);
            p0 += Vector.Load(dy) * (Vector.Load(x) - center);
        }
        return (s0 + s1, p0 + p1);
    }

    private interface ITerm
    {
        static abstract Vector<float> Of(Vector<float> x);
    }

    private readonly struct Identity : ITerm
    {
        public static Vector<float> Of(Vector<float> x) => x;
    }

    private readonly struct Square : ITerm
    {
        public static Vector<float> Of(Vector<float> x) => x * x;
    }
}
