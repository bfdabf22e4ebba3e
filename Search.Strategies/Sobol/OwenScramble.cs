using System.Buffers.Binary;

namespace HyperSearch.Strategies;

/// <summary>
/// Nested uniform scrambling of a fraction of 2³²: each bit is flipped depending on the bits above it. Keeps the evenness
/// of a net and makes every point uniform. Owen: "Randomly Permuted (t,m,s)-Nets and (t,s)-Sequences", 1995; by the hash
/// of Burley: "Practical Hash-based Owen Scrambling", JCGT 9, 2020, section 3.
/// </summary>
internal static class OwenScramble
{
    public static uint Scramble(uint x, uint seed) => Reverse(LaineKarras(Reverse(x), seed));

    // In this hash a bit depends on lower bits alone; between two reversals, on higher ones.
    private static uint LaineKarras(uint x, uint seed)
    {
        x += seed;
        x ^= x * 0x6c50b47c;
        x ^= x * 0xb82f1e52;
        x ^= x * 0xc7afe638;
        x ^= x * 0x8d22f6e6;
        return x;
    }

    private static uint Reverse(uint x)
    {
        x = ((x >> 1) & 0x55555555) | ((x & 0x55555555) << 1);
        x = ((x >> 2) & 0x33333333) | ((x & 0x33333333) << 2);
        x = ((x >> 4) & 0x0F0F0F0F) | ((x & 0x0F0F0F0F) << 4);
        return BinaryPrimitives.ReverseEndianness(x);
    }
}
