using HyperSearch;
using HyperSearch.Runner;

namespace Search.Tests;

public sealed class FrontReportTests
{
    private static readonly Goal[] Goals = [Goal.Maximize("accuracy"), Goal.Minimize("ms")];

    [Fact]
    public void The_hypervolume_goes_up_to_the_worst_complete_trial_and_infeasible_ones_are_no_part_of_the_front()
    {
        Trial[] trials = [At(0, 0.9, 30), At(1, 0.8, 10), At(2, 0.5, 5), At(3, 0.4, 50), At(4, 0.99, 1, 0.5), new(5, TrialState.Failed, default), At(6, 0.7, 20)];

        var front = FrontReport.Of(Goals, trials, trials);

        Assert.Equal([0, 1, 2], front.Members.Select(trial => trial.Number));
        Assert.Equal((5, 1), (front.Candidates, front.Knee!.Number));
        Assert.Equal([0.4, 50], front.Reference);
        // A stair: up to accuracy 0.5 from 5 ms on, up to 0.8 from 10, up to 0.9 from 30.
        Assert.Equal(0.1 * 45 + 0.3 * 40 + 0.1 * 20, front.Hypervolume, 1e-12);
    }

    [Fact]
    public void Without_a_complete_trial_there_is_nothing_to_say()
    {
        var front = FrontReport.Of(Goals, [], [new(0, TrialState.Failed, default)]);

        Assert.Equal((0, 0, null), (front.Members.Count, front.Hypervolume, front.Knee));
        Assert.Equal(["Pareto front: 0 of 0 complete trials"], front.Describe(Goals, hasConstraints: false));
    }

    private static Trial At(int number, double accuracy, double ms, double excess = 0) =>
        new(number, TrialState.Complete, default) { Value = accuracy, FurtherValues = [ms], Excesses = [excess] };
}
