using HyperSearch;

namespace Search.Tests;

public sealed class PercentilePrunerTests : PrunerContract
{
    protected override IPruner Create(double sign) => new PercentilePruner(30) { FewestTrials = 3, FirstStep = 2 };

    [Fact]
    public void A_low_percentile_keeps_few()
    {
        var peers = PrunerCases.Past([.. Enumerable.Range(1, 9).Select(i => PrunerCases.Trial(i, i * 0.1))]);

        Assert.True(new PercentilePruner(25).ShouldStop(PrunerCases.Trial(10, 0.65), peers));
        Assert.False(new PercentilePruner(75).ShouldStop(PrunerCases.Trial(10, 0.35), peers));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(100)]
    [InlineData(double.NaN)]
    public void A_percentile_outside_of_0_to_100_is_refused(double percentile) =>
        Assert.Contains("`0 < percentile < 100`", Assert.Throws<ArgumentOutOfRangeException>(() => new PercentilePruner(percentile)).Message);
}
