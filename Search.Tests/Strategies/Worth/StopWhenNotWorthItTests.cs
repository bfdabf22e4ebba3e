using HyperSearch;
using HyperSearch.Core;

namespace Search.Tests;

/// <summary>A study of which little more is to be expected ends.</summary>
public sealed class StopWhenNotWorthItTests
{
    private const int Budget = 200;

    private static readonly SearchProblem Problem = InsightCases.Minimize(InsightCases.Cube);

    [Theory]
    [InlineData(0.0)]
    [InlineData(-1.0)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void A_gain_outside_of_its_range_is_refused(double gain) => Assert.Throws<ArgumentOutOfRangeException>(() => Stop.WhenNotWorthIt(gain));

    [Fact]
    public void It_is_met_where_all_is_found_and_says_what_was_expected()
    {
        var reason = Stop.WhenNotWorthIt(0.001).ReasonOf(Trials(100, Flat), Budget);

        Assert.Equal("after 45 results, 155 more trials were expected to bring 0 of loss, less than the 0.001 that they must be worth", reason);
    }

    [Fact]
    public void It_is_not_met_before_there_are_enough_trials()
    {
        Assert.Null(Stop.WhenNotWorthIt(0.001).ReasonOf(Trials(44, Flat), Budget));
        Assert.NotNull(Stop.WhenNotWorthIt(0.001).ReasonOf(Trials(45, Flat), Budget));
        // Twenty-five parameters take a hundred trials.
        var large = InsightCases.Minimize(new([.. Enumerable.Range(0, 30).Select(i => new FloatParameter($"x{i}", 0, 1))]));
        Assert.Null(Stop.WhenNotWorthIt(0.001).ReasonOf(Of(large, InsightCases.Random(large.Space, 99, _ => 1)), Budget));
        Assert.NotNull(Stop.WhenNotWorthIt(0.001).ReasonOf(Of(large, InsightCases.Random(large.Space, 100, _ => 1)), Budget));
    }

    [Theory]
    [InlineData(10)]
    [InlineData(35)]
    public void A_study_that_still_improves_is_not_stopped(int every)
    {
        var history = Trials(150, number => 1 - 0.002 * (number / every));

        Assert.Null(Stop.WhenNotWorthIt(0.001).ReasonOf(history, Budget));
    }

    /// <summary>So processes that see a few results more come to the same as those that have ended.</summary>
    [Fact]
    public void What_comes_after_it_was_met_changes_nothing()
    {
        var rule = Stop.WhenNotWorthIt(0.001);
        var trials = InsightCases.Random(Problem.Space, 80, _ => 1);
        Trial[] later = [.. trials.Select(trial => trial.Number < 46 ? trial : trial with { Value = -trial.Number })];

        var reason = rule.ReasonOf(Of(Problem, later[..45]), Budget);

        Assert.NotNull(reason);
        for (var count = 46; count <= later.Length; count++)
            Assert.Equal(reason, rule.ReasonOf(Of(Problem, later[..count]), Budget));
    }

    [Fact]
    public void It_goes_by_the_budget_that_is_left_and_is_the_same_when_asked_after_each_result()
    {
        var rule = Stop.WhenNotWorthIt(0.001);
        var log = new HistoryLog(Problem);
        var trials = InsightCases.Search(Problem.Space, point => (point[0] - 0.3) * (point[0] - 0.3) + point[1] / 2, 80);
        string? first = null;
        foreach (var trial in trials)
        {
            log.Add(trial with { State = TrialState.Running, Value = null, FinishOrder = null, Observed = log.Observed });
            log.Add(trial);
            first ??= rule.ReasonOf(log.Next(), 125);
            Assert.Equal(first, rule.ReasonOf(log.Next(), 125));
        }

        Assert.NotNull(first);
        Assert.Equal(first, rule.ReasonOf(Of(Problem, trials), 125));
        // Nothing is left of a budget that is used up, and there is nothing to stop.
        Assert.Null(rule.ReasonOf(Of(Problem, trials), 20));
    }

    private static double Flat(int number) => 1;

    private static History Trials(int count, Func<int, double> value) =>
        Of(Problem, [.. InsightCases.Random(Problem.Space, count, _ => 0).Select(trial => trial with { Value = value(trial.Number) })]);

    private static History Of(SearchProblem problem, Trial[] trials) => History.Of(problem, trials);
}
