using HyperSearch.Training;

namespace Search.Tests;

public sealed class SplitTests : IDisposable
{
    private readonly TableFiles _files = new();

    public static TheoryData<bool> Places => [true, false];

    public void Dispose() => _files.Dispose();

    [Theory, MemberData(nameof(Places))]
    public void A_split_deals_every_row_once_with_its_share_of_each_class(bool inMemory)
    {
        var data = Open(400, inMemory);
        var (a, b, c) = data.Split(0.2, 0.1, seed: 3);
        Assert.Equal(Rows(data), Rows(a).Concat(Rows(b)).Concat(Rows(c)).Order());
        Assert.InRange(b.Count, 79, 81);
        Assert.InRange(c.Count, 39, 41);
        foreach (var label in (int[])[0, 1])
            Assert.InRange(TableFiles.Labels(b).Count(l => l == label) - 0.2 * TableFiles.Labels(data).Count(l => l == label), -2, 2);
        Assert.Equal(Rows(b), Rows(data.Split(0.2, 0.1, seed: 3).Validation));
        Assert.NotEqual(Rows(b), Rows(data.Split(0.2, 0.1, seed: 4).Validation));
    }

    [Theory, MemberData(nameof(Places))]
    public void All_rows_of_a_group_are_on_one_side(bool inMemory)
    {
        var data = Open(400, inMemory);
        for (ulong seed = 0; seed < 5; seed++)
        {
            var (a, b, c) = data.Split(0.25, 0.25, seed, groupBy: "customer");
            Assert.Equal(Rows(data), Rows(a).Concat(Rows(b)).Concat(Rows(c)).Order());
            Assert.Empty(Groups(a).Intersect(Groups(b)).Concat(Groups(b).Intersect(Groups(c))).Concat(Groups(a).Intersect(Groups(c))));
            // 40 groups of 10.
            Assert.InRange(b.Count, 90, 110);
            Assert.InRange(c.Count, 90, 110);
        }
        Assert.Contains("no column \"shop\" to split by; there are \"customer\"", Assert.Throws<ArgumentException>(() => data.Split(0.2, 0, 1, "shop")).Message, StringComparison.Ordinal);
        Assert.Contains("must get a group", Assert.Throws<ArgumentException>(() => data.Where(i => Groups(data)[i] == Groups(data)[0]).Split(0.2, 0, 1, "customer")).Message, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Places))]
    public void What_comes_last_is_validated_and_tested_by(bool inMemory)
    {
        var data = Open(400, inMemory);
        var (a, b, c) = data.SplitByTime("day", 0.2, 0.1);
        Assert.Equal(Rows(data), Rows(a).Concat(Rows(b)).Concat(Rows(c)).Order());
        Assert.True(Times(a).Max() < Times(b).Min() && Times(b).Max() < Times(c).Min());
        // At most so many rows have one day.
        Assert.InRange(b.Count, 60, 100);
        Assert.InRange(c.Count, 30, 60);
        Assert.Equal(0, data.SplitByTime("day", 0.2).Test.Count);
        Assert.Contains("\"customer\" has other texts", Assert.Throws<ArgumentException>(() => data.SplitByTime("customer", 0.2)).Message, StringComparison.Ordinal);
        Assert.Contains("a value in each row", Assert.Throws<ArgumentException>(() => data.SplitByTime("weight", 0.2)).Message, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Places))]
    public void Folds_validate_by_every_row_once(bool inMemory)
    {
        var data = Open(203, inMemory);
        foreach (var groupBy in (string?[])[null, "customer"])
        {
            var folds = data.Folds(4, seed: 2, groupBy);
            Assert.Equal([1, 2, 3, 4], folds.Select(fold => fold.Number));
            Assert.Equal(Rows(data), folds.SelectMany(fold => Rows(fold.Validation)).Order());
            Assert.All(folds, fold => Assert.Equal(Rows(data), Rows(fold.Training).Concat(Rows(fold.Validation)).Order()));
            Assert.All(folds, fold => Assert.InRange(fold.Validation.Count, groupBy is null ? 49 : 40, groupBy is null ? 53 : 62));
            if (groupBy is not null)
                Assert.All(folds, fold => Assert.Empty(Groups(fold.Training).Intersect(Groups(fold.Validation))));
        }
        Assert.Throws<ArgumentException>(() => data.Folds(1, 0));
        Assert.Throws<ArgumentException>(() => data.Take(3).Folds(4, 0));
    }

    [Fact]
    public void Rows_are_chosen_by_number_or_by_what_they_have()
    {
        var data = Open(50, inMemory: true);
        Assert.Equal([Rows(data)[7], Rows(data)[3], Rows(data)[7]], Rows(data.Rows([7, 3, 7])));
        Assert.All(TableFiles.Labels(data.Where(i => data.Label(i) == 1)), label => Assert.Equal(1, label));
        Assert.Throws<ArgumentOutOfRangeException>(() => data.Rows([50]));
        Assert.Throws<ArgumentOutOfRangeException>(() => data.Rows([-1]));
        Assert.Throws<ArgumentOutOfRangeException>(() => data.Take(-1));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(64)]
    [InlineData(1000)]
    [InlineData(5001)]
    public void Rows_told_by_bits_are_those_that_are_listed(int count)
    {
        var random = new RandomNumbers(1, RandomPurpose.Split, (ulong)count);
        foreach (var share in (int[])[1, 2, 50, 2000])
        {
            var words = new ulong[(count + 63) / 64];
            var listed = new List<int>();
            for (var row = 0; row < count; row++)
            {
                if (random.NextInt(share) > 0)
                    continue;
                words[row / 64] |= 1UL << (row % 64);
                listed.Add(row);
            }
            var bits = new RowBits(words);
            Assert.Equal(listed, Enumerable.Range(0, bits.Count).Select(place => bits[place]));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(1000)]
    [InlineData(4097)]
    public void An_order_without_memory_has_every_row_once(int count)
    {
        var random = new RandomNumbers(1, RandomPurpose.Shuffle, 7);
        RowPermutation first = new(count, ref random), second = new(count, ref random);
        int[] order = [.. Enumerable.Range(0, count).Select(place => first[place])];
        Assert.Equal(Enumerable.Range(0, count), order.Order());
        if (count >= 1000)
        {
            Assert.NotEqual(order, Enumerable.Range(0, count).Select(place => second[place]));
            // Of a random order, neighbours differ by a third of the whole on average; here to within a tenth of that.
            Assert.InRange(order.Zip(order.Skip(1), (a, b) => Math.Abs((double)a - b)).Average() / count, 0.30, 0.37);
        }
    }

    [Fact]
    public void The_value_of_a_rank_is_found_without_sorting()
    {
        double[] values = [.. TestNumbers.Normal(1001).Select(x => Math.Round(x * 10) * 1e5), -0.0, 0.0, double.MaxValue, double.MinValue, double.Epsilon];
        var sorted = values.Order().ToArray();
        foreach (var rank in (int[])[0, 1, 500, 503, 1004, 1005])
        {
            var search = new RankSearch(rank, bits: 64);
            while (!search.Found)
            {
                foreach (var value in values)
                    search.Count(RankSearch.KeyOf(value));
                search.Narrow();
            }
            Assert.Equal(sorted[rank], RankSearch.DoubleOf(search.Key));
        }
    }

    private Dataset Open(int count, bool inMemory)
    {
        var data = _files.OpenMixed(count, inMemory ? null : TableFiles.InFile);
        Assert.Equal(inMemory, data.InMemory);
        return data;
    }

    private static int[] Rows(Dataset data) => [.. Enumerable.Range(0, data.Count).Select(i => data.TableRows[i])];

    private static double[] Groups(Dataset data) => [.. KeyReader.Of(data, "customer").All()];

    private static double[] Times(Dataset data) => [.. KeyReader.Of(data, "day").All()];
}
