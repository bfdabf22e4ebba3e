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

    private static Trial Pruned(int number, double? value) => Complete(number, 0) with { State = TrialState.Pruned, Value = value };

    private static Trial Failed(int number) => Pruned(number, null) with { State = TrialState.Failed };
}
