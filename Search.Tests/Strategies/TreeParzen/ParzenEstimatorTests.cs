using HyperSearch;
using HyperSearch.Strategies;

namespace Search.Tests;

public sealed class ParzenEstimatorTests
{
    /// <summary>Places of all trials, how many they are, and how much the bandwidth is smoothed: from 0.01, the least there is, to 0.3.</summary>
    public static TheoryData<double, int, double> Cases
    {
        get
        {
            var cases = new TheoryData<double, int, double>();
            foreach (var center in new[] { 0, 0.004, 1 / 128.0, 0.02, 0.5, 0.99, 1 })
            {
                foreach (var (count, smoothing) in new[] { (120, 0.01), (120, 1), (40, 0.01), (10, 1), (3, 1) })
                    cases.Add(center, count, smoothing);
            }

            return cases;
        }
    }

    [Theory, MemberData(nameof(Cases))]
    public void The_density_of_a_continuous_parameter_integrates_to_one(double center, int count, double smoothing)
    {
        const int places = 20_000;
        var density = Of(new FloatParameter("x", 0, 1), center, count, smoothing);

        // By the rule of the middles.
        Assert.Equal(1, Enumerable.Range(0, places).Sum(i => Math.Exp(density.LogDensity(new Point([(i + 0.5) / places])))) / places, 1e-6);
    }

    [Theory, MemberData(nameof(Cases))]
    public void The_probabilities_of_a_discrete_parameter_sum_to_one(double center, int count, double smoothing)
    {
        foreach (var parameter in new Parameter[] { new IntParameter("x", 1, 40), new IntParameter("x", 1, 60, Scale.Log), new FloatParameter("x", 0, 1, step: 0.1),
            new OrdinalParameter<int>("x", [1, 2, 3]), new ChoiceParameter<string>("x", ["a", "b", "c", "d"]), new ChoiceParameter<string>("x", ["a"]) })
        {
            var density = Of(parameter, center, count, smoothing);

            Assert.Equal(1, Enumerable.Range(0, parameter.Levels!.Value).Sum(level => Math.Exp(density.LogDensity(new Point([parameter.CodeOfLevel(level)])))), 1e-9);
        }
    }

    [Fact]
    public void The_quick_distribution_of_the_normal_agrees_with_the_exact_one()
    {
        for (var z = 0.0; z < 10; z += 0.001)
            Assert.Equal(Normal.Cdf(z), Normal.ApproximateCdf(z), 1e-9);
    }

    private static ParzenEstimator Of(Parameter parameter, double center, int count, double smoothing)
    {
        var code = parameter.Levels is { } levels ? parameter.CodeOfLevel((int)Math.Round(center * (levels - 1))) : center;
        return new(SearchDomain.Of(new SearchSpace(parameter)), [.. Enumerable.Repeat(new Point([code]), count)], smoothing);
    }
}
