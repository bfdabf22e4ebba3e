using HyperSearch;

namespace Search.Tests;

public sealed class PatiencePrunerTests : PrunerContract
{
    protected override IPruner Create(double sign) => new PatiencePruner(5);

    [Fact]
    public void A_trial_is_stopped_so_many_steps_after_its_best()
    {
        Assert.False(new PatiencePruner(2).ShouldStop(PrunerCases.Trial(0, 0.1, 0.3, 0.2), PrunerCases.Past()));
        Assert.True(new PatiencePruner(2).ShouldStop(PrunerCases.Trial(0, 0.1, 0.3, 0.2, 0.3), PrunerCases.Past()));
    }

    [Fact]
    public void A_gain_below_the_improvement_asked_for_is_none() =>
        Assert.True(new PatiencePruner(2) { Improvement = 0.1 }.ShouldStop(PrunerCases.Trial(0, 0.1, 0.15, 0.19), PrunerCases.Past()));

    [Fact]
    public void Patience_of_no_step_is_refused() =>
        Assert.Contains("`1 <= steps`", Assert.Throws<ArgumentOutOfRangeException>(() => new PatiencePruner(0)).Message);
}
