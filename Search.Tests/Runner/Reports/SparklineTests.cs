using HyperSearch.Runner;

namespace Search.Tests;

public sealed class SparklineTests
{
    [Fact]
    public void A_rising_curve_rises_from_the_lowest_to_the_highest_block() =>
        Assert.Equal("▁▂▃▄▅▆▇█", new Sparkline(0, 8).Draw([0, 1, 2, 3, 4, 5, 6, 7]));

    [Fact]
    public void Curves_share_a_scale() => Assert.Equal("▅", Sparkline.For([0, 1, 0.5]).Draw([0.5]));

    [Fact]
    public void A_long_curve_is_thinned_with_its_first_and_last_value_kept()
    {
        var line = new Sparkline(0, 1).Draw([1, .. Enumerable.Repeat(0.0, 998), 1]);

        Assert.Equal(Sparkline.Width, line.Length);
        Assert.Equal(('█', '▁', '█'), (line[0], line[1], line[^1]));
    }

    [Fact]
    public void A_flat_curve_is_drawn_in_the_middle() => Assert.Equal("▅▅", Sparkline.For([3, 3]).Draw([3, 3]));

    [Fact]
    public void Nothing_is_drawn_as_nothing() => Assert.Equal("", Sparkline.For([]).Draw([]));
}
