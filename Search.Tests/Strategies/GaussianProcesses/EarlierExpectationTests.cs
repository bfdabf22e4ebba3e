using HyperSearch;
using HyperSearch.Strategies;

namespace Search.Tests;

public sealed class EarlierExpectationTests
{
    private const double Step = 1e-5;

    private static readonly SearchSpace Space = new(
        new FloatParameter("a", 0, 1), new FloatParameter("b", 0, 1), new ChoiceParameter<string>("c", ["x", "y", "z"]), new FloatParameter("d", 0, 1));

    // The second study had no d.
    private static readonly SearchSpace Part = new(Space[0], Space[1], Space[2]);

    private static readonly EarlierStudy Related = EarlierSearches.Random(Space, "related", 60, Loss);

    private readonly FeatureMap _map = new(Space);

    /// <summary>β = (B⁻¹ + H K⁻¹ Hᵀ)⁻¹ (H K⁻¹ y + B⁻¹ b): Rasmussen and Williams 2006, equation 2.42.</summary>
    [Fact]
    public void The_weights_are_those_of_plain_inverses()
    {
        var studies = Processes(Related, EarlierSearches.Random(Part, "part", 40, Loss));
        var points = Points(25);
        double[] y = [.. points.Select(point => Loss(point) - 0.4)];
        var covariance = new double[25, 25];
        for (var i = 0; i < 25; i++)
        {
            for (var j = 0; j < 25; j++)
                covariance[i, j] = Covariance(points[i], points[j]) + (i == j ? Math.Exp(Theta[1]) : 0);
        }
        var inverse = Matrices.Invert(covariance).Inverse;
        double[][] basis = [.. Enumerable.Range(0, 2).Select(s => points.Select(point => studies.Mean(s, point.Codes)).ToArray()), [.. points.Select(_ => 1.0)]];
        double[] precisions = [4, 4, 1.0 / 9], means = [0.5, 0.5, 0];
        var matrix = new double[3, 3];
        for (var i = 0; i < 3; i++)
        {
            for (var j = 0; j < 3; j++)
                matrix[i, j] = Matrices.Dot(basis[i], Matrices.Multiply(inverse, basis[j])) + (i == j ? precisions[i] : 0);
        }

        var beta = Matrices.Multiply(Matrices.Invert(matrix).Inverse,
            [.. basis.Select((row, i) => Matrices.Dot(row, Matrices.Multiply(inverse, y)) + precisions[i] * means[i])]);
        var expectation = Expectation(studies, points, y);

        Assert.Equal(beta[0], expectation.Weights[0], 1e-8);
        Assert.Equal(beta[1], expectation.Weights[1], 1e-8);
        var asked = Points(30)[29].Codes.ToArray();
        Assert.Equal(beta[0] * studies.Mean(0, asked) + beta[1] * studies.Mean(1, asked) + beta[2], expectation.At(asked), 1e-8);
    }

    [Fact]
    public void The_model_is_the_expectation_and_a_process_of_the_rest_and_its_gradient_is_the_slope()
    {
        var studies = Processes(Related, EarlierSearches.Random(Part, "part", 40, Loss));
        var points = Points(40);
        var (known, asked) = (points[..30], points[30..]);
        double[] y = [.. known.Select(Loss)];
        var expectation = Expectation(studies, known, y);
        var process = Process(known);
        process.Condition([.. known.Select((point, i) => y[i] - expectation.At(point.Codes))]);
        var model = new ResidualProcess(expectation, process, _map);
        double[] means = new double[GaussianProcess.Lanes], deviations = new double[GaussianProcess.Lanes];
        double[] byMean = new double[3], byDeviation = new double[3], ignored = new double[3];
        model.Predict(asked, means, deviations);

        for (var i = 0; i < asked.Length; i++)
        {
            var codes = asked[i].Codes.ToArray();
            var alone = process.Predict(codes, ignored, ignored);
            var (mean, deviation) = model.Predict(codes, byMean, byDeviation);
            Assert.Equal(alone.Mean + expectation.At(codes), mean, 1e-9);
            Assert.Equal(alone.Deviation, deviation, 1e-9);
            Assert.Equal(mean, means[i], 1e-9);
            Assert.Equal(deviation, deviations[i], 1e-9);
            for (var f = 0; f < _map.Numbers; f++)
            {
                var high = model.Predict(DrawnPoints.Moved(codes, _map.ParameterOf(f), Step), ignored, ignored);
                var low = model.Predict(DrawnPoints.Moved(codes, _map.ParameterOf(f), -Step), ignored, ignored);
                Assert.Equal((high.Mean - low.Mean) / (2 * Step), byMean[f], 1e-4);
                Assert.Equal((high.Deviation - low.Deviation) / (2 * Step), byDeviation[f], 1e-4);
            }
        }
    }

