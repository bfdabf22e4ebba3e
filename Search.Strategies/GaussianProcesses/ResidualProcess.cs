namespace HyperSearch.Strategies;

/// <summary>What the earlier studies lead to expect, and a process of the difference between that and the present losses.</summary>
internal sealed class ResidualProcess(EarlierExpectation expectation, GaussianProcess residual, FeatureMap map) : ISurrogate
{
    private readonly double[] _byNumber = new double[map.Numbers];

    public void Predict(ReadOnlySpan<Point> points, Span<double> means, Span<double> deviations)
    {
        residual.Predict(points, means, deviations);
        for (var i = 0; i < points.Length; i++)
            means[i] += expectation.At(points[i].Codes);
    }

    public (double Mean, double Deviation) Predict(ReadOnlySpan<double> codes, Span<double> meanByNumber, Span<double> deviationByNumber)
    {
        var (mean, deviation) = residual.Predict(codes, meanByNumber, deviationByNumber);
        mean += expectation.At(codes, _byNumber);
        for (var f = 0; f < _byNumber.Length; f++)
            meanByNumber[f] += _byNumber[f];
        return (mean, deviation);
    }
}
