namespace HyperSearch.Strategies;

/// <summary>How much is expected of a trial whose losses are predicted to be normal and independent of each other.</summary>
internal interface IExpectedGain
{
    /// <summary>The logarithm of the gain, larger being better.</summary>
    /// <param name="means">(losses)</param>
    /// <param name="deviations">(losses): above 0.</param>
    double At(ReadOnlySpan<double> means, ReadOnlySpan<double> deviations);

    /// <summary>The same, and its derivatives.</summary>
    /// <param name="means">(losses)</param>
    /// <param name="deviations">(losses): above 0.</param>
    /// <param name="byMean">(losses)</param>
    /// <param name="byDeviation">(losses)</param>
    double At(ReadOnlySpan<double> means, ReadOnlySpan<double> deviations, Span<double> byMean, Span<double> byDeviation);
}
