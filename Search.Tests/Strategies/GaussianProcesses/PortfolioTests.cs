using HyperSearch;
using HyperSearch.Strategies;

namespace Search.Tests;

public sealed class PortfolioTests
{
    private static readonly SearchSpace Line = new(new FloatParameter("x", 0, 1));

    [Fact]
    public void Begins_with_what_is_good_in_all_studies_and_goes_on_with_what_is_best_in_each()
    {
        // Best at 0.1 and at 0.9, and both are good in the middle.
        var portfolio = Of(At("low", 0.1), At("high", 0.9));

        Assert.InRange(portfolio[0].Point[0], 0.05, 0.95);
        var first = portfolio[..3].Select(entry => entry.Point[0]).ToArray();
        Assert.Contains(first, x => x < 0.3);
        Assert.Contains(first, x => x > 0.7);
    }

    [Fact]
    public void Names_the_study_that_each_trial_is_from_and_has_none_twice()
    {
        var (low, high) = (At("low", 0.1), At("high", 0.9));

        var portfolio = Of(low, high, low with { Name = "again" });

        Assert.Equal(40, portfolio.Select(entry => entry.Point).Distinct().Count());
        Assert.Equal(40, portfolio.Length);
        foreach (var (point, study) in portfolio)
        {
            var trials = study == "low" ? low.Trials : high.Trials;
            Assert.Contains(trials, trial => Line[0].CodeOf(trial.Values[0].Value) == point[0]);
        }
    }

    [Fact]
    public void Of_one_study_the_best_come_first()
    {
        var portfolio = Of(At("one", 0.4));

        Assert.All(portfolio[..5], entry => Assert.InRange(entry.Point[0], 0.2, 0.6));
    }

    private static EarlierStudy At(string name, double optimum) =>
        EarlierSearches.Random(Line, name, 50, point => Math.Abs(point[0] - optimum));

    private static Portfolio.Entry[] Of(params EarlierStudy[] studies) =>
        Portfolio.Of(EarlierProcesses.Of(new(Line, Goal.Minimize("x"), 1) { Earlier = studies }, null));
}
