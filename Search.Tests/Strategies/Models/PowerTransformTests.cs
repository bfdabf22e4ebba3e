using HyperSearch;
using HyperSearch.Strategies;

namespace Search.Tests;

/// <summary>Against a plain twin: the transform of Yeo and Johnson with its inverse, and the likelihood as it stands in their paper.</summary>
public sealed class PowerTransformTests
{
    public static TheoryData<string> Samples => ["normal", "skewed to the right", "skewed to the left", "heavy on both sides", "large", "few"];

    [Theory, MemberData(nameof(Samples))]
    public void What_is_better_stays_better(string name)
    {
        var losses = Sample(name);
        var order = Enumerable.Range(0, losses.Length).OrderBy(i => losses[i]).ToArray();

        var transformed = PowerTransform.Apply(losses, keptShare: 1);

        Assert.All(order.Zip(order.Skip(1)), pair => Assert.True(transformed[pair.First] < transformed[pair.Second]));
    }

    [Theory, MemberData(nameof(Samples))]
    public void The_mean_is_0_and_the_deviation_1(string name)
    {
        var transformed = PowerTransform.Apply(Sample(name), keptShare: 1);

        Assert.Equal(0, transformed.Average(), 1e-12);
        Assert.Equal(1, transformed.Average(value => value * value), 1e-12);
    }

    [Theory, MemberData(nameof(Samples))]
    public void The_inverse_gives_the_losses_back(string name)
    {
        var losses = Sample(name);
        var (mean, deviation) = Moments(losses);
        var transformed = PowerTransform.Apply(losses, keptShare: 1);
        var lambda = LambdaOf(Standardized(losses), transformed);
        // What was standardized last is undone first.
        var (middle, spread) = Moments([.. Standardized(losses).Select(y => YeoJohnson(y, lambda))]);

        for (var i = 0; i < losses.Length; i++)
            Assert.Equal(losses[i], mean + deviation * Inverse(middle + spread * transformed[i], lambda), 1e-5 * deviation);
    }

    [Theory, MemberData(nameof(Samples))]
    public void The_power_is_the_likeliest_one(string name)
    {
        var y = Standardized(Sample(name));
        var lambda = LambdaOf(y, PowerTransform.Apply(Sample(name), keptShare: 1));

        // It is sought to a few thousandths.
        double[] changes = [-2, -0.5, -0.02, 0.02, 0.5, 2];
        Assert.All(changes, change => Assert.True(LogLikelihood(y, lambda) > LogLikelihood(y, lambda + change)));
    }

    [Fact]
    public void Losses_above_the_share_that_is_kept_count_as_equal()
    {
        var losses = Sample("skewed to the right");
        var ceiling = losses.Order().ElementAt(losses.Length / 2);

        var transformed = PowerTransform.Apply(losses, keptShare: 0.5);

        Assert.Single(transformed.Where((_, i) => losses[i] >= ceiling).Distinct());
        Assert.Equal(losses.Count(loss => loss < ceiling) + 1, transformed.Distinct().Count());
        Assert.Equal(PowerTransform.Apply([.. losses.Select(loss => Math.Min(loss, ceiling))], keptShare: 1), transformed);
    }

    [Fact]
    public void Equal_losses_are_all_0() => Assert.All(PowerTransform.Apply([3, 3, 3], keptShare: 1), value => Assert.Equal(0, value));

    private static double[] Sample(string name)
    {
        var random = new RandomStream(2, 0, StreamPurpose.Setup);
        var z = new double[name == "few" ? 4 : 60];
        for (var i = 0; i < z.Length; i++)
            z[i] = random.NextNormal();
        return [.. z.Select(value => name switch
        {
            "skewed to the right" => Math.Exp(value),
            "skewed to the left" => -Math.Exp(0.7 * value),
            "heavy on both sides" => Math.Sinh(value),
            "large" => 1e6 * (20 + value) * (20 + value),
            _ => value,
        })];
    }

    // The λ that makes one the other up to a straight line: where the correlation is 1.
    private static double LambdaOf(double[] y, double[] transformed)
    {
        var (low, high) = (-3.0, 5.0);
        for (var step = 0; step < 100; step++)
        {
            var (left, right) = (low + (high - low) / 3, high - (high - low) / 3);
            if (Distance(left) < Distance(right))
                high = right;
            else
                low = left;
        }
        return (low + high) / 2;

        double Distance(double lambda) => Standardized([.. y.Select(value => YeoJohnson(value, lambda))]).Zip(transformed, (a, b) => (a - b) * (a - b)).Sum();
    }

    private static double YeoJohnson(double y, double lambda) => y >= 0
        ? lambda == 0 ? Math.Log(1 + y) : (Math.Pow(1 + y, lambda) - 1) / lambda
        : lambda == 2 ? -Math.Log(1 - y) : -(Math.Pow(1 - y, 2 - lambda) - 1) / (2 - lambda);

    private static double Inverse(double t, double lambda) => t >= 0
        ? lambda == 0 ? Math.Exp(t) - 1 : Math.Pow(1 + lambda * t, 1 / lambda) - 1
        : lambda == 2 ? 1 - Math.Exp(-t) : 1 - Math.Pow(1 - (2 - lambda) * t, 1 / (2 - lambda));

    // −n/2 log σ² + (λ − 1) Σ sign(y) log(1 + |y|)
    private static double LogLikelihood(double[] y, double lambda) =>
        -y.Length * Math.Log(Moments([.. y.Select(value => YeoJohnson(value, lambda))]).Deviation) + (lambda - 1) * y.Sum(value => Math.Sign(value) * Math.Log(1 + Math.Abs(value)));

    private static double[] Standardized(double[] values)
    {
        var (mean, deviation) = Moments(values);
        return [.. values.Select(value => (value - mean) / deviation)];
    }

    private static (double Mean, double Deviation) Moments(double[] values) =>
        (values.Average(), Math.Sqrt(values.Average(value => Math.Pow(value - values.Average(), 2))));
}
