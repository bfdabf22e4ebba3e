using Search.Core;
using Search.Strategies;

namespace Search.Tests;

public sealed class MedianPrunerTests : PrunerContract
{
    protected override IPruner Create(double sign) => new MedianPruner();

    [Fact]
    public void A_trial_is_stopped_whose_best_is_worse_than_the_median_of_the_running_averages()
    {
        // Their averages up to step 2 are 0.1, 0.2, …, 0.5: the median is 0.3.
        var peers = Enumerable.Range(1, 5).Select(i => PrunerCases.Trial(i, i * 0.1 - 0.05, i * 0.1 + 0.05)).ToArray();

        Assert.True(new MedianPruner().ShouldStop(PrunerCases.Trial(9, 0.29, 0.1), PrunerCases.Past(peers)));
        Assert.False(new MedianPruner().ShouldStop(PrunerCases.Trial(9, 0.31, 0.1), PrunerCases.Past(peers)));
        Assert.False(new MedianPruner().ShouldStop(PrunerCases.Trial(9, 0.29, 0.1), PrunerCases.Past(peers[1..])));
        Assert.False(new MedianPruner { FirstStep = 3 }.ShouldStop(PrunerCases.Trial(9, 0.29, 0.1), PrunerCases.Past(peers)));
    }
}

public sealed class PercentilePrunerTests : PrunerContract
{
    protected override IPruner Create(double sign) => new PercentilePruner(30) { FewestTrials = 3, FirstStep = 2 };

    [Fact]
    public void A_low_percentile_keeps_few()
    {
        var peers = PrunerCases.Past([.. Enumerable.Range(1, 9).Select(i => PrunerCases.Trial(i, i * 0.1))]);

        Assert.True(new PercentilePruner(25).ShouldStop(PrunerCases.Trial(10, 0.65), peers));
        Assert.False(new PercentilePruner(75).ShouldStop(PrunerCases.Trial(10, 0.35), peers));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(100)]
    [InlineData(double.NaN)]
    public void A_percentile_outside_of_0_to_100_is_refused(double percentile) =>
        Assert.Contains("`0 < percentile < 100`", Assert.Throws<ArgumentException>(() => new PercentilePruner(percentile)).Message);
}

public sealed class ThresholdPrunerTests : PrunerContract
{
    protected override IPruner Create(double sign) =>
        sign > 0 ? new ThresholdPruner { Lowest = 0.2, Highest = 2 } : new ThresholdPruner { Highest = -0.2, Lowest = -2 };

    [Fact]
    public void The_bounds_hold_from_the_first_step_named()
    {
        var pruner = new ThresholdPruner { Lowest = 0.2, FirstStep = 2 };

        Assert.False(pruner.ShouldStop(PrunerCases.Trial(0, 0.1), PrunerCases.Past()));
        Assert.True(pruner.ShouldStop(PrunerCases.Trial(0, 0.3, 0.19), PrunerCases.Past()));
        Assert.False(pruner.ShouldStop(PrunerCases.Trial(0, 0.1, 0.2), PrunerCases.Past()));
    }
}

public sealed class PatiencePrunerTests : PrunerContract
{
    protected override IPruner Create(double sign) => new PatiencePruner(5);

    [Fact]
    public void A_trial_is_stopped_so_many_steps_after_its_best()
    {
        Assert.False(new PatiencePruner(2).ShouldStop(PrunerCases.Trial(0, 0.1, 0.3, 0.2), PrunerCases.Past()));
        Assert.True(new PatiencePruner(2).ShouldStop(PrunerCases.Trial(0, 0.1, 0.3, 0.2, 0.3), PrunerCases.Past()));
    }

    [Fact]
    public void A_gain_below_the_improvement_asked_for_is_none() =>
        Assert.True(new PatiencePruner(2) { Improvement = 0.1 }.ShouldStop(PrunerCases.Trial(0, 0.1, 0.15, 0.19), PrunerCases.Past()));

    [Fact]
    public void Patience_of_no_step_is_refused() =>
        Assert.Contains("`0 < steps`", Assert.Throws<ArgumentException>(() => new PatiencePruner(0)).Message);
}

public sealed class SuccessiveHalvingPrunerTests : PrunerContract
{
    protected override IPruner Create(double sign) => new SuccessiveHalvingPruner();

