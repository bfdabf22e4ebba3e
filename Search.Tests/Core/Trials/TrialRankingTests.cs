using HyperSearch;
using HyperSearch.Core;

namespace Search.Tests;

public sealed class TrialRankingTests
{
    private static readonly Point Point = ExampleSpaces.Floats(1).Complete([0.5]);

    [Theory]
    [InlineData(false, new[] { 5, 2, 4, 7, 1 })]
    [InlineData(true, new[] { 1, 2, 4, 7, 5 })]
    public void The_better_value_is_first_and_of_equal_ones_the_lower_number_whichever_finished_first(bool maximizes, int[] numbers)
    {
        var best = new TrialRanking(maximizes ? Goal.Maximize("x") : Goal.Minimize("x"));
        Trial[] trials =
        [
            Complete(7, 0.0), Complete(1, 3), new(0, TrialState.Failed, Point), Complete(4, -0.0), Complete(5, -2),
            Complete(2, 0.0), Complete(3, 9) with { State = TrialState.Pruned }, new(6, TrialState.Running, Point),
        ];

        Assert.Equal(numbers, best.Complete(trials).Select(trial => trial.Number));
        Assert.Equal(numbers, best.Complete(trials.Reverse()).Select(trial => trial.Number));
        Assert.Equal(numbers[0], best.Best(trials)!.Number);
    }

    [Fact]
    public void Where_no_trial_is_complete_there_is_none() =>
        Assert.Null(new TrialRanking(Goal.Minimize("x")).Best([new(0, TrialState.Failed, Point), Complete(1, 1) with { State = TrialState.Pruned }]));

    [Fact]
    public void A_result_of_minus_zero_is_one_of_zero() =>
        Assert.Equal("0", TrialResult.Complete(-0.0).Value.ToString());

    private static Trial Complete(int number, double value) => new(number, TrialState.Complete, Point) { Value = value };
}
