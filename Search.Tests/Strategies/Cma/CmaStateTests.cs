using HyperSearch;
using HyperSearch.Strategies;

namespace Search.Tests;

/// <summary>Of injected points (Hansen, arXiv 1110.4181) and of many parameters.</summary>
public sealed class CmaStateTests
{
    private const int Lambda = 8;

    [Fact]
    public void A_point_from_far_away_that_is_injected_shows_the_direction_and_not_the_distance()
    {
        var (injected, own) = (Converged(), Converged());
        var before = injected.Sigma;
        var generation = Draw(injected, new RandomStream(9, 0, StreamPurpose.Propose));
        generation[0] = [0.95, 0.9, 0.1];

        injected.Update(generation, Only(0));
        own.Update(generation, new bool[Lambda]);

        Assert.InRange(before, 0, 0.01);
        Assert.InRange(injected.Sigma, before / 2, before * Math.E);
        // The same point, if it were its own, moves the mean by a large part of the way.
        Assert.InRange(own.Mean[0] - 0.5, 0.1, 0.5);
        Assert.InRange(injected.Mean[0] - 0.5, 0, 5 * before);
        Assert.All(Enumerable.Range(0, 3), i => Assert.InRange(injected.Deviation(i), 0, 10 * before));
    }

    /// <summary>Whatever is injected, in any number and at any rank, near or at the ends of the space, for generations.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(20)]
    [InlineData(150)]
    public void Sigma_grows_within_the_bound_of_the_paper_and_the_mean_by_no_more_than_the_longest_step(int parameters)
    {
        var random = new RandomStream(4, parameters, StreamPurpose.Setup);
        var state = new CmaState([.. Enumerable.Repeat(0.5, parameters)], Lambda);
        for (var generation = 0; generation < 60; generation++)
        {
            var (sigma, mean) = (state.Sigma, (double[])state.Mean.Clone());
            var longest = sigma * state.LongestInjected * Math.Sqrt(Largest(state, parameters));
            double[][] x = [.. Enumerable.Range(0, Lambda).Select(_ => Any(parameters, ref random))];

            state.Update(x, [.. Enumerable.Repeat(true, Lambda)]);

            Assert.InRange(state.Sigma, 0, Math.Min(1, sigma * Math.Exp(CmaState.MostLogGrowth) * (1 + 1e-12)));
            Assert.InRange(Math.Sqrt(mean.Zip(state.Mean, (a, b) => (a - b) * (a - b)).Sum()), 0, longest * (1 + 1e-9));
        }
    }

    [Fact]
    public void A_step_that_is_injected_and_short_is_taken_as_it_is()
    {
        var (injected, own) = (Converged(), Converged());
        var generation = Draw(own, new RandomStream(2, 0, StreamPurpose.Propose), longest: 1);

        injected.Update(generation, [.. Enumerable.Repeat(true, Lambda)]);
        own.Update(generation, new bool[Lambda]);

        Assert.Equal(own.Sigma, injected.Sigma);
        Assert.Equal(own.Mean, injected.Mean);
    }

    /// <summary>A sphere in 400 dimensions, where C is diagonal: the loss falls to a hundredth in 400 generations.</summary>
    [Fact]
    public void Many_parameters_are_minimized_without_a_matrix()
    {
        var state = new CmaState([.. Enumerable.Repeat(0.9, 400)], 21);
        for (var generation = 0; generation < 400; generation++)
            state.Update([.. Draw(state, new RandomStream(6, generation, StreamPurpose.Propose)).OrderBy(Sphere)], new bool[21]);

        Assert.InRange(Sphere(state.Mean), 0, 0.01 * 400 * 0.16);
    }

    private static double Sphere(double[] x) => x.Sum(v => (v - 0.5) * (v - 0.5));

    // C's largest eigenvalue is at most its trace.
    private static double Largest(CmaState state, int parameters) =>
        Enumerable.Range(0, parameters).Sum(i => state.Deviation(i) * state.Deviation(i)) / (state.Sigma * state.Sigma);

    private static double[] Any(int parameters, ref RandomStream random)
    {
        var x = new double[parameters];
        for (var i = 0; i < x.Length; i++)
            x[i] = random.NextInt(3) switch { 0 => 0, 1 => 1, _ => random.NextDouble() };
        return x;
    }

    private static bool[] Only(int index) => [.. Enumerable.Range(0, Lambda).Select(i => i == index)];

    // The state that has found the middle of three parameters.
    private static CmaState Converged()
    {
        var state = new CmaState([0.5, 0.5, 0.5], Lambda);
        for (var generation = 0; state.Sigma > 0.007; generation++)
            state.Update([.. Draw(state, new RandomStream(1, generation, StreamPurpose.Propose)).OrderBy(Sphere)], new bool[Lambda]);
        return state;
    }

    private static double[][] Draw(CmaState state, RandomStream random, double longest = double.PositiveInfinity)
    {
        var x = new double[state.Lambda][];
        for (var k = 0; k < x.Length; k++)
        {
            var z = new double[state.Mean.Length];
            for (var i = 0; i < z.Length; i++)
                z[i] = random.NextNormal();
            var length = Math.Sqrt(z.Sum(v => v * v));
            var y = state.Step([.. z.Select(v => v * Math.Min(1, longest / length))]);
            x[k] = [.. y.Select((v, i) => state.Mean[i] + state.Sigma * v)];
        }
        return x;
    }
}