    [Theory]
    [InlineData(5.5, true)]
    [InlineData(6.5, false)]
    public void At_a_decision_the_best_third_goes_on(double value, bool isStopped)
    {
        // Eight others reported 1, …, 8 at step 3; with this trial they are nine, of which three go on.
        var peers = PrunerCases.Past([.. Enumerable.Range(1, 8).Select(i => PrunerCases.Trial(i, 0, 0, i))]);

        Assert.Equal(isStopped, new SuccessiveHalvingPruner(r: 3, eta: 3).ShouldStop(PrunerCases.Trial(20, 0, 0, value), peers));
    }

    [Fact]
    public void Between_decisions_nobody_is_stopped()
    {
        var peers = PrunerCases.Past([.. Enumerable.Range(1, 20).Select(i => PrunerCases.Trial(i, [.. Enumerable.Repeat(1.0, 30)]))]);
        var stops = Enumerable.Range(1, 30).Where(step =>
            new SuccessiveHalvingPruner(r: 2, eta: 3).ShouldStop(PrunerCases.Trial(99, [.. Enumerable.Repeat(0.0, step)]), peers));

        Assert.Equal([2, 6, 18], stops);
    }

    [Fact]
    public void A_higher_rate_leaves_out_the_first_decisions()
    {
        var peers = PrunerCases.Past(PrunerCases.Trial(1, [.. Enumerable.Repeat(1.0, 30)]));
        var stops = Enumerable.Range(1, 30).Where(step =>
            new SuccessiveHalvingPruner(r: 1, eta: 4, s: 1).ShouldStop(PrunerCases.Trial(99, [.. Enumerable.Repeat(0.0, step)]), peers));

        Assert.Equal([4, 16], stops);
    }

    [Fact]
    public void Where_the_first_step_is_not_given_it_is_a_fifth_of_the_longest_complete_trial()
    {
        double[] Long(int steps) => [.. Enumerable.Repeat(1.0, steps)];
        int[] Stops(params Trial[] peers) => [.. Enumerable.Range(1, 60).Where(step =>
            new SuccessiveHalvingPruner().ShouldStop(PrunerCases.Trial(99, [.. Enumerable.Repeat(0.0, step)]), PrunerCases.Past(peers)))];

        Assert.Equal([10, 20, 40], Stops(PrunerCases.Trial(1, Long(50)), PrunerCases.Trial(2, Long(7))));
        Assert.Equal([1, 2], Stops(PrunerCases.Trial(1, Long(3))));
        Assert.Empty(Stops());
        Assert.Empty(Stops(PrunerCases.Trial(1, Long(50)) with { State = TrialState.Pruned }));
    }

    /// <summary>Each of 81 trials in random order of quality is stopped at a decision with about two chances in three.</summary>
    [Fact]
    public void Most_of_the_steps_of_a_study_are_saved_and_its_best_trial_is_not_stopped()
    {
        var random = new RandomStream(3, 0, StreamPurpose.Objective);
        var quality = Enumerable.Range(0, 81).ToArray();
        random.Shuffle(quality.AsSpan());
        var log = new HistoryLog(new("halving", ExampleSpaces.Floats(1), Goal.Maximize("score"), 0));
        var steps = 0;
        foreach (var (number, q) in quality.Index())
        {
            var trial = PrunerCases.Trial(number, q);
            while (trial.LastMeasuredStep < 27 && !new SuccessiveHalvingPruner(r: 1, eta: 3).ShouldStop(trial, log.Live()))
                trial = PrunerCases.Trial(number, [.. Enumerable.Repeat((double)q, trial.LastMeasuredStep + 1)]);
            steps += trial.LastMeasuredStep;
            Assert.True(q < 80 || trial.LastMeasuredStep == 27);
            log.Add(trial);
        }

        Assert.InRange(steps, 81, 81 * 27 / 2);
    }
}

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
}

/// <summary>Trials and histories by the values they reported.</summary>
internal static class PrunerCases
{
    extension(Trial trial)
    {
        public int LastMeasuredStep => trial.Measurements[^1].Step;
    }

    /// <summary>A complete trial that reported these values at the steps 1, 2, ….</summary>
    public static Trial Trial(int number, params double[] values) => new(number, TrialState.Complete, ExampleSpaces.Floats(1).Complete([0.5]))
    {
        Measurements = [.. values.Select((value, i) => new Measurement(i + 1, value))],
        Value = values[^1],
    };

    public static History Past(params IEnumerable<Trial> trials) =>
        History.Of(new("pruning", ExampleSpaces.Floats(1), Goal.Maximize("score"), 0), trials);
}
