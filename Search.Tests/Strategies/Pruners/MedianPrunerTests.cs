using HyperSearch;

namespace Search.Tests;

public sealed class MedianPrunerTests : PrunerContract
{
    protected override IPruner Create(double sign) => new MedianPruner();

    [Fact]
    public void A_trial_is_stopped_whose_best_is_worse_than_the_median_of_the_running_averages()
    {
        // Their averages up to step 2 are 0.1, 0.2, …, 0.5: the median is 0.3.
        var peers = Enumerable.Range(1, 5).Select(i => PrunerCases.Trial(i, i * 0.1 - 0.05, i * 0.1 + 0.05)).ToArray();

        Assert.True(new MedianPruner().ShouldStop(PrunerCases.Trial(9, 0.29, 0.1), PrunerCases.Past(peers)));
        Assert.False(new MedianPruner().ShouldStop(PrunerCases.Trial(9, 0.31, 0.1), PrunerCases.Past(peers)));
        Assert.False(new MedianPruner().ShouldStop(PrunerCases.Trial(9, 0.29, 0.1), PrunerCases.Past(peers[1..])));
        Assert.False(new MedianPruner { FirstStep = 3 }.ShouldStop(PrunerCases.Trial(9, 0.29, 0.1), PrunerCases.Past(peers)));
    }
}
