namespace HyperSearch.Core;

/// <summary>Intervals of time that may overlap.</summary>
public static class TimeIntervals
{
    /// <summary>How long at least one of them lasts.</summary>
    /// <param name="intervals">Begin and end. One that ends before it begins, as when a clock was set back, counts nothing.</param>
    public static TimeSpan Union(IEnumerable<(DateTimeOffset Start, DateTimeOffset End)> intervals)
    {
        var total = TimeSpan.Zero;
        var reached = DateTimeOffset.MinValue;
        foreach (var (start, end) in intervals.Where(interval => interval.End > interval.Start).OrderBy(interval => interval.Start))
        {
            if (end <= reached)
                continue;
            total += end - (start > reached ? start : reached);
            reached = end;
        }
        return total;
    }
}