    [Fact]
    public void The_mean_of_a_study_is_that_of_its_process()
    {
        var studies = Processes(Related);
        var process = new GaussianProcess(_map, Hyperparameters.For(_map, Space), studies.Fits[0].Theta);
        foreach (var point in studies.Fits[0].Points)
            process.Append(point);
        process.Condition(studies.Fits[0].Losses);
        double[] byMean = new double[3], ignored = new double[3], byNumber = new double[3];

        foreach (var point in Points(10))
        {
            var mean = process.Predict(point.Codes, byMean, ignored).Mean;
            Assert.Equal(mean, studies.Mean(0, point.Codes), 1e-9);
            Assert.Equal(mean, studies.Mean(0, point.Codes, byNumber), 1e-9);
            Assert.All(byMean.Zip(byNumber), pair => Assert.Equal(pair.First, pair.Second, 1e-9));
        }
    }

    [Fact]
    public void A_study_of_the_same_function_keeps_its_weight_and_one_of_the_opposite_loses_it_with_the_results()
    {
        var studies = Processes(Related, EarlierSearches.Random(Space, "opposite", 60, point => -Loss(point)));

        var (none, many) = (Weights(studies, 0), Weights(studies, 60));

        Assert.All(none, weight => Assert.Equal(0.5, weight, 1e-9));
        Assert.True(many[0] > 0.25 && many[0] > many[1] + 0.5, $"{many[0]}, {many[1]}");
        Assert.True(many[1] < 0.1, $"{many[1]}");
    }

    [Fact]
    public void A_study_that_explains_nothing_loses_its_weight()
    {
        var studies = Processes(EarlierSearches.Random(Space, "other", 60, point => Math.Pow(point[3] - 0.4, 2)));

        Assert.Equal(1, Weights(studies, 0)[0], 1e-9);
        Assert.InRange(Weights(studies, 80)[0], -0.25, 0.25);
    }

    private IReadOnlyList<double> Weights(EarlierProcesses studies, int results)
    {
        var points = Points(results);
        return Expectation(studies, points, PowerTransform.Apply([.. points.Select(Loss)], keptShare: 1)).Weights;
    }

    private EarlierExpectation Expectation(EarlierProcesses studies, Point[] points, double[] y) => EarlierExpectation.Of(studies, _map, Process(points), points, y);

    private double[] Theta => Hyperparameters.For(_map, Space).Mode();

    private GaussianProcess Process(Point[] points)
    {
        var process = new GaussianProcess(_map, Hyperparameters.For(_map, Space), Theta);
        foreach (var point in points)
            process.Append(point);
        return process;
    }

    // s (1 + √5 r + 5/3 r²) exp(−√5 r); in ranges nothing is warped.
    private double Covariance(Point one, Point other)
    {
        var r = Math.Sqrt(Enumerable.Range(0, _map.Count).Sum(f => Math.Exp(Theta[Hyperparameters.WeightIndex(f)]) * Math.Pow(_map.Value(f, one.Codes) - _map.Value(f, other.Codes), 2)));
        return Math.Exp(Theta[0]) * (1 + Math.Sqrt(5) * r + 5.0 / 3 * r * r) * Math.Exp(-Math.Sqrt(5) * r);
    }

    private static EarlierProcesses Processes(params EarlierStudy[] studies) =>
        EarlierProcesses.Of(new(Space, Goal.Minimize("x"), 1) { Earlier = studies }, null);

    private static double Loss(Point point) => Math.Pow(point[0] - 0.3, 2) + 0.5 * Math.Pow(point[1] - 0.8, 2) + 0.2 * point[2];

    private static Point[] Points(int count) => DrawnPoints.In(Space, count);
}
