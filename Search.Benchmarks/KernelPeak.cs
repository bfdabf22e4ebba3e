using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using HyperSearch.Training;

namespace Search.Benchmarks;

/// <summary>The most multiply-adds that this core can do: 24 independent chains in registers, no memory.</summary>
internal static class KernelPeak
{
    /// <returns>GFLOP/s (a multiply-add is two), the best of several runs: the peak is a ceiling.</returns>
    public static double Measure(int runs = 20)
    {
        double best = 0;
        for (var run = 0; run < runs; run++)
        {
            const int Steps = 1_000_000;
            var begin = Stopwatch.GetTimestamp();
            var sum = MatrixProduct.Widest switch
            {
                VectorWidth.Bits512 => Vector512.Sum(Chains<Lanes512, Vector512<float>>(Steps)),
                VectorWidth.Bits256 => Vector256.Sum(Chains<Lanes256, Vector256<float>>(Steps)),
                _ => Vector128.Sum(Chains<Lanes128, Vector128<float>>(Steps)),
            };
            var seconds = Stopwatch.GetElapsedTime(begin).TotalSeconds;
            GC.KeepAlive(sum);
            best = Math.Max(best, 2.0 * 12 * (int)MatrixProduct.Widest * Steps / seconds / 1e9);
        }

        return best;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static unsafe V Chains<L, V>(int steps)
        where L : ILanes<V>
        where V : struct
    {
        var half = 0.5f;
        var x = L.Broadcast(&half);
        V c0 = x, c1 = x, c2 = x, c3 = x, c4 = x, c5 = x, c6 = x, c7 = x, c8 = x, c9 = x, c10 = x, c11 = x;
        for (var i = 0; i < steps; i++)
        {
            c0 = L.MultiplyAdd(c0, x, x);
            c1 = L.MultiplyAdd(c1, x, x);
            c2 = L.MultiplyAdd(c2, x, x);
            c3 = L.MultiplyAdd(c3, x, x);
            c4 = L.MultiplyAdd(c4, x, x);
            c5 = L.MultiplyAdd(c5, x, x);
            c6 = L.MultiplyAdd(c6, x, x);
            c7 = L.MultiplyAdd(c7, x, x);
            c8 = L.MultiplyAdd(c8, x, x);
            c9 = L.MultiplyAdd(c9, x, x);
            c10 = L.MultiplyAdd(c10, x, x);
            c11 = L.MultiplyAdd(c11, x, x);
        }

        var sum = L.MultiplyAdd(c0, c1, L.MultiplyAdd(c2, c3, L.MultiplyAdd(c4, c5, c6)));
        return L.MultiplyAdd(c7, c8, L.MultiplyAdd(c9, c10, L.MultiplyAdd(c11, c11, sum)));
    }
}
