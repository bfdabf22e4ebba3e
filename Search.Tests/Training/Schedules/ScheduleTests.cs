using HyperSearch.Training;

namespace Search.Tests;

public class ScheduleTests
{
    private const int Epochs = 20, StepsPerEpoch = 5;

    public static TheoryData<Schedule, Func<double, double>> Schedules() => new()
    {
        { Schedule.Constant, _ => 1 },
        { Schedule.Step(3, 0.5), t => t switch { < 3 => 1, < 6 => 0.5, < 9 => 0.25, < 12 => 0.125, < 15 => 0.0625, < 18 => 0.03125, _ => 0.015625 } },
        { Schedule.Exponential(0.9), t => Math.Pow(0.9, (int)t) },
        { Schedule.InverseTime(0.7), t => 1 / (1 + 0.7 * t) },
        { Schedule.Cosine(0.1), t => 0.1 + 0.45 * (1 + Math.Cos(Math.PI * t / 20)) },
        { Schedule.Constant.AfterWarmUp(4), t => Math.Min(1, (t + 0.2) / 4) },
        { Schedule.Cosine().AfterWarmUp(2), t => t < 2 ? (t + 0.2) / 2 : 0.5 * (1 + Math.Cos(Math.PI * (t - 2) / 18)) },
        { Schedule.Exponential(0.5).AfterWarmUp(0.5), t => t < 0.5 ? Math.Min(1, (t + 0.2) / 0.5) : Math.Pow(0.5, (int)(t - 0.5)) },
    };

    [Theory]
    [MemberData(nameof(Schedules))]
    public void A_schedule_follows_its_formula_over_100_steps(Schedule schedule, Func<double, double> formula)
    {
        for (var step = 0; step < Epochs * StepsPerEpoch; step++)
        {
            var t = step / StepsPerEpoch + (double)(step % StepsPerEpoch) / StepsPerEpoch;
            Assert.Equal(formula(t), schedule.Factor(new Progress(t, Epochs, 1.0 / StepsPerEpoch, Reductions: 0)), 1e-12);
        }
    }

    [Fact]
    public void On_a_plateau_the_rate_falls_each_time_patience_runs_out()
    {
        var (training, validation, _) = Dataset.Open("digits", 200).Split(0.2, 0, 0);
        // A rate too small to change any weight's float: the loss stands still from the second epoch on.
        var settings = new MlpSettings { Hidden = [4], Optimizer = Optimizer.Sgd(1e-30), Schedule = Schedule.ReduceOnPlateau(0.5, patience: 3), Epochs = 10 };
        double[] rates = [.. Trainer.Train(settings, training, validation, cancel: TestContext.Current.CancellationToken).Epochs.Select(epoch => epoch.LearningRate / 1e-30)];
        Assert.Equal([1, 1, 1, 1, 0.5, 0.5, 0.5, 0.25, 0.25, 0.25], rates.Select(rate => Math.Round(rate, 6)));
    }

    [Fact]
    public void Values_out_of_range_are_refused()
    {
        Schedule[] wrong =
        [
            Schedule.Step(0), Schedule.Step(1, 0), Schedule.Exponential(1.1), Schedule.InverseTime(-1), Schedule.Cosine(2),
            Schedule.ReduceOnPlateau(1), Schedule.ReduceOnPlateau(0.5, 0), Schedule.Constant.AfterWarmUp(0), Schedule.Cosine(-1).AfterWarmUp(1),
        ];
        Assert.All(wrong, schedule => Assert.Throws<ArgumentException>(schedule.Validate));
    }
}
