using HyperSearch;
using HyperSearch.Strategies;

namespace Search.Tests;

/// <summary>What is expected of a trial, beside the mean over many draws, and its derivatives beside differences.</summary>
public sealed class ExpectedGainTests
{
    private const int Draws = 100_000;

    public static TheoryData<int, int> Shapes => new() { { 2, 0 }, { 2, 1 }, { 2, 6 }, { 3, 0 }, { 3, 1 }, { 3, 8 } };

    /// <summary>Off by five standard errors of the draws by chance once in a million; the draws are fixed.</summary>
    [Theory, MemberData(nameof(Shapes))]
    public void The_hypervolume_improvement_is_the_mean_of_that_of_draws(int goals, int points)
    {
        var (front, reference) = (FrontCases.Draw(goals, points, 1_000_000), Reference(goals));
        var gain = new HypervolumeGain(new BoxDecomposition(front, reference), goals);
        var (means, deviations) = (Enumerable.Range(0, goals).Select(i => 0.3 + 0.1 * i).ToArray(), Enumerable.Range(0, goals).Select(i => 0.2 + 0.05 * i).ToArray());
        var random = new RandomStream(1, 2, StreamPurpose.Propose);
        var before = Hypervolume.Of(front, reference);
        var gains = new double[Draws / 10];
        for (var draw = 0; draw < gains.Length; draw++)
        {
            var point = new double[goals];
            for (var i = 0; i < goals; i++)
                point[i] = means[i] + deviations[i] * random.NextNormal();
            gains[draw] = Hypervolume.Of(front.Append(point), reference) - before;
        }
        var mean = gains.Average();
        var error = Math.Sqrt(gains.Sum(one => (one - mean) * (one - mean)) / gains.Length / gains.Length);

        Assert.InRange(Math.Exp(gain.At(means, deviations)), mean - 5 * error, mean + 5 * error);
    }

    /// <summary>By so many directions the volume is known to some percent.</summary>
    [Theory, MemberData(nameof(Shapes))]
    public void Scalarized_at_random_it_differs_by_a_factor_that_is_the_same_everywhere(int goals, int points)
    {
        var (front, reference) = (FrontCases.Draw(goals, points, 1_000_000), Reference(goals));
        var random = new RandomStream(1, 2, StreamPurpose.Propose);
        var scalarized = new ScalarizedGain(front, reference, 20_000, ref random);
        var exact = new HypervolumeGain(new BoxDecomposition(front, reference), goals);
        double[] deviations = [.. Enumerable.Repeat(0.15, goals)];
        double[] differences = [.. FrontCases.Draw(goals, 6, 1_000, seed: 8).Select(means => scalarized.At(means, deviations) - exact.At(means, deviations))];

        Assert.All(differences, difference => Assert.Equal(differences.Average(), difference, 0.1));
    }

    [Theory, MemberData(nameof(Shapes))]
    public void The_derivatives_are_those_of_the_value(int goals, int points)
    {
        var (front, reference) = (FrontCases.Draw(goals, points, 1_000_000), Reference(goals));
        var random = new RandomStream(1, 2, StreamPurpose.Propose);

        RequireDerivatives(new HypervolumeGain(new BoxDecomposition(front, reference), goals), goals, 1e-5);
        RequireDerivatives(new ScalarizedGain(front, reference, 16, ref random), goals, 1e-5);
    }

    [Fact]
    public void Far_from_any_gain_the_logarithm_is_finite_and_rises_towards_it()
    {
        double[][] front = [[0, 0, 0]];
        double[] reference = [1, 1, 1];
        var random = new RandomStream(1, 2, StreamPurpose.Propose);
        foreach (var gain in (IExpectedGain[])[new HypervolumeGain(new BoxDecomposition(front, reference), 3), new ScalarizedGain(front, reference, 8, ref random)])
        {
            double[] values = [.. new[] { 50.0, 5, 1, 0.5 }.Select(mean => gain.At([mean, mean, mean], [1e-3, 1e-3, 1e-3]))];

            Assert.All(values, value => Assert.True(double.IsFinite(value)));
            Assert.Equal(values.Order(), values);
        }
    }

    [Theory]
    [InlineData(-1e5)]
    [InlineData(-41)]
    [InlineData(-39.99)]
    [InlineData(-6.5)]
    [InlineData(-1)]
    [InlineData(0)]
    [InlineData(2.03)]
    [InlineData(7.9)]
    [InlineData(30)]
    public void The_tables_of_logarithms_are_exact_enough(double z)
    {
        Assert.Equal(LogExpectedImprovement.At(0, 1, z).Value, NormalLogs.Gain(z), 1e-7);
        Assert.Equal(-LogExpectedImprovement.At(0, 1, z).ByMean, NormalLogs.GainSlope(z), 1e-4 * Math.Max(1, Math.Abs(z)));
        Assert.Equal(z > -30 ? Math.Log(Normal.Cdf(z)) : -0.5 * z * z - 0.5 * Math.Log(2 * Math.PI) + Math.Log(z > -1e4 ? Normal.Mills(-z) : -1 / z), NormalLogs.Cdf(z), 1e-7);
    }

    private static double[] Reference(int goals) => [.. Enumerable.Repeat(0.9, goals)];

    private static void RequireDerivatives(IExpectedGain gain, int goals, double tolerance)
    {
        const double step = 1e-5;
        foreach (var means in FrontCases.Draw(goals, 5, 1_000, seed: 5))
        {
            double[] deviations = [.. Enumerable.Range(0, goals).Select(i => 0.1 + 0.05 * i)];
            var (byMean, byDeviation) = (new double[goals], new double[goals]);
            Assert.Equal(gain.At(means, deviations), gain.At(means, deviations, byMean, byDeviation), 1e-12);
            for (var i = 0; i < goals; i++)
            {
                Assert.Equal(Slope(means, i), byMean[i], tolerance * (1 + Math.Abs(byMean[i])));
                Assert.Equal(Slope(deviations, i), byDeviation[i], tolerance * (1 + Math.Abs(byDeviation[i])));
            }

            double Slope(double[] x, int i)
            {
                var before = x[i];
                x[i] = before + step;
                var above = gain.At(means, deviations);
                x[i] = before - step;
                var below = gain.At(means, deviations);
                x[i] = before;
                return (above - below) / (2 * step);
            }
        }
    }
}
