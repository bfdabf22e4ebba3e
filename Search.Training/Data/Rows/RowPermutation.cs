using System.Numerics;
using System.Runtime.InteropServices;

namespace HyperSearch.Training;

/// <summary>
/// An order of 0 … count − 1 that takes no memory: a Feistel network of four rounds over the numbers of as many bits, two halves of which
/// change each other in turn (Luby and Rackoff 1988); what comes out too large goes in again (Black and Rogaway 2002, "cycle walking").
/// </summary>
[StructLayout(LayoutKind.Auto)]
internal readonly struct RowPermutation
{
    private readonly int _count;
    private readonly int _half;     // bits of each half
    private readonly uint _key0, _key1, _key2, _key3;

    public RowPermutation(int count, ref RandomNumbers random)
    {
        _count = count;
        _half = Math.Max(1, (33 - BitOperations.LeadingZeroCount((uint)Math.Max(count - 1, 1))) / 2);
        (_key0, _key1, _key2, _key3) = (random.NextUInt32(), random.NextUInt32(), random.NextUInt32(), random.NextUInt32());
    }

    public int this[int place]
    {
        get
        {
            var number = (uint)place;
            do
                number = Permute(number);
            while (number >= (uint)_count);
            return (int)number;
        }
    }

    private uint Permute(uint number)
    {
        var mask = (1u << _half) - 1;
        uint left = number >> _half, right = number & mask;
        left ^= Mix(right, _key0) & mask;
        right ^= Mix(left, _key1) & mask;
        left ^= Mix(right, _key2) & mask;
        right ^= Mix(left, _key3) & mask;
        return (left << _half) | right;
    }

    /// <summary>The finalizer of MurmurHash3: every bit of the key and the half changes every bit of the result.</summary>
    private static uint Mix(uint half, uint key)
    {
        var x = half ^ key;
        x = (x ^ (x >> 16)) * 0x85EB_CA6B;
        x = (x ^ (x >> 13)) * 0xC2B2_AE35;
        return x ^ (x >> 16);
    }
}
