using HyperSearch;
using HyperSearch.Strategies;

namespace Search.Tests;

public sealed class GaussianProcessTests
{
    private const double Step = 1e-5;

    private static readonly SearchSpace Space = new(
        new FloatParameter("a", 0, 1), new FloatParameter("b", 0, 1), new ChoiceParameter<string>("c", ["x", "y", "z"]));

    private readonly FeatureMap _map = new(Space);
    private readonly Hyperparameters _hyperparameters;
    private readonly double[] _theta;

    public GaussianProcessTests()
    {
        _hyperparameters = new(_map, Space.Count, warpsInputs: true);
        _theta = _hyperparameters.Mode();
        for (var i = 0; i < _theta.Length; i++)
            _theta[i] += 0.1 * (i % 3 - 1);
    }

    [Fact]
    public void The_gradient_of_the_likelihood_is_its_slope()
    {
        var points = Points(15);
        var likelihood = new MarginalLikelihood(_map, _hyperparameters, _map.Values(points), Losses(points));
        var (gradient, ignored) = (new double[_theta.Length], new double[_theta.Length]);
        likelihood.Value(_theta, gradient);

        for (var i = 0; i < _theta.Length; i++)
        {
            var slope = (likelihood.Value(DrawnPoints.Moved(_theta, i, Step), ignored) - likelihood.Value(DrawnPoints.Moved(_theta, i, -Step), ignored)) / (2 * Step);
            Assert.Equal(slope, gradient[i], 1e-5 * (1 + Math.Abs(slope)));
        }
    }

    [Fact]
    public void The_likelihood_is_that_of_a_normal_vector_with_the_priors()
    {
        var points = Points(15);
        var (inverse, logDeterminant) = Matrices.Invert(CovarianceOf(points));
        var y = Losses(points);
        var ignored = new double[_theta.Length];

        var value = new MarginalLikelihood(_map, _hyperparameters, _map.Values(points), y).Value(_theta, ignored);

        // Up to n/2 log 2π.
        Assert.Equal(0.5 * Matrices.Dot(y, Matrices.Multiply(inverse, y)) + 0.5 * logDeterminant + _hyperparameters.NegativeLogPrior(_theta, ignored), value, 1e-9);
    }

    /// <summary>μ = k*ᵀ K⁻¹ y and σ² = k** − k*ᵀ K⁻¹ k*: Rasmussen and Williams 2006, equations 2.25 and 2.26.</summary>
    [Fact]
    public void The_posterior_is_that_of_a_plain_inverse()
    {
        var points = Points(40);
        var (known, others, ignored) = (points[..30], points[30..], new double[2]);
        var inverse = Matrices.Invert(CovarianceOf(known)).Inverse;
        var process = Condition(known);
        var y = Losses(known);

        foreach (var point in others)
        {
            double[] k = [.. known.Select(other => Covariance(point, other))];
            var (mean, deviation) = process.Predict(point.Codes, ignored, ignored);
            Assert.Equal(Matrices.Dot(k, Matrices.Multiply(inverse, y)), mean, 1e-9);
            Assert.Equal(Covariance(point, point) - Matrices.Dot(k, Matrices.Multiply(inverse, k)), deviation * deviation, 1e-9);
        }
    }

    [Fact]
    public void Points_predicted_together_are_as_if_alone_and_the_gradient_is_the_slope()
    {
        var points = Points(40);
        var process = Condition(points[..30]);
        Span<double> means = stackalloc double[GaussianProcess.Lanes], deviations = stackalloc double[GaussianProcess.Lanes];
        Span<double> byMean = stackalloc double[2], byDeviation = stackalloc double[2], ignored = stackalloc double[2];
        process.Predict(points.AsSpan(30), means, deviations);

        for (var i = 0; i < 10; i++)
        {
            var codes = points[30 + i].Codes.ToArray();
            var (mean, deviation) = process.Predict(codes, byMean, byDeviation);
            Assert.Equal(mean, means[i], 1e-9);
            Assert.Equal(deviation, deviations[i], 1e-9);
            for (var d = 0; d < 2; d++)
            {
                var (highMean, highDeviation) = process.Predict(DrawnPoints.Moved(codes, d, Step), ignored, ignored);
                var (lowMean, lowDeviation) = process.Predict(DrawnPoints.Moved(codes, d, -Step), ignored, ignored);
                Assert.Equal((highMean - lowMean) / (2 * Step), byMean[d], 1e-4);
                Assert.Equal((highDeviation - lowDeviation) / (2 * Step), byDeviation[d], 1e-4);
            }
        }
    }

