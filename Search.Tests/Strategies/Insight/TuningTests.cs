using HyperSearch;

namespace Search.Tests;

/// <summary>What tuning brought, and the way from the default to the best trial.</summary>
public sealed class TuningTests
{
    // The middle has 1; x alone brings 0.6, y alone 0.3.
    private static double Loss(Point point) => 1 - 1.2 * Math.Abs(point[0] - 0.5) - 0.6 * Math.Abs(point[1] - 0.5);

    [Fact]
    public void The_gain_of_each_parameter_and_of_all_is_that_of_the_function()
    {
        var trials = InsightCases.Random(InsightCases.Cube, 100, Loss);

        var insight = StudyInsight.Of(InsightCases.Minimize(InsightCases.Cube), trials);

        Assert.Equal(["x", "y", "z", null], insight.Tunability.Select(gain => gain.Parameter));
        Assert.Equal(0.6, insight.Tunability[0].Gain, 0.06);
        Assert.Equal(0.3, insight.Tunability[1].Gain, 0.06);
        Assert.Equal(0, insight.Tunability[2].Gain, 0.03);
        Assert.Equal(1 - trials.Min(trial => trial.Value!.Value), insight.Tunability[3].Gain, 0.06);
    }

    /// <summary>Where the default and the best trial are on record, what the model says of the two is what they came to.</summary>
    [Fact]
    public void What_was_tried_is_known()
    {
        var trials = InsightCases.Random(InsightCases.Cube, 400, Loss).ToList();
        var setting = new Setting { { "x", 0.45 }, { "y", 0.5 }, { "z", 0.25 } };
        var point = InsightCases.Cube.Complete(setting);
        trials.Add(new(400, TrialState.Complete, point) { Value = Loss(point), FinishOrder = 400 });
        var best = trials.Min(trial => trial.Value!.Value);

        var insight = StudyInsight.Of(InsightCases.Minimize(InsightCases.Cube), trials, new() { Default = setting });

        Assert.Equal(Loss(point), insight.Ablation[0].Value, 0.02);
        Assert.Equal(best, insight.Ablation[^1].Value, 0.02);
        Assert.Equal(Loss(point) - best, insight.Tunability[^1].Gain, 0.04);
    }

    /// <summary>Nine in ten trials crowd where the score is good, and the default is far from there: its loss counts in full.</summary>
    [Fact]
    public void What_lies_far_from_most_trials_has_its_own_value()
    {
        static double Value(double x) => x > 0.8 ? 0.5 + 1e-3 * (1 - x) : 0.5002 + (0.8 - x);
        var space = InsightCases.Cube;
        var trials = InsightCases.Random(space, 60, _ => 0).Select(trial => space.Complete([trial.Number % 10 == 0 ? 0.8 * trial.Point[0] : 0.8 + 0.2 * trial.Point[0], trial.Point[1], trial.Point[2]]))
            .Append(space.Complete([0.3, 0.5, 0.5]))
            .Select((point, number) => new Trial(number, TrialState.Complete, point) { Value = Value(point[0]), FinishOrder = number }).ToArray();

        var insight = StudyInsight.Of(InsightCases.Minimize(space), trials, new() { Default = new() { { "x", 0.3 } } });

        Assert.Equal(0.5, insight.Tunability[0].Gain, 0.05);
        Assert.Equal(0.5, insight.Tunability[^1].Gain, 0.05);
        Assert.Equal(1.0, insight.Ablation[0].Value, 0.05);
    }

    [Fact]
    public void Nothing_better_is_claimed_than_some_trial_has_reached()
    {
        for (var seed = 1UL; seed <= 10; seed++)
        {
            var trials = InsightCases.Random(InsightCases.Cube, 12, Loss, seed);
            var (best, worst) = (trials.Min(trial => trial.Value!.Value), trials.Max(trial => trial.Value!.Value));

            var insight = StudyInsight.Of(InsightCases.Minimize(InsightCases.Cube, seed), trials);

            Assert.All(insight.Ablation, step => Assert.InRange(step.Value, best - 1e-12, worst + 1e-12));
            Assert.All(insight.Tunability, gain => Assert.InRange(gain.High, gain.Gain, worst - best + 1e-12));
        }
    }

    [Fact]
    public void The_way_begins_at_the_default_ends_at_the_best_trial_and_takes_the_best_change_first()
    {
        var trials = InsightCases.Random(InsightCases.Cube, 100, Loss);
        var best = trials.MinBy(trial => trial.Value)!;

        var insight = StudyInsight.Of(InsightCases.Minimize(InsightCases.Cube), trials);

        Assert.Equal(new(null, null, null, insight.Ablation[0].Value), insight.Ablation[0]);
        Assert.Equal("x", insight.Ablation[1].Parameter);
        Assert.Equal(0.5, insight.Ablation[1].From!.Value.Number);
        foreach (var (name, value) in InsightCases.Cube.ValuesOf(best.Point))
            Assert.Equal(value, insight.Ablation.Single(step => step.Parameter == name).To);
    }

