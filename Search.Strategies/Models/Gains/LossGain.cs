namespace HyperSearch.Strategies;

/// <summary>log E[max(best − y, 0)] for one loss: see <see cref="LogExpectedImprovement"/>.</summary>
/// <param name="best">What is to be improved on.</param>
internal sealed class LossGain(double best) : IExpectedGain
{
    public double At(ReadOnlySpan<double> means, ReadOnlySpan<double> deviations) => LogExpectedImprovement.At(means[0], deviations[0], best).Value;

    public double At(ReadOnlySpan<double> means, ReadOnlySpan<double> deviations, Span<double> byMean, Span<double> byDeviation)
    {
        (var value, byMean[0], byDeviation[0]) = LogExpectedImprovement.At(means[0], deviations[0], best);
        return value;
    }
}
