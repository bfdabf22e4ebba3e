using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using HyperSearch.Randomness;

namespace HyperSearch.Training;

/// <summary>
/// Zeroes each element with a probability, and scales the others to make up for it. Element i is kept where the
/// random bits of <see cref="Philox"/> at word (i / 16) mod 4 of block 16 (i / 64) + i mod 16 reach the threshold:
/// sixteen blocks at a time, one a lane.
/// </summary>
internal static unsafe class DropoutMask
{
    private const int Lanes = 16, Group = 4 * Lanes;

    /// <summary>y[i] = keep(i) ? x[i] / (1 − probability) : 0; <c>y</c> may be <c>x</c>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Apply(float* x, float* y, int count, double probability, ulong seed, ulong stream, RandomPurpose purpose = RandomPurpose.Dropout)
    {
        var threshold = Vector512.Create(Threshold(probability));
        var scale = Vector512.Create((float)(1 / (1 - probability)));
        for (var i = 0; i < count; i += Group)
        {
            Blocks((uint)(i / 4), seed, stream, purpose, out var word0, out var word1, out var word2, out var word3);
            Keep(x, y, i, count, word0, threshold, scale);
            Keep(x, y, i + Lanes, count, word1, threshold, scale);
            Keep(x, y, i + 2 * Lanes, count, word2, threshold, scale);
            Keep(x, y, i + 3 * Lanes, count, word3, threshold, scale);
        }
    }

    /// <summary>Words below it are dropped.</summary>
    public static uint Threshold(double probability) => (uint)Math.Round(probability * 4294967296.0);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Keep(float* x, float* y, int i, int count, Vector512<uint> word, Vector512<uint> threshold, Vector512<float> scale)
    {
        var kept = Vector512.GreaterThanOrEqual(word, threshold).AsSingle();
        if (i + Lanes <= count)
        {
            (Vector512.Load(x + i) * scale & kept).Store(y + i);
            return;
        }
        for (var lane = 0; i + lane < count; lane++)
            y[i + lane] = kept.AsUInt32()[lane] == 0 ? 0 : x[i + lane] * scale[0];
    }

    /// <summary>Philox 4x32-10 of the counters (first + lane, stream, purpose).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Blocks(
        uint first, ulong seed, ulong stream, RandomPurpose purpose,
        out Vector512<uint> c0, out Vector512<uint> c1, out Vector512<uint> c2, out Vector512<uint> c3)
    {
        c0 = Vector512.Create(first) + Vector512<uint>.Indices;
        c1 = Vector512.Create((uint)stream);
        c2 = Vector512.Create((uint)(stream >> 32));
        c3 = Vector512.Create((uint)purpose);
        uint k0 = (uint)seed, k1 = (uint)(seed >> 32);
        for (var round = 0; round < Philox.Rounds; round++)
        {
            Multiply(c0, Philox.Multiplier0, out var high0, out var low0);
            Multiply(c2, Philox.Multiplier1, out var high1, out var low1);
            c0 = high1 ^ c1 ^ Vector512.Create(k0);
            c1 = low1;
            c2 = high0 ^ c3 ^ Vector512.Create(k1);
            c3 = low0;
            k0 += Philox.Weyl0;
            k1 += Philox.Weyl1;
        }
    }

    /// <summary>The upper and lower halves of 32 × 32 bits in each lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Multiply(Vector512<uint> x, uint factor, out Vector512<uint> high, out Vector512<uint> low)
    {
        var lowHalf = Vector512.Create(0x0000_0000_FFFF_FFFFUL).AsUInt32();
        var even = MultiplyEven(x, factor);
        var odd = MultiplyEven((x.AsUInt64() >>> 32).AsUInt32(), factor);
        low = Vector512.ConditionalSelect(lowHalf, even.AsUInt32(), (odd << 32).AsUInt32());
        high = Vector512.ConditionalSelect(lowHalf, (even >>> 32).AsUInt32(), odd.AsUInt32());
    }

    /// <summary>The 64-bit products of the even lanes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<ulong> MultiplyEven(Vector512<uint> x, uint factor)
    {
        if (Avx512F.IsSupported)
            return Avx512F.Multiply(x, Vector512.Create(factor));
        if (Avx2.IsSupported)
        {
            var factors = Vector256.Create(factor);
            return Vector512.Create(Avx2.Multiply(x.GetLower(), factors), Avx2.Multiply(x.GetUpper(), factors));
        }
        return (x.AsUInt64() & Vector512.Create(0xFFFF_FFFFUL)) * Vector512.Create((ulong)factor);
    }
}