    /// <summary>The default is adam, the best trial sgd with its momentum; and the other way round.</summary>
    [Theory]
    [InlineData("adam", "sgd")]
    [InlineData("sgd", "adam")]
    public void What_a_change_switches_on_comes_with_it_and_what_it_switches_off_goes(string from, string to)
    {
        var space = InsightCases.Conditional;
        var (optimizer, rate, momentum) = (space.IndexOf("optimizer"), space.IndexOf("rate"), space.IndexOf("momentum"));
        var trials = InsightCases.Random(space, 80, point =>
            (point[optimizer] == 1 == (to == "sgd") ? 0 : 1) + Math.Abs(point[rate] - 0.2) + (point.IsActive(momentum) ? 0.3 * Math.Abs(point[momentum] - 0.9) : 0));
        var best = trials.MinBy(trial => trial.Value)!;

        var insight = StudyInsight.Of(InsightCases.Minimize(space), trials, new() { Default = new() { { "optimizer", from }, { "momentum", 0.1 } } });

        Assert.Equal(["optimizer", "momentum"], insight.Ablation.Skip(1).Take(2).Select(step => step.Parameter));
        var came = insight.Ablation[2];
        Assert.Equal(insight.Ablation[1].Value, came.Value);
        Assert.Equal(to == "sgd" ? (null, space[momentum].ValueOf(best.Point[momentum])) : (ParameterValue.Of(0.1), (ParameterValue?)null), (came.From, came.To));
        // Alone it is nothing where the default does not have it.
        Assert.Equal(to == "sgd", insight.Tunability.Single(gain => gain.Parameter == "momentum") is { Gain: 0, Low: 0, High: 0 });
    }

    [Fact]
    public void No_step_is_at_a_setting_that_is_forbidden_while_there_is_another()
    {
        var space = SearchSpace.Trace(suggest => (X: suggest.Int("x", 0, 9), Y: suggest.Int("y", 0, 9)), settings => settings.X > settings.Y);
        var random = new RandomStream(1, 0, StreamPurpose.Propose);
        var trials = new List<Trial>();
        while (trials.Count < 40)
        {
            var point = space.Complete(RandomSearch.Draw(space, ref random).Codes);
            if (space.RejectionOf(point) is null)
                trials.Add(new(trials.Count, TrialState.Complete, point) { Value = -2 * point[0] - point[1], FinishOrder = trials.Count });
        }

        var insight = StudyInsight.Of(InsightCases.Minimize(space), trials, new() { Default = new() { { "x", 2 }, { "y", 2 } } });

        Assert.Equal(["y", "x"], insight.Ablation.Skip(1).Select(step => step.Parameter));
    }

    [Fact]
    public void Sentences_have_figures_units_and_intervals()
    {
        var accuracies = InsightCases.Random(InsightCases.Cube, 12, point => 0.9 - 0.1 * Loss(point));

        var sentences = StudyInsight.Of(new(InsightCases.Cube, Goal.Maximize("validation accuracy"), 3), accuracies).Sentences;

        Assert.Matches(@"^`x` matters most: \d+ % of what sets the best settings apart \(\d+ % to \d+ %\)\.$", sentences[0]);
        var tuning = sentences.Single(sentence => sentence.StartsWith("Tuning `x` alone", StringComparison.Ordinal));
        Assert.Matches(@"^Tuning `x` alone, to [\d.E-]+, gave \+[\d.]+ points of validation accuracy \(-?[\d.]+ to [\d.]+\)\.$", tuning);
        Assert.Equal("With 12 trials this is uncertain.", sentences[^1]);
    }

    [Fact]
    public void Where_nothing_beats_the_default_a_sentence_says_so()
    {
        var trials = InsightCases.Random(InsightCases.Cube, 40, point => Math.Abs(point[0] - 0.5) + Math.Abs(point[1] - 0.5) + 0.2).ToList();
        var middle = InsightCases.Cube.Complete(new Setting());
        trials.Add(new(40, TrialState.Complete, middle) { Value = 0.2, FinishOrder = 40 });

        var insight = StudyInsight.Of(InsightCases.Minimize(InsightCases.Cube), trials);

        Assert.Single(insight.Ablation);
        Assert.Equal(0, insight.Tunability[^1].Gain, 0.02);
    }
}
