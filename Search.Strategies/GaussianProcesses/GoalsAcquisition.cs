namespace HyperSearch.Strategies;

/// <summary>
/// The log expected gain by all goals, and the logarithm of the probability that all constraints are met. Gardner, Kusner, Xu, Weinberger,
/// Cunningham: "Bayesian Optimization with Inequality Constraints", ICML 2014, equation 6, in logarithms.
/// </summary>
/// <param name="map">The features of the space.</param>
/// <param name="goals">A process for each goal.</param>
/// <param name="gain">What is gained where the losses are as these predict.</param>
/// <param name="constraints">A process for each constraint, and what is allowed of its outputs.</param>
/// <param name="deviationScale">What the deviations by the goals are multiplied by: near 0 only the means count.</param>
internal sealed class GoalsAcquisition(
    FeatureMap map, GaussianProcess[] goals, IExpectedGain gain, (GaussianProcess Process, double Allowed)[] constraints, double deviationScale) : IAcquisition
{
    private readonly double[] _means = new double[goals.Length], _deviations = new double[goals.Length];
    private readonly double[] _byMean = new double[goals.Length], _byDeviation = new double[goals.Length];
    private readonly double[] _laneMeans = new double[goals.Length * GaussianProcess.Lanes], _laneDeviations = new double[goals.Length * GaussianProcess.Lanes];
    private readonly double[][] _meanByNumber = [.. goals.Select(_ => new double[map.Numbers])], _deviationByNumber = [.. goals.Select(_ => new double[map.Numbers])];
    private readonly double[] _constraintMeanBy = new double[map.Numbers], _constraintDeviationBy = new double[map.Numbers];

    public FeatureMap Map => map;

    public void Score(ReadOnlySpan<Point> points, Span<double> scores)
    {
        Span<double> means = stackalloc double[GaussianProcess.Lanes];
        Span<double> deviations = stackalloc double[GaussianProcess.Lanes];
        for (var first = 0; first < points.Length; first += GaussianProcess.Lanes)
        {
            var block = points[first..Math.Min(first + GaussianProcess.Lanes, points.Length)];
            for (var goal = 0; goal < goals.Length; goal++)
            {
                var at = goal * GaussianProcess.Lanes;
                goals[goal].Predict(block, _laneMeans.AsSpan(at, GaussianProcess.Lanes), _laneDeviations.AsSpan(at, GaussianProcess.Lanes));
            }
            for (var i = 0; i < block.Length; i++)
            {
                for (var goal = 0; goal < goals.Length; goal++)
                    (_means[goal], _deviations[goal]) = (_laneMeans[goal * GaussianProcess.Lanes + i], deviationScale * _laneDeviations[goal * GaussianProcess.Lanes + i]);
                scores[first + i] = gain.At(_means, _deviations);
            }
            foreach (var (process, allowed) in constraints)
            {
                process.Predict(block, means, deviations);
                for (var i = 0; i < block.Length; i++)
                    scores[first + i] += NormalLogs.Cdf((allowed - means[i]) / deviations[i]);
            }
        }
    }

    public double Score(ReadOnlySpan<double> codes, Span<double> byNumber)
    {
        for (var goal = 0; goal < goals.Length; goal++)
        {
            (_means[goal], var deviation) = goals[goal].Predict(codes, _meanByNumber[goal], _deviationByNumber[goal]);
            _deviations[goal] = deviationScale * deviation;
        }
        var value = gain.At(_means, _deviations, _byMean, _byDeviation);
        byNumber.Clear();
        for (var goal = 0; goal < goals.Length; goal++)
        {
            for (var f = 0; f < byNumber.Length; f++)
                byNumber[f] += _byMean[goal] * _meanByNumber[goal][f] + deviationScale * _byDeviation[goal] * _deviationByNumber[goal][f];
        }
        foreach (var (process, allowed) in constraints)
        {
            var (mean, deviation) = process.Predict(codes, _constraintMeanBy, _constraintDeviationBy);
            var z = (allowed - mean) / deviation;
            var slope = NormalLogs.CdfSlope(z) / deviation;
            value += NormalLogs.Cdf(z);
            for (var f = 0; f < byNumber.Length; f++)
                byNumber[f] -= slope * (_constraintMeanBy[f] + z * _constraintDeviationBy[f]);
        }
        return value;
    }
}
