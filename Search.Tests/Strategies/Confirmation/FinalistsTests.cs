using HyperSearch;

namespace Search.Tests;

public sealed class FinalistsTests
{
    private static readonly SearchProblem Problem = new(new SearchSpace(new FloatParameter("x", 0, 1)), Goal.Minimize("loss"), 1);

    [Fact]
    public void A_lucky_trial_among_bad_ones_does_not_come_before_good_ones()
    {
        var trials = Enumerable.Range(0, 40).Select(i => Trial(i, i / 39.0, (i / 39.0 - 0.25) * (i / 39.0 - 0.25) + 0.01 * (i % 3))).ToArray();
        trials[35] = trials[35] with { Value = -0.01 };
        Assert.Equal(35, new TrialRanking(Problem.Goal).Best(trials)!.Number);
        var finalists = Finalists.Of(Problem, trials, 4);
        Assert.Equal(4, finalists.Count);
        Assert.All(finalists, finalist => Assert.InRange(finalist.Trial, 4, 15));
    }

    [Fact]
    public void Of_several_trials_at_one_point_the_first_one_stands_for_all()
    {
        Trial[] trials = [Trial(0, 0.5, 0.2), Trial(1, 0.5, 0.1) with { ReplicateOf = 0 }, Trial(2, 0.7, 0.3), Trial(3, 0.9, 0.6)];
        Assert.Equal([0, 2, 3], Finalists.Of(Problem, trials, 5).Select(finalist => finalist.Trial).Order());
    }

    [Fact]
    public void Trials_that_failed_or_miss_a_constraint_are_none()
    {
        Trial[] trials = [Trial(0, 0.5, 0.2), Trial(1, 0.6, 0.1) with { Excesses = [0.5] }, Trial(2, 0.7, null), Trial(3, 0.9, 0.6)];
        Assert.Equal([0, 3], Finalists.Of(Problem, trials, 5).Select(finalist => finalist.Trial));
    }

    [Fact]
    public void Without_a_score_there_are_none() => Assert.Empty(Finalists.Of(Problem, [Trial(0, 0.5, null)], 3));

    private static Trial Trial(int number, double x, double? value) =>
        new(number, value is null ? TrialState.Failed : TrialState.Complete, new Point([x])) { Value = value };
}
