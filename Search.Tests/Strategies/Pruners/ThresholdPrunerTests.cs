using HyperSearch;

namespace Search.Tests;

public sealed class ThresholdPrunerTests : PrunerContract
{
    protected override IPruner Create(double sign) =>
        sign > 0 ? new ThresholdPruner { Lowest = 0.2, Highest = 2 } : new ThresholdPruner { Highest = -0.2, Lowest = -2 };

    [Fact]
    public void The_bounds_hold_from_the_first_step_named()
    {
        var pruner = new ThresholdPruner { Lowest = 0.2, FirstStep = 2 };

        Assert.False(pruner.ShouldStop(PrunerCases.Trial(0, 0.1), PrunerCases.Past()));
        Assert.True(pruner.ShouldStop(PrunerCases.Trial(0, 0.3, 0.19), PrunerCases.Past()));
        Assert.False(pruner.ShouldStop(PrunerCases.Trial(0, 0.1, 0.2), PrunerCases.Past()));
    }
}
