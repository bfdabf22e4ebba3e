using HyperSearch;
using HyperSearch.Core;
using HyperSearch.Strategies;

namespace Search.Tests;

/// <summary>What a trial says to whatever learns from it.</summary>
public sealed class ObservationsTests
{
    private static readonly SearchSpace Space = ExampleSpaces.Floats(1);

    [Fact]
    public void A_pruned_trial_is_no_better_than_the_median_of_the_complete_ones_and_a_failed_one_as_bad_as_the_worst()
    {
        var observations = Observations.Of(Goal.Maximize("score"), [Complete(0, 8), Pruned(1, 9), Complete(2, 2), Complete(3, 4), Failed(4), Pruned(5, 1), Pruned(6, null)]);

        // As losses, divided by 9: the median is that of 8, 4 and 2; the worst is 1.
        Assert.Equal([-8 / 9.0, -4 / 9.0, -2 / 9.0, -4 / 9.0, -1 / 9.0, -1 / 9.0, -1 / 9.0], observations.Losses);
        Assert.Equal(5, observations.Scored);
        Assert.Equal([0, 1, 3, 2, 5, 4, 6], observations.Ranking());
    }

    [Fact]
    public void Of_equal_ones_the_lower_number_ranks_first_whichever_finished_first()
    {
        var observations = Observations.Of(Goal.Minimize("loss"), [Complete(5, 0.0), Complete(3, 1), Complete(1, -0.0), Complete(2, 1)]);

        Assert.Equal([2, 0, 3, 1], observations.Ranking());
    }

    [Fact]
    public void A_trial_that_misses_a_constraint_is_worse_than_all_that_do_not_by_how_much_it_misses_and_a_failed_one_is_no_better()
    {
        var problem = new SearchProblem(Space, Goal.Minimize("loss"), 1) { Constraints = [Constraint.AtMost("a", 1), Constraint.AtMost("b", 1)] };

        var observations = Observations.Of(problem, [Missing(0, -9, 2, -1), Missing(1, 5, -1, 0), Failed(2), Missing(3, -8, 1, 0.5), Missing(4, 2, 0, 0)]);

        Assert.Equal([4, 1, 0, 3, 2], observations.Ranking());
        Assert.Equal(4, observations.Scored);
        Assert.All(observations.Losses, loss => Assert.InRange(loss, -1, 1));
    }

    [Fact]
    public void Of_several_goals_the_front_comes_first_and_in_it_what_is_least_crowded()
    {
        var problem = new SearchProblem(Space, Goal.Maximize("score"), 1) { FurtherGoals = [Goal.Minimize("cost")] };

        var observations = Observations.Of(problem, [ByGoals(0, 1, 5), ByGoals(1, 5, 9), ByGoals(2, 1, 1), ByGoals(3, 4, 4), Failed(4), ByGoals(5, 4.5, 4.5)]);

        Assert.Equal([1, 2], observations.Ranking()[..2].Order());
        Assert.Equal([3, 5], observations.Ranking()[2..4].Order());
        Assert.Equal([0, 4], observations.Ranking()[4..]);
    }

    /// <summary>A strategy that took the values of pruned trials as they are would go where they are, at high x.</summary>
    [Theory]
    [InlineData("Tpe")]
    [InlineData("GaussianProcessSearch")]
    [InlineData("ForestSearch")]
    [InlineData("CmaEs")]
    [InlineData("Narrowing")]
    [InlineData("GridSearch")]
    public void Every_strategy_that_learns_stays_away_from_where_trials_were_pruned_and_failed(string name)
    {
        IStrategy strategy = name switch
        {
            "Tpe" => new Tpe(),
            "GaussianProcessSearch" => new GaussianProcessSearch(),
            "ForestSearch" => new ForestSearch(),
            "CmaEs" => new CmaEs(),
            "Narrowing" => new Narrowing(new RandomSearch()),
            _ => new GridSearch(9) { Rounds = 12 },
        };
        // The higher half is pruned with the best values, the highest tenth fails.
        var rehearsal = new Rehearsal(new("pruned", Space, Goal.Minimize("loss"), 5), trial => trial.Point[0] switch
        {
            > 0.9 => TrialResult.Failed("no"),
            > 0.5 and var x => TrialResult.Pruned(-10 - x),
            var x => TrialResult.Complete(Math.Abs(x - 0.2)),
        });

        rehearsal.Run(strategy, 160);

        var last = rehearsal.Started.TakeLast(30).ToArray();
        Assert.InRange(last.Count(trial => trial.Point[0] <= 0.5), 18, 30);
    }

    private static Trial Complete(int number, double value) => new(number, TrialState.Complete, Space.Complete([0.5])) { Value = value };

    private static Trial Missing(int number, double value, params double[] excesses) => Complete(number, value) with { Excesses = excesses };

    private static Trial ByGoals(int number, double value, double further) => Complete(number, value) with { FurtherValues = [further] };

    private static Trial Pruned(int number, double? value) => Complete(number, 0) with { State = TrialState.Pruned, Value = value };

    private static Trial Failed(int number) => Pruned(number, null) with { State = TrialState.Failed };
}
