using HyperSearch;
using HyperSearch.Core;

namespace Search.Tests;

public sealed class FreezeThawPrunerTests : PrunerContract
{
    private const int Steps = 20;

    private static readonly SearchSpace Space = ExampleSpaces.Floats(2);

    protected override IPruner Create(double sign) => new FreezeThawPruner();

    [Fact]
    public void Before_a_trial_is_complete_none_is_stopped_and_none_at_the_last_step()
    {
        var pruner = new FreezeThawPruner();

        Assert.False(pruner.ShouldStop(PrunerCases.Trial(9, 0), PrunerCases.Past()));
        Assert.False(pruner.ShouldStop(PrunerCases.Trial(9, 0), PrunerCases.Past(PrunerCases.Stopped(1, 1, 2, 3))));
        Assert.False(pruner.ShouldStop(PrunerCases.Trial(9, 0, 0, 0), PrunerCases.Past([.. Enumerable.Range(1, 20).Select(i => PrunerCases.Trial(i, 1, 2, 3))])));
    }

    /// <summary>All curves begin alike, and the configuration says how they go on.</summary>
    [Fact]
    public void A_trial_is_stopped_by_its_configuration_where_its_first_step_says_nothing()
    {
        var history = Past(Everywhere().Select((x, number) => Peaked(number, x, Steps)));

        Assert.True(new FreezeThawPruner().ShouldStop(Peaked(99, 0.1, 1), history));
        Assert.False(new FreezeThawPruner().ShouldStop(Peaked(99, 0.5, 1), history));
    }

    /// <summary>The best quarter of the configurations lies where no trial was run to its end before the others were stopped.</summary>
    [Fact]
    public void Stopped_trials_are_promotable_where_they_would_end_better_than_the_best_the_most_likely_first()
    {
        var low = Enumerable.Range(0, 15).Select(number => Rising(number, number / 20.0, Steps));
        var stopped = Enumerable.Range(15, 6).Select(number => Rising(number, number / 20.0, 4) with { State = TrialState.Pruned });
        var hopeless = Rising(21, 0.1, 4) with { State = TrialState.Pruned };

        var promotable = new FreezeThawPruner().Promotable(Past([.. low, .. stopped, hopeless])).Select(trial => trial.Number).ToArray();

        Assert.Contains(20, promotable);
        Assert.DoesNotContain(21, promotable);
    }

    [Fact]
    public void A_diverged_trial_with_an_astronomical_loss_hides_nothing()
    {
        var goal = Goal.Minimize("loss");
        var trials = Everywhere().Select((x, number) => Negative(Peaked(number, x, Steps)));
        var diverged = Enumerable.Range(30, 3).Select(number => Negative(Rising(number, 0.5, 2)) with { Point = Space.Complete([0.5, 1]), Measurements = [new(1, 1e6), new(2, 1e300)], Value = 1e300 });
        var history = History.Of(new(Space, goal, 0), [.. trials, .. diverged]);

        Assert.True(new FreezeThawPruner().ShouldStop(Negative(Peaked(99, 0.1, 3)), history));
        Assert.False(new FreezeThawPruner().ShouldStop(Negative(Peaked(99, 0.5, 3)), history));
    }

    /// <summary>More trials than it conditions on, so that it leaves some out.</summary>
    [Fact]
    public void In_a_large_history_a_fresh_pruner_answers_as_one_that_saw_it_grow()
    {
        var (log, grown) = (new HistoryLog(new(Space, Goal.Maximize("score"), 0)), new FreezeThawPruner());
        var random = new RandomStream(5, 0, StreamPurpose.Evaluate);
        for (var number = 0; number < 120; number++)
        {
            var x = random.NextDouble();
            log.Add(number % 3 == 0 ? Rising(number, x, Steps) : Rising(number, x, 1 + number % 5) with { State = TrialState.Pruned });
            if (number % 10 != 9)
                continue;
            var asked = Rising(999, random.NextDouble(), 1 + number % 7) with { State = TrialState.Running };
            Assert.Equal(new FreezeThawPruner().ShouldStop(asked, log.Live()), grown.ShouldStop(asked, log.Live()));
            Assert.Equal(new FreezeThawPruner().Promotable(log.Live()), grown.Promotable(log.Live()));
        }
    }

    /// <summary>Of 60 trials that rise at their own pace, the best is found with a third of the steps.</summary>
    [Fact]
    public void Most_of_the_steps_of_a_study_are_saved_and_its_best_trial_is_found()
    {
        var (log, pruner) = (new HistoryLog(new(Space, Goal.Maximize("score"), 0)), new FreezeThawPruner());
        var random = new RandomStream(3, 0, StreamPurpose.Evaluate);
        var x = Enumerable.Range(0, 60).Select(i => i / 59.0).ToArray();
        random.Shuffle(x.AsSpan());
        var steps = 0;
        for (var number = 0; number < x.Length; number++)
        {
            var step = 1;
            while (step < Steps && !pruner.ShouldStop(Rising(number, x[number], step) with { State = TrialState.Running, Value = null }, log.Live()))
                step++;
            steps += step;
            log.Add(Rising(number, x[number], step) with { State = step < Steps ? TrialState.Pruned : TrialState.Complete });
            Assert.True(x[number] < 1 || step == Steps);
        }

        Assert.InRange(steps, x.Length, x.Length * Steps / 3);
    }

    // Flat at first, then rising to its x.
    private static Trial Rising(int number, double x, int steps)
    {
        Measurement[] curve = [.. Enumerable.Range(1, steps).Select(step => new Measurement(step, 0.1 + x * step * step / (Steps * Steps)))];
        return new(number, TrialState.Complete, Space.Complete([x, 0.5])) { Measurements = curve, Value = curve[^1].Value };
    }

    // Rising to 1 where x is in the middle, and to less the farther it is.
    private static Trial Peaked(int number, double x, int steps) =>
        Rising(number, 1 - 4 * (x - 0.5) * (x - 0.5), steps) with { Point = Space.Complete([x, 0.5]) };

    private static IEnumerable<double> Everywhere() => Enumerable.Range(0, 30).Select(i => i / 29.0);

    private static Trial Negative(Trial trial) => trial with
    {
        Value = -trial.Value,
        Measurements = [.. trial.Measurements.Select(measurement => new Measurement(measurement.Step, -measurement.Value))],
    };

    private static History Past(IEnumerable<Trial> trials) => History.Of(new(Space, Goal.Maximize("score"), 0), trials);
}
