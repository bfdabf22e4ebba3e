using HyperSearch.Core;

namespace Search.Tests;

public sealed class TimeIntervalsTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(10, 0, 10)]
    [InlineData(10, 0, 10, 0, 10)]
    [InlineData(15, 5, 15, 0, 10)]
    [InlineData(10, 0, 10, 2, 3, 4, 9)]
    [InlineData(7, 0, 5, 10, 12)]
    [InlineData(5, 0, 5, 9, 1)]
    public void What_overlaps_counts_once_and_gaps_do_not(int seconds, params int[] ends) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), TimeIntervals.Union(ends.Chunk(2).Select(pair => (At(pair[0]), At(pair[1])))));

    private static DateTimeOffset At(int second) => DateTimeOffset.UnixEpoch.AddSeconds(second);
}
