using HyperSearch;
using HyperSearch.Core;

namespace Search.Tests;

public sealed class AutoSearchTests : StrategyContract
{
    protected override IStrategy Create() => new AutoSearch();

    [Fact]
    public void The_note_says_what_was_chosen_and_why()
    {
        var rehearsal = new Rehearsal(new("auto", ExampleSpaces.Named("choices only"), Goal.Minimize("x"), 1), trial => TrialResult.Complete(trial.Number));

        rehearsal.Run(Create(), 3);

        Assert.All(rehearsal.Proposals, proposal => Assert.StartsWith("Gaussian process (few values)", proposal.Note));
    }

    [Fact]
    public void In_ranges_every_fourth_trial_goes_where_the_mean_is_lowest()
    {
        var rehearsal = new Rehearsal(new("auto", ExampleSpaces.Floats(2), Goal.Minimize("x"), 1), trial => TrialResult.Complete(trial.Point[0]));

        rehearsal.Run(Create(), 12);

        Assert.Equal([7, 11], Enumerable.Range(0, 12).Where(i => rehearsal.Proposals[i].Note!.EndsWith("lowest mean", StringComparison.Ordinal)));
    }

    [Fact]
    public void No_point_is_proposed_twice_while_there_are_others()
    {
        foreach (var strategy in new IStrategy[] { new AutoSearch(), new Tpe(), new GaussianProcessSearch(), new ForestSearch(), new CmaEs() })
        {
            var rehearsal = new Rehearsal(new("all", ExampleSpaces.Named("choices only"), Goal.Minimize("x"), 1), trial => TrialResult.Complete(trial.Point[0] + trial.Point[1]));

            rehearsal.Run(strategy, 16, workers: 3);

            Assert.Equal(16, rehearsal.Started.Select(trial => trial.Point).Distinct().Count());
        }
    }

    /// <summary>A quadratic bowl in two dimensions; a uniform draw of 40 has a median best near 0.006. The seed is fixed.</summary>
    [Fact]
    public void A_smooth_bowl_is_solved()
    {
        var space = ExampleSpaces.Floats(2);
        var rehearsal = new Rehearsal(new("bowl", space, Goal.Minimize("x"), 3),
            trial => TrialResult.Complete(Math.Pow(trial.Point[0] - 0.3, 2) + Math.Pow(trial.Point[1] - 0.8, 2)));

        rehearsal.Run(Create(), 40);

        Assert.True(rehearsal.Log.Next().Best!.Value < 1e-4);
    }
}
