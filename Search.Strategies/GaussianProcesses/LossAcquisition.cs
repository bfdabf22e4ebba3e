namespace HyperSearch.Strategies;

/// <summary>The log expected improvement of one loss, or its negative mean.</summary>
/// <param name="surrogate">Predicts the loss.</param>
/// <param name="map">The features of the space.</param>
/// <param name="incumbent">What is to be improved on.</param>
/// <param name="isGreedy">Whether the mean alone counts.</param>
internal sealed class LossAcquisition(ISurrogate surrogate, FeatureMap map, double incumbent, bool isGreedy) : IAcquisition
{
    private readonly double[] _byMean = new double[map.Numbers], _byDeviation = new double[map.Numbers];

    public FeatureMap Map => map;

    public void Score(ReadOnlySpan<Point> points, Span<double> scores)
    {
        Span<double> means = stackalloc double[GaussianProcess.Lanes];
        Span<double> deviations = stackalloc double[GaussianProcess.Lanes];
        for (var first = 0; first < points.Length; first += GaussianProcess.Lanes)
        {
            var count = Math.Min(GaussianProcess.Lanes, points.Length - first);
            surrogate.Predict(points.Slice(first, count), means, deviations);
            for (var i = 0; i < count; i++)
                scores[first + i] = isGreedy ? -means[i] : LogExpectedImprovement.At(means[i], deviations[i], incumbent).Value;
        }
    }

    public double Score(ReadOnlySpan<double> codes, Span<double> byNumber)
    {
        var (mean, deviation) = surrogate.Predict(codes, _byMean, _byDeviation);
        var (value, valueByMean, valueByDeviation) = isGreedy ? (-mean, -1, 0) : LogExpectedImprovement.At(mean, deviation, incumbent);
        for (var f = 0; f < byNumber.Length; f++)
            byNumber[f] = valueByMean * _byMean[f] + valueByDeviation * _byDeviation[f];
        return value;
    }
}
