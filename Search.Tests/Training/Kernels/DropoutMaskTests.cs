using HyperSearch.Training;

namespace Search.Tests;

public unsafe class DropoutMaskTests
{
    private const double Probability = 0.3;
    private const ulong Seed = 0x1234_5678_9ABC_DEF0, Stream = (7UL << 32) | 5;

    [Fact]
    public void Every_length_is_masked_as_Philox_says_and_nothing_beyond()
    {
        for (var length = 0; length <= 257; length++)
        {
            using var x = new GuardedMemory(TestNumbers.Normal(length));
            using var y = new GuardedMemory(length);
            DropoutMask.Apply(x.Data, y.Data, length, Probability, Seed, Stream);
            for (var i = 0; i < length; i++)
                Assert.Equal(Kept(i) ? x.Span[i] * (float)(1 / (1 - Probability)) : 0, y.Span[i]);
        }
    }

    [Fact]
    public void The_share_dropped_is_the_probability()
    {
        const int Count = 100_000;
        var ones = new float[Count];
        Array.Fill(ones, 1);
        fixed (float* x = ones)
            DropoutMask.Apply(x, x, Count, Probability, Seed, Stream);
        var share = ones.Count(value => value == 0) / (double)Count;
        Assert.Equal(Probability, share, 4 * Math.Sqrt(Probability * (1 - Probability) / Count)); // a false alarm in 16,000, but the seed is fixed
    }

    /// <summary>One element at a time.</summary>
    private static bool Kept(int i)
    {
        var block = (uint)(16 * (i / 64) + i % 16);
        var words = Philox.Block((block, 5, 7, (uint)RandomPurpose.Dropout), (0x9ABC_DEF0, 0x1234_5678));
        var word = (i / 16 % 4) switch { 0 => words.X0, 1 => words.X1, 2 => words.X2, _ => words.X3 };
        return word >= DropoutMask.Threshold(Probability);
    }
}
