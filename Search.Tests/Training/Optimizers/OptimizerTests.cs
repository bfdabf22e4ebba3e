using HyperSearch.Training;

namespace Search.Tests;

public unsafe class OptimizerTests
{
    private const int Count = 48, Steps = 100;
    private const double Rate = 0.03, L1 = 0.003, L2 = 0.01, Clip = 0.7;

    /// <summary>One step of a rule for one weight, as its paper writes it.</summary>
    /// <param name="state">What it keeps from step to step, zero at first.</param>
    /// <param name="t">1 for the first step.</param>
    public delegate double Rule(double w, double g, double[] state, int t);

    public static TheoryData<Optimizer, Rule> Rules() => new()
    {
        { Optimizer.GradientDescent(Rate), (w, g, _, _) => w - Rate * g },
        { Optimizer.Sgd(Rate), (w, g, _, _) => w - Rate * g },
        { Optimizer.Momentum(Rate, 0.8), (w, g, v, _) => w + (v[0] = 0.8 * v[0] - Rate * g) },
        { Optimizer.Nesterov(Rate, 0.8), Nesterov },
        { Optimizer.AdaGrad(Rate), (w, g, s, _) => w - Rate * g / (Math.Sqrt(s[0] += g * g) + 1e-10) },
        { Optimizer.RmsProp(Rate, 0.9), (w, g, s, _) => w - Rate * g / (Math.Sqrt(s[0] = 0.9 * s[0] + 0.1 * g * g) + 1e-8) },
        { Optimizer.AdaDelta(Rate, 0.9), AdaDelta },
        { Optimizer.Adam(Rate), (w, g, s, t) => w - Adam(g, s, t) },
        { Optimizer.AdamW(Rate, weightDecay: 0.2), (w, g, s, t) => w - Adam(g, s, t) - Rate * 0.2 * w },
        { Optimizer.NAdam(Rate), NAdam },
    };

    [Theory]
    [MemberData(nameof(Rules))]
    public void An_optimizer_follows_its_paper_over_100_steps(Optimizer optimizer, Rule rule)
    {
        var arena = new Arena();
        float* values = arena.Allocate(Count), gradients = arena.Allocate(Count), state0 = arena.Allocate(Count), state1 = arena.Allocate(Count);
        TestNumbers.Normal(Count).CopyTo(new Span<float>(values, Count));
        double[] expected = [.. new Span<float>(values, Count).ToArray()];
        double[][] states = [.. expected.Select(_ => new double[4])];
        for (var step = 1; step <= Steps; step++)
        {
            var g = TestNumbers.Normal(Count, (ulong)step);
            g.CopyTo(new Span<float>(gradients, Count));
            optimizer.Update(new UpdateRange
            {
                Values = values,
                Gradients = gradients,
                State0 = state0,
                State1 = state1,
                Count = Count,
                Step = step,
                LearningRate = optimizer.LearningRate,
                GradientScale = Clip,
                L1 = L1,
                L2 = L2,
                DecoupledDecay = optimizer.DecoupledDecay,
            });
            for (var i = 0; i < Count; i++)
            {
                var w = expected[i];
                expected[i] = rule(w, Clip * g[i] + L1 * Math.Sign(w) + L2 * w, states[i], step);
            }
        }
        for (var i = 0; i < Count; i++)
            Assert.Equal(expected[i], values[i], 2e-4 * Math.Max(1, Math.Abs(expected[i])));
        GC.KeepAlive(arena);
    }

    [Fact]
    public void Values_out_of_range_are_refused()
    {
        Optimizer[] wrong =
        [
            Optimizer.Sgd(0), Optimizer.Sgd(double.NaN), Optimizer.GradientDescent(-1), Optimizer.Momentum(0.1, 1), Optimizer.Nesterov(0.1, -0.1),
            Optimizer.AdaGrad(0.1, 0), Optimizer.RmsProp(0.1, 1), Optimizer.AdaDelta(1, double.NaN), Optimizer.Adam(0.1, beta2: 1),
            Optimizer.AdamW(0.1, weightDecay: -1), Optimizer.NAdam(0.1, beta1: 2),
        ];
        Assert.All(wrong, optimizer => Assert.Throws<ArgumentException>(optimizer.Validate));
    }

    private static double Nesterov(double w, double g, double[] v, int t)
    {
        // Evaluated ahead, at w + μ v, in the variable that is ahead: Bengio et al. 2013, equation 7.
        var old = v[0];
        v[0] = 0.8 * old - Rate * g;
        return w - 0.8 * old + 1.8 * v[0];
    }

    private static double AdaDelta(double w, double g, double[] s, int t)
    {
        s[0] = 0.9 * s[0] + 0.1 * g * g;
        var delta = Math.Sqrt(s[1] + 1e-6) / Math.Sqrt(s[0] + 1e-6) * g;
        s[1] = 0.9 * s[1] + 0.1 * delta * delta;
        return w - Rate * delta;
    }

    private static double Adam(double g, double[] s, int t)
    {
        s[0] = 0.9 * s[0] + 0.1 * g;
        s[1] = 0.999 * s[1] + 0.001 * g * g;
        return Rate * (s[0] / (1 - Math.Pow(0.9, t))) / (Math.Sqrt(s[1] / (1 - Math.Pow(0.999, t))) + 1e-8);
    }

    private static double NAdam(double w, double g, double[] s, int t)
    {
        static double Mu(int t) => 0.9 * (1 - 0.5 * Math.Pow(0.96, t * 0.004));
        if (t == 1)
            s[2] = 1;
        s[2] *= Mu(t);
        s[0] = 0.9 * s[0] + 0.1 * g;
        s[1] = 0.999 * s[1] + 0.001 * g * g;
        var m = Mu(t + 1) * s[0] / (1 - s[2] * Mu(t + 1)) + (1 - Mu(t)) * g / (1 - s[2]);
        return w - Rate * m / (Math.Sqrt(s[1] / (1 - Math.Pow(0.999, t))) + 1e-8);
    }
}
