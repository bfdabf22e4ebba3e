namespace HyperSearch.Training;

/// <summary>Finds the value with so many smaller ones among values that are passed by several times, without keeping them: 16 bits of
/// it a pass, from the first on.</summary>
/// <param name="rank">0: the smallest.</param>
/// <param name="bits">Of a key: 32 or 64.</param>
internal sealed class RankSearch(long rank, int bits)
{
    private const int Digit = 16;

    private readonly long[] _counts = new long[1 << Digit];
    private long _rank = rank;
    private int _left = bits;       // bits that are not known yet

    /// <summary>The bits that are known.</summary>
    public ulong Key { get; private set; }

    public bool Found => _left == 0;

    /// <summary>Keys are in the order of the numbers: the sign's bit is turned, and of negative numbers all others too.</summary>
    public static ulong KeyOf(double number)
    {
        var bits = BitConverter.DoubleToUInt64Bits(number + 0.0);   // −0 becomes 0
        return (bits >> 63) == 0 ? bits | (1UL << 63) : ~bits;
    }

    public static double DoubleOf(ulong key) => BitConverter.UInt64BitsToDouble((key >> 63) == 1 ? key & ~(1UL << 63) : ~key);

    /// <inheritdoc cref="KeyOf(double)"/>
    public static ulong KeyOf(float number)
    {
        var bits = BitConverter.SingleToUInt32Bits(number + 0f);
        return (bits >> 31) == 0 ? bits | (1U << 31) : ~bits;
    }

    public static float SingleOf(ulong key) => BitConverter.UInt32BitsToSingle((key >> 31) == 1 ? (uint)key & ~(1U << 31) : ~(uint)key);

    public void Count(ulong key)
    {
        if (_left > 0 && (_left == 64 || key >> _left == Key))
            _counts[(key >> (_left - Digit)) & 0xFFFF]++;
    }

    /// <summary>After each pass.</summary>
    public void Narrow()
    {
        if (_left == 0)
            return;
        var digit = 0;
        for (; _rank >= _counts[digit]; digit++)
            _rank -= _counts[digit];
        Key = (Key << Digit) | (uint)digit;
        _left -= Digit;
        Array.Clear(_counts);
    }
}
