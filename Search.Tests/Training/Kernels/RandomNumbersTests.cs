using HyperSearch.Training;

namespace Search.Tests;

public class TrainingRandomNumbersTests
{
    // The known answers that come with the authors' library (Random123, kat_vectors).
    [Theory]
    [InlineData(0u, 0u, 0u, 0u, 0u, 0u, 0x6627e8d5u, 0xe169c58du, 0xbc57ac4cu, 0x9b00dbd8u)]
    [InlineData(0xffffffffu, 0xffffffffu, 0xffffffffu, 0xffffffffu, 0xffffffffu, 0xffffffffu, 0x408f276du, 0x41c83b0eu, 0xa20bc7c6u, 0x6d5451fdu)]
    [InlineData(0x243f6a88u, 0x85a308d3u, 0x13198a2eu, 0x03707344u, 0xa4093822u, 0x299f31d0u, 0xd16cfe09u, 0x94fdccebu, 0x5001e420u, 0x24126ea1u)]
    public void Philox_gives_the_published_answers(
        uint c0, uint c1, uint c2, uint c3, uint k0, uint k1, uint x0, uint x1, uint x2, uint x3)
        => Assert.Equal((x0, x1, x2, x3), Philox.Block(c0, c1, c2, c3, k0, k1));

    [Fact]
    public void Seed_purpose_and_stream_each_give_another_sequence()
    {
        var firsts = new HashSet<uint>
        {
            new RandomNumbers(1, RandomPurpose.Shuffle).NextUInt32(),
            new RandomNumbers(2, RandomPurpose.Shuffle).NextUInt32(),
            new RandomNumbers(1UL << 32, RandomPurpose.Shuffle).NextUInt32(),
            new RandomNumbers(1, RandomPurpose.Dropout).NextUInt32(),
            new RandomNumbers(1, RandomPurpose.Shuffle, 1).NextUInt32(),
            new RandomNumbers(1, RandomPurpose.Shuffle, 1UL << 32).NextUInt32(),
        };
        Assert.Equal(6, firsts.Count);
    }

    [Fact]
    public void Bounded_integers_cover_their_range_evenly()
    {
        var random = new RandomNumbers(3, RandomPurpose.Shuffle);
        var counts = new int[7];
        for (var i = 0; i < 70_000; i++)
            counts[random.NextBelow(7)]++;
        var chiSquare = counts.Sum(count => Math.Pow(count - 10_000, 2) / 10_000);
        Assert.True(chiSquare < 27.9, $"chi square {chiSquare}: a false alarm has 1 chance in 10,000, but the seed is fixed");
    }

    [Fact]
    public void Normals_have_mean_0_and_deviation_1()
    {
        var numbers = TestNumbers.Normal(100_000);
        Assert.True(Math.Abs(numbers.Average()) < 0.0125, "4 standard errors: a false alarm in 16,000");
        Assert.True(Math.Abs(numbers.Average(number => number * number) - 1) < 0.018, "4 standard errors: a false alarm in 16,000");
    }
}
