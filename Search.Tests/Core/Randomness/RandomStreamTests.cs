using HyperSearch;

namespace Search.Tests;

public sealed class RandomStreamTests
{
    [Fact]
    public void A_stream_is_the_blocks_of_its_seed_trial_and_purpose()
    {
        var stream = new RandomStream(0x0123456789ABCDEF, 42, StreamPurpose.Evaluate);
        for (uint block = 0; block < 3; block++)
        {
            var (x0, x1, x2, x3) = Philox.Block((block, 0, 42, (uint)StreamPurpose.Evaluate), (0x89ABCDEF, 0x01234567));
            foreach (var word in new[] { x0, x1, x2, x3 })
                Assert.Equal(word, stream.NextUInt32());
        }
    }

    [Fact]
    public void Streams_of_another_seed_trial_or_purpose_differ()
    {
        ulong[] seeds = [0, 1, 1UL << 32, ulong.MaxValue];
        var firsts = from seed in seeds
                     from trial in new[] { 0, 1, 2, int.MaxValue }
                     from purpose in Enum.GetValues<StreamPurpose>()
                     select new RandomStream(seed, trial, purpose).NextUInt64();
        Assert.Distinct(firsts);
    }

    [Fact]
    public void A_copy_goes_on_from_the_same_place()
    {
        var stream = new RandomStream(1, 2, StreamPurpose.Propose);
        for (var i = 0; i < 20; i++)
        {
            var copy = stream;
            Assert.Equal(Draw(ref stream), Draw(ref copy));
        }

        static (uint, double, double, int) Draw(ref RandomStream random) => (random.NextUInt32(), random.NextDouble(), random.NextNormal(), random.NextInt(7));
    }

    [Fact]
    public void A_negative_trial_or_bound_is_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new RandomStream(0, -1, StreamPurpose.Propose));
        Assert.Throws<ArgumentOutOfRangeException>(() => new RandomStream(0, 0, StreamPurpose.Propose).NextInt(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new RandomStream(0, 0, StreamPurpose.Propose).NextInt(-5));
    }

    /// <summary>Each of the 53 bits is set half of the time; 53 tests of false-alarm rate 1e-6.</summary>
    [Fact]
    public void Doubles_lie_in_0_to_1_and_have_53_bits()
    {
        const int count = 20_000;
        var random = new RandomStream(3, 0, StreamPurpose.Propose);
        var set = new int[53];
        for (var i = 0; i < count; i++)
        {
            var value = random.NextDouble();
            Assert.InRange(value, 0, Math.BitDecrement(1));
            var bits = value * (1UL << 53);
            Assert.Equal(Math.Truncate(bits), bits);
            for (var bit = 0; bit < 53; bit++)
                set[bit] += (int)((ulong)bits >> bit & 1);
        }
        Assert.All(set, ones => Statistics.RequireEqualCounts([ones, count - ones]));
    }

    /// <summary>False-alarm rate 1e-6.</summary>
    [Fact]
    public void Doubles_are_uniform()
    {
        var random = new RandomStream(4, 0, StreamPurpose.Propose);
        Statistics.RequireDistribution([.. Enumerable.Range(0, 50_000).Select(_ => random.NextDouble())], x => x);
    }

    /// <summary>False-alarm rate 1e-6 each. The last bound is where the remainder of a 32-bit number is biased by a half.</summary>
    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 2)]
    [InlineData(7, 7)]
    [InlineData(1000, 1000)]
    [InlineData(3 << 29, 3)]
    public void Ints_are_unbiased(int bound, int bins)
    {
        var random = new RandomStream(5, 0, StreamPurpose.Propose);
        var counts = new int[bins];
        for (var i = 0; i < 100_000; i++)
        {
            var value = random.NextInt(bound);
            Assert.InRange(value, 0, bound - 1);
            counts[(long)value * bins / bound]++;
        }
        if (bins > 1)
            Statistics.RequireEqualCounts(counts);
    }

    /// <summary>Five tests of false-alarm rate 2e-6 or less.</summary>
    [Fact]
    public void Normals_have_the_moments_and_the_distribution_of_the_standard_normal()
    {
        const int count = 50_000;
        var random = new RandomStream(6, 0, StreamPurpose.Propose);
        var normals = Enumerable.Range(0, count).Select(_ => random.NextNormal()).ToArray();
        Statistics.RequireMean(normals.Average(), 0, 1, count);
        Statistics.RequireMean(normals.Average(x => x * x), 1, Math.Sqrt(2), count);
        Statistics.RequireMean(normals.Average(x => x * x * x), 0, Math.Sqrt(15), count);
        Statistics.RequireDistribution(normals, Statistics.Normal);
        // Neighbours come from one radius: their product shows whether they depend on each other.
        Statistics.RequireMean(normals.Zip(normals.Skip(1), (x, y) => x * y).Average(), 0, 1, count);
    }

    /// <summary>False-alarm rate 1e-6.</summary>
    [Fact]
    public void Every_permutation_is_equally_likely()
    {
        var random = new RandomStream(7, 0, StreamPurpose.Propose);
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < 24_000; i++)
        {
            Span<char> items = ['a', 'b', 'c', 'd'];
            random.Shuffle(items);
            var order = items.ToString();
            counts[order] = counts.GetValueOrDefault(order) + 1;
        }
        Assert.Equal(24, counts.Count);
        Statistics.RequireEqualCounts([.. counts.Values]);
    }
}
