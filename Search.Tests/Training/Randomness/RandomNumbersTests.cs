using HyperSearch.Training;

namespace Search.Tests;

public class TrainingRandomNumbersTests
{
    [Fact]
    public void A_sequence_is_the_blocks_of_its_seed_stream_and_purpose()
    {
        var random = new RandomNumbers(0x0123456789ABCDEF, RandomPurpose.Split, (8UL << 32) | 7);
        for (uint block = 0; block < 3; block++)
        {
            var (x0, x1, x2, x3) = Philox.Block((block, 7, 8, (uint)RandomPurpose.Split), (0x89ABCDEF, 0x01234567));
            foreach (var word in new[] { x0, x1, x2, x3 })
                Assert.Equal(word, random.NextUInt32());
        }
    }

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
            counts[random.NextInt(7)]++;
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
