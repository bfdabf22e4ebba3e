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

    /// <summary>With Scott's bandwidth, where the prior's mean and variance count as those of one trial more.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(8)]
    [InlineData(30)]
    public void The_density_of_a_continuous_parameter_is_the_mean_of_normals_cut_off_at_the_ends_and_of_the_prior(int count)
    {
        var space = new SearchSpace(new FloatParameter("x", 0, 1));
        var points = Draws(space, count);
        var density = new ParzenEstimator(SearchDomain.Of(space), points, 1);
        double[] centers = [.. points.Select(point => point[0])];
        var mean = (0.5 + centers.Sum()) / (count + 1);
        var deviation = Math.Sqrt((1 / 12.0 + centers.Append(0.5).Sum(center => (center - mean) * (center - mean))) / (count + 1));
        var b = Math.Max(1.0 / (count + 1), deviation * Math.Pow(count + 1, -1 / 5.0));

        foreach (var x in new[] { 0, 0.2, 0.77, 1 })
        {
            var sum = 1 + centers.Sum(center => Math.Exp(-0.5 * Math.Pow((x - center) / b, 2)) / Math.Sqrt(2 * Math.PI) / b
                / (Statistics.Normal((1 - center) / b) - Statistics.Normal(-center / b)));
            Assert.Equal(sum / (count + 1), Math.Exp(density.LogDensity(new Point([x]))), 1e-6);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(80)]
    public void The_probabilities_of_a_choice_of_many_options_sum_to_one(int count)
    {
        var parameter = new ChoiceParameter<int>("x", Enumerable.Range(0, 1000));
        var density = Of(parameter, 0.3, count, 1);

        Assert.Equal(1, Enumerable.Range(0, 1000).Sum(option => Math.Exp(density.LogDensity(new Point([option])))), 1e-9);
    }

    /// <summary>Integers of a wide range are told apart by their codes alone, as if they were continuous.</summary>
    [Fact]
    public void The_density_of_many_ordered_values_integrates_to_one()
    {
        const int places = 20_000;
        var density = Of(new IntParameter("x", 1, 5000, Scale.Log), 0.2, 30, 1);

        Assert.Equal(1, Enumerable.Range(0, places).Sum(i => Math.Exp(density.LogDensity(new Point([(i + 0.5) / places])))) / places, 1e-6);
    }

    /// <summary>Over all points that there are: those with one option have a number, those with the other an integer, those with the third neither.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(40)]
    public void The_density_of_a_conditional_space_integrates_to_one(int count)
    {
        const int places = 2000;
        var density = new ParzenEstimator(SearchDomain.Of(Conditional), Draws(Conditional, count), 1);
        var total = 0.0;
        for (var i = 0; i < places; i++)
            total += Math.Exp(density.LogDensity(new Point([0, (i + 0.5) / places, double.NaN]))) / places;
        for (var level = 0; level < 7; level++)
            total += Math.Exp(density.LogDensity(new Point([1, double.NaN, Conditional[2].CodeOfLevel(level)])));
        total += Math.Exp(density.LogDensity(new Point([2, double.NaN, double.NaN])));

        Assert.Equal(1, total, 1e-5);
    }

    [Fact]
    public void Without_trials_the_density_is_the_uniform_prior()
    {
        var density = new ParzenEstimator(SearchDomain.Of(Conditional), [], 1);

        Assert.Equal(Math.Log(1 / 3.0), density.LogDensity(new Point([0, 0.8, double.NaN])), 1e-12);
        Assert.Equal(Math.Log(1 / 21.0), density.LogDensity(new Point([1, double.NaN, Conditional[2].CodeOfLevel(3)])), 1e-12);
    }

    /// <summary>A product of mixtures would give all four corners the same.</summary>
    [Fact]
    public void It_is_a_mixture_of_products_so_that_it_knows_what_goes_together()
    {
        var density = new ParzenEstimator(SearchDomain.Of(ExampleSpaces.Floats(2)), [.. Enumerable.Range(0, 40).Select(i => new Point([i % 2, i % 2]))], 0.3);

        Assert.InRange(density.LogDensity(new Point([0, 0])) - density.LogDensity(new Point([0, 1])), 2, 100);
        Assert.Equal(density.LogDensity(new Point([0, 0])), density.LogDensity(new Point([1, 1])), 1e-9);
    }

    /// <summary>Tests of false-alarm rate 1e-6 each, with a fixed seed.</summary>
    [Fact]
    public void What_is_drawn_is_distributed_by_the_density()
    {
        const int draws = 20_000, places = 2000;
        SearchSpace[] spaces = [.. new Parameter[] { new FloatParameter("x", 0, 1), new IntParameter("x", 1, 9), new OrdinalParameter<int>("x", [1, 2, 5]),
            new ChoiceParameter<string>("x", ["a", "b", "c"]), new ChoiceParameter<int>("x", Enumerable.Range(0, 70)) }.Select(parameter => new SearchSpace(parameter))];
        foreach (var space in spaces)
        {
            var density = new ParzenEstimator(SearchDomain.Of(space), Draws(space, 6), 1);
            var (random, codes, drawn) = (new RandomStream(8, 0, StreamPurpose.Propose), new double[1], new double[draws]);
            for (var i = 0; i < draws; i++)
            {
                density.Sample(codes, ref random);
                drawn[i] = codes[0];
            }

            double[] at = space[0].Levels is { } levels ? [.. Enumerable.Range(0, levels).Select(space[0].CodeOfLevel)] : [.. Enumerable.Range(0, places).Select(i => (i + 0.5) / places)];
            double[] p = [.. at.Select(code => Math.Exp(density.LogDensity(new Point([code]))))];
            if (space[0].Levels is not null)
                Statistics.RequireCounts([.. at.Select(code => drawn.Count(one => one == code))], p);
            else
                Statistics.RequireDistribution(drawn, x => p.Take((int)(x * places)).Sum() / places);
        }
    }

    [Fact]
    public void The_quick_distribution_of_the_normal_agrees_with_the_exact_one()
    {
        for (var z = 0.0; z < 10; z += 0.001)
            Assert.Equal(Normal.Cdf(z), Normal.ApproximateCdf(z), 1e-9);
    }

    private static readonly SearchSpace Conditional = SearchSpace.Trace(s => s.Choice("kind", "number", "integer", "neither") switch
    {
        "number" => s.Uniform("number", 0, 1),
        "integer" => s.Int("integer", 1, 7),
        _ => 0,
    });

    private static Point[] Draws(SearchSpace space, int count)
    {
        var random = new RandomStream(9, 0, StreamPurpose.Setup);
        var points = new Point[count];
        for (var i = 0; i < count; i++)
            points[i] = space.Complete(RandomSearch.Draw(space, ref random).Codes);
        return points;
    }

    private static ParzenEstimator Of(Parameter parameter, double center, int count, double smoothing)
    {
        var code = parameter.Levels is { } levels ? parameter.CodeOfLevel((int)Math.Round(center * (levels - 1))) : center;
        return new(SearchDomain.Of(new SearchSpace(parameter)), [.. Enumerable.Repeat(new Point([code]), count)], smoothing);
    }
}
