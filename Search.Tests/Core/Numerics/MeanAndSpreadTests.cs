using HyperSearch;

namespace Search.Tests;

public sealed class MeanAndSpreadTests
{
    [Fact]
    public void It_is_the_mean_and_the_deviation_of_a_sample()
    {
        // numpy: np.mean([2, 4, 4, 6]), np.std([2, 4, 4, 6], ddof=1)
        var spread = MeanAndSpread.Of([2, 4, 4, 6]);
        Assert.Equal((4, 1.632993161855452, 4), (spread.Mean, spread.Deviation, spread.Count));
        Assert.Equal("4.000 ± 1.633", spread.ToString());
    }

    [Fact]
    public void One_number_has_no_deviation_and_none_has_no_mean()
    {
        Assert.Equal("0.912", MeanAndSpread.Of([0.912]).ToString());
        Assert.Equal(new MeanAndSpread(double.NaN, double.NaN, 0), MeanAndSpread.Of([]));
        Assert.Equal("0.500 ± 0.000", MeanAndSpread.Of([0.5, 0.5]).ToString());
    }

    [Fact]
    public void It_is_above_another_by_more_than_two_standard_errors_of_the_difference()
    {
        MeanAndSpread low = MeanAndSpread.Of([1, 2, 3]), high = MeanAndSpread.Of([2.7, 3.7, 4.7]);
        Assert.Equal(1 / Math.Sqrt(3), low.StandardError, 1e-15);
        Assert.True(high.IsAbove(low)); // 1.7 > 2 √(2/3) = 1.63
        Assert.False(MeanAndSpread.Of([2.6, 3.6, 4.6]).IsAbove(low));
        Assert.False(low.IsAbove(high));
        Assert.False(MeanAndSpread.Of([9]).IsAbove(low));
    }
}
