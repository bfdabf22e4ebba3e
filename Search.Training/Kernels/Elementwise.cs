using System.Numerics;
using System.Runtime.CompilerServices;

namespace HyperSearch.Training;

/// <summary>One vector in, one vector out.</summary>
internal interface IMap
{
    Vector<float> Apply(Vector<float> x);
}

/// <summary>Two vectors in, one out.</summary>
internal interface IZip
{
    Vector<float> Apply(Vector<float> x, Vector<float> y);
}

/// <summary>Loops over contiguous floats, any length: whole vectors, then the rest through a padded copy, so that
/// every element goes through the same arithmetic. <c>y</c> may be <c>x</c>.</summary>
internal static unsafe class Elementwise
{
    /// <summary>y[i] = map(x[i])</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Map<TMap>(float* x, float* y, int count, TMap map)
        where TMap : struct, IMap
    {
        var i = 0;
        for (; i <= count - Vector<float>.Count; i += Vector<float>.Count)
            map.Apply(Vector.Load(x + i)).Store(y + i);
        if (i == count)
            return;

        Vector<float> rest = default;
        Copy(x + i, (float*)&rest, count - i);
        rest = map.Apply(rest);
        Copy((float*)&rest, y + i, count - i);
    }

    /// <summary>z[i] = zip(x[i], y[i]); <c>z</c> may be <c>x</c> or <c>y</c>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Zip<TZip>(float* x, float* y, float* z, int count, TZip zip)
        where TZip : struct, IZip
    {
        var i = 0;
        for (; i <= count - Vector<float>.Count; i += Vector<float>.Count)
            zip.Apply(Vector.Load(x + i), Vector.Load(y + i)).Store(z + i);
        if (i == count)
            return;

        Vector<float> restX = default, restY = default;
        Copy(x + i, (float*)&restX, count - i);
        Copy(y + i, (float*)&restY, count - i);
        restX = zip.Apply(restX, restY);
        Copy((float*)&restX, z + i, count - i);
    }

    /// <summary>z[i] = x[i] + y[i]</summary>
    public static void Add(float* x, float* y, float* z, int count) => Zip(x, y, z, count, default(Addition));

    /// <summary>z[i] = x[i] · y[i]</summary>
    public static void Multiply(float* x, float* y, float* z, int count) => Zip(x, y, z, count, default(Multiplication));

    /// <summary>sums[j] = Σ_i m[i, j], padding included; the rows are added from first to last.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void SumRows(Matrix m, float* sums)
    {
        var columns = m.Padded;
        for (var j = 0; j < columns; j += Vector<float>.Count)
        {
            Vector<float> sum = default;
            var cell = m.Data + j;
            for (var i = 0; i < m.Rows; i++, cell += m.Stride)
                sum += Vector.Load(cell);
            sum.Store(sums + j);
        }
    }

    private static void Copy(float* source, float* target, int count) =>
        Unsafe.CopyBlockUnaligned(target, source, (uint)(count * sizeof(float)));

    private readonly struct Addition : IZip
    {
        public Vector<float> Apply(Vector<float> x, Vector<float> y) => x + y;
    }

    private readonly struct Multiplication : IZip
    {
        public Vector<float> Apply(Vector<float> x, Vector<float> y) => x * y;
    }
}
