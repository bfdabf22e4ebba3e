using System.Runtime.CompilerServices;

namespace HyperSearch.Randomness;

/// <summary>
/// Philox 4x32-10: a keyed bijection of 128-bit counters whose outputs pass for random.
/// Salmon, Moraes, Dror, Shaw: "Parallel Random Numbers: As Easy as 1, 2, 3", SC 2011, section 3.3.
/// </summary>
/// <remarks>Search.Training, which knows nothing of this project, compiles this file too.</remarks>
internal static class Philox
{
    public const int Rounds = 10;
    public const uint Multiplier0 = 0xD2511F53, Multiplier1 = 0xCD9E8D57;
    public const uint Weyl0 = 0x9E3779B9, Weyl1 = 0xBB67AE85;

    /// <summary>The block of four words that belongs to a counter.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (uint X0, uint X1, uint X2, uint X3) Block((uint X0, uint X1, uint X2, uint X3) counter, (uint K0, uint K1) key)
    {
        var (x0, x1, x2, x3) = counter;
        var (k0, k1) = key;
        for (var round = 0; round < Rounds; round++)
        {
            var product0 = (ulong)Multiplier0 * x0;
            var product1 = (ulong)Multiplier1 * x2;
            (x0, x1, x2, x3) = ((uint)(product1 >> 32) ^ x1 ^ k0, (uint)product1, (uint)(product0 >> 32) ^ x3 ^ k1, (uint)product0);
            k0 += Weyl0;
            k1 += Weyl1;
        }
        return (x0, x1, x2, x3);
    }
}
