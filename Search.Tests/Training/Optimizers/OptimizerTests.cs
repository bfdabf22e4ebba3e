using Search.Training;

namespace Search.Tests;

public unsafe class OptimizerTests
{
    private const int Count = 48, Steps = 100;
    private const double Rate = 0.03, Decay = 0.01;

    // Each rule for one weight, as its paper writes it; state is what it keeps from step to step.
    public static TheoryData<Optimizer, Func<double, double, double[], double>> Rules() => new()
    {
        { Optimizer.Sgd(Rate), (w, g, _) => w - (Rate * g) },
        { Optimizer.Momentum(Rate, 0.8), (w, g, state) => w + (state[0] = (0.8 * state[0]) - (Rate * g)) },
    };

    [Theory]
    [MemberData(nameof(Rules))]
    public void An_optimizer_follows_its_paper_over_100_steps(Optimizer optimizer, Func<double, double, double[], double> rule)
    {
        var arena = new Arena();
        float* values = arena.Take(Count), gradients = arena.Take(Count), state = arena.Take(Count * Math.Max(1, optimizer.StateCount));
        TestNumbers.Normal(Count).CopyTo(new Span<float>(values, Count));
        double[] expected = [.. new Span<float>(values, Count).ToArray()];
        double[][] states = [.. expected.Select(_ => new double[4])];
        for (int step = 0; step < Steps; step++)
        {
            float[] g = TestNumbers.Normal(Count, (ulong)step + 1);
            g.CopyTo(new Span<float>(gradients, Count));
            optimizer.Update(new UpdateRange(values, gradients, state, Count, optimizer.LearningRate, Decay));
            for (int i = 0; i < Count; i++)
                expected[i] = rule(expected[i], g[i] + (Decay * expected[i]), states[i]);
        }

        for (int i = 0; i < Count; i++)
            Assert.Equal(expected[i], values[i], 2e-5);
        GC.KeepAlive(arena);
    }

    [Fact]
    public void Rates_out_of_range_are_refused()
    {
        Assert.Throws<ArgumentException>(Optimizer.Sgd(0).Validate);
        Assert.Throws<ArgumentException>(Optimizer.Sgd(double.NaN).Validate);
        Assert.Throws<ArgumentException>(Optimizer.Momentum(0.1, 1).Validate);
    }
}