    [Fact]
    public void A_point_added_later_gives_the_same_bits_as_all_at_once()
    {
        var points = Points(20);
        var process = Condition(points[..12]);
        process.Truncate(8);
        foreach (var point in points[8..])
            process.Append(point);
        process.Condition(Losses(points));
        double[] ignored = [0, 0];

        Assert.Equal(Condition(points).Predict([0.2, 0.7, 1], ignored, ignored), process.Predict([0.2, 0.7, 1], ignored, ignored));
    }

    [Fact]
    public void A_running_trial_lowers_the_deviation_around_it_and_leaves_the_mean()
    {
        var points = Points(10);
        var process = Condition(points);
        double[] codes = [0.33, 0.44, 2], ignored = [0, 0];
        var before = process.Predict(codes, ignored, ignored);

        process.Append(new Point(codes));
        process.Condition(Losses(points));
        var after = process.Predict(codes, ignored, ignored);

        Assert.Equal(before.Mean, after.Mean, 1e-9);
        Assert.True(after.Deviation < 0.7 * before.Deviation);
    }

    [Theory]
    [InlineData(-2)]
    [InlineData(0)]
    [InlineData(0.9)]
    [InlineData(1.1)]
    [InlineData(40)]
    [InlineData(1e5)]
    public void The_derivatives_of_the_log_improvement_are_its_slopes_however_small_it_is(double mean)
    {
        var (value, byMean, byDeviation) = LogExpectedImprovement.At(mean, 0.5, best: 0.5);
        var step = 1e-6 * Math.Max(1, Math.Abs(mean));

        Assert.True(double.IsFinite(value));
        Assert.Equal(1, byMean / ((LogExpectedImprovement.At(mean + step, 0.5, 0.5).Value - LogExpectedImprovement.At(mean - step, 0.5, 0.5).Value) / (2 * step)), 1e-3);
        Assert.Equal(1, byDeviation / ((LogExpectedImprovement.At(mean, 0.5 + 1e-6, 0.5).Value - LogExpectedImprovement.At(mean, 0.5 - 1e-6, 0.5).Value) / 2e-6), 1e-3);
    }

    private double[,] CovarianceOf(Point[] points)
    {
        var k = new double[points.Length, points.Length];
        for (var i = 0; i < points.Length; i++)
        {
            for (var j = 0; j < points.Length; j++)
                k[i, j] = Covariance(points[i], points[j]) + (i == j ? Math.Exp(_theta[1]) : 0);
        }
        return k;
    }

    // s (1 + √5 r + 5/3 r²) exp(−√5 r) of the weighted distance r between two points' features, numbers warped.
    private double Covariance(Point one, Point other)
    {
        var r = Math.Sqrt(Enumerable.Range(0, _map.Count).Sum(f => Math.Exp(_theta[Hyperparameters.WeightIndex(f)]) * Math.Pow(Feature(f, one) - Feature(f, other), 2)));
        return Math.Exp(_theta[0]) * (1 + Math.Sqrt(5) * r + 5.0 / 3 * r * r) * Math.Exp(-Math.Sqrt(5) * r);
    }

    private double Feature(int f, Point point)
    {
        var value = _map.Value(f, point.Codes);
        return f < _hyperparameters.Warped ? Kumaraswamy.Warp(value, Math.Exp(_theta[_hyperparameters.LogAIndex(f)]), Math.Exp(_theta[_hyperparameters.LogBIndex(f)])).W : value;
    }

    private GaussianProcess Condition(Point[] points)
    {
        var process = new GaussianProcess(_map, _hyperparameters, _theta);
        foreach (var point in points)
            process.Append(point);
        process.Condition(Losses(points));
        return process;
    }

    private static double[] Losses(Point[] points) => [.. points.Select(point => Math.Sin(5 * point[0]) + point[1] * point[1] + 0.3 * point[2])];

    private static Point[] Points(int count) => DrawnPoints.In(Space, count);
}
