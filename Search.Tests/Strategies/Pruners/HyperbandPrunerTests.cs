using HyperSearch;

namespace Search.Tests;

public sealed class HyperbandPrunerTests : PrunerContract
{
    protected override IPruner Create(double sign) => new HyperbandPruner(mostSteps: 81);

    [Fact]
    public void The_brackets_have_the_shares_of_the_paper_in_any_run_of_trials()
    {
        // R = 81, η = 3: 81, 34, 15, 8, 5 trials in the five brackets.
        var pruner = new HyperbandPruner(81);
        double[] sizes = [81, 34, 15, 8, 5];

        foreach (var first in new[] { 0, 1000, 12345 })
        {
            var brackets = Enumerable.Range(first, 1430).CountBy(pruner.BracketOf).ToDictionary();
            for (var bracket = 0; bracket < 5; bracket++)
                Assert.InRange(brackets[bracket], sizes[bracket] * 10 - 5, sizes[bracket] * 10 + 5);
        }
    }

    [Fact]
    public void A_trial_is_compared_within_its_bracket()
    {
        var pruner = new HyperbandPruner(9);
        var brackets = Enumerable.Range(0, 100).ToLookup(pruner.BracketOf);
        var trial = PrunerCases.Trial(brackets[0].Last(), 0.0);

        Assert.False(pruner.ShouldStop(trial, PrunerCases.Past([.. brackets[1].Select(number => PrunerCases.Trial(number, 1.0))])));
        Assert.True(pruner.ShouldStop(trial, PrunerCases.Past([.. brackets[0].SkipLast(1).Select(number => PrunerCases.Trial(number, 1.0))])));
    }

    [Fact]
    public void A_trial_is_promoted_within_its_bracket()
    {
        var pruner = new HyperbandPruner(9);
        var brackets = Enumerable.Range(0, 100).ToLookup(pruner.BracketOf);
        Trial[] few = [.. brackets[0].Take(2).Select(number => PrunerCases.Stopped(number, 1.0 / (1 + number)))];
        Trial[] others = [.. brackets[1].Select(number => PrunerCases.Stopped(number, 0.0))];

        Assert.Empty(pruner.Promotable(PrunerCases.Past(few)));
        Assert.Empty(pruner.Promotable(PrunerCases.Past([.. few, .. others])));
        var promotable = pruner.Promotable(PrunerCases.Past([.. few, PrunerCases.Stopped(brackets[0].ElementAt(2), 0)]));
        Assert.Equal([few[0].Number], promotable.Select(trial => trial.Number));
    }
}
