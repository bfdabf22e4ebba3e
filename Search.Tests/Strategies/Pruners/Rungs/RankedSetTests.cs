using HyperSearch;
using HyperSearch.Strategies;

namespace Search.Tests;

public sealed class RankedSetTests
{
    [Fact]
    public void Items_stand_where_they_would_in_a_sorted_list_whatever_comes_and_goes()
    {
        var random = new RandomStream(1, 0, StreamPurpose.Evaluate);
        var set = new RankedSet<int>(Comparer<int>.Default);
        var sorted = new SortedSet<int>();
        for (var i = 0; i < 20_000; i++)
        {
            // It grows to several pieces, and shrinks to none.
            var item = random.NextInt(3000);
            if (sorted.Contains(item) || i > 15_000)
                item = sorted.Count > 0 ? sorted.GetViewBetween(item, 3000) is { Count: > 0 } from ? from.Min : sorted.Min : item;
            if (sorted.Remove(item))
                set.Remove(item);
            else if (sorted.Add(item))
                set.Add(item);
            if (i % 100 != 0)
                continue;
            int[] expected = [.. sorted];
            Assert.Equal(expected.Length, set.Count);
            Assert.Equal(expected, Enumerable.Range(0, set.Count).Select(place => set[place]));
            Assert.Equal(expected.Count(other => other < item), set.CountBefore(item));
            Assert.Equal(expected.Where(other => other <= item), set.UpTo(item));
        }
        Assert.Empty(sorted);
    }
}
