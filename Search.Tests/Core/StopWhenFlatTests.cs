using HyperSearch;

namespace Search.Tests;

public sealed class StopWhenFlatTests
{
    [Theory]
    [InlineData(false, 3, 0.0, 5.0, 4.0)]
    [InlineData(false, 3, 0.0, 5.0, 5.0, 5.0)]
    [InlineData(true, 3, 0.0, 5.0, 5.0, 5.0, 5.0)]
    [InlineData(false, 3, 0.0, 5.0, 6.0, 7.0, 4.9)]
    [InlineData(true, 3, 0.1, 5.0, 6.0, 7.0, 4.9)]
    [InlineData(false, 3, 0.1, 5.0, 6.0, 7.0, 4.8)]
    [InlineData(true, 3, 0.0, 5.0, 4.0, 4.0, 4.0, 4.0)]
    [InlineData(false, 3, 0.0, 5.0, 4.0, 4.0, 4.0)]
    public void It_is_met_when_the_last_trials_are_not_better_by_more_than_the_tolerance(bool met, int trials, double tolerance, params double[] values)
    {
        var rule = new StopWhenFlat(trials, tolerance);

        Assert.Equal(met, rule.IsMet(Of(Goal.Minimize("loss"), values)));
        Assert.Equal(met, rule.IsMet(Of(Goal.Maximize("gain"), [.. values.Select(value => -value)])));
    }

    [Fact]
    public void Trials_that_are_not_complete_are_not_counted()
    {
        var history = History.Of(new(new SearchSpace(), Goal.Minimize("loss"), 0),
            Complete(0, 1), new Trial(1, TrialState.Failed, default), new Trial(2, TrialState.Pruned, default) { Value = 5 }, Complete(3, 1), new Trial(4, TrialState.Running, default));

        Assert.True(new StopWhenFlat(1).IsMet(history));
        Assert.False(new StopWhenFlat(2).IsMet(history));
    }

    [Fact]
    public void A_trial_that_misses_a_constraint_is_no_improvement()
    {
        var history = History.Of(new(new SearchSpace(), Goal.Minimize("loss"), 0), Complete(0, 5), Complete(1, 1) with { Excesses = [0.1] }, Complete(2, 6));

        Assert.True(new StopWhenFlat(2).IsMet(history));
    }

    [Theory]
    [InlineData(0, 0.0)]
    [InlineData(1, -0.1)]
    [InlineData(1, double.NaN)]
    [InlineData(1, double.PositiveInfinity)]
    public void Numbers_outside_of_their_range_are_refused(int trials, double tolerance) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new StopWhenFlat(trials, tolerance));

    private static History Of(Goal goal, double[] values) => History.Of(new(new SearchSpace(), goal, 0), values.Select((value, i) => Complete(i, value)));

    private static Trial Complete(int number, double value) => new(number, TrialState.Complete, default) { Value = value };
}
