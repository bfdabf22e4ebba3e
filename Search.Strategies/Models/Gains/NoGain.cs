namespace HyperSearch.Strategies;

/// <summary>The same gain everywhere: all that counts then is whether a trial would be feasible.</summary>
internal sealed class NoGain : IExpectedGain
{
    public double At(ReadOnlySpan<double> means, ReadOnlySpan<double> deviations) => 0;

    public double At(ReadOnlySpan<double> means, ReadOnlySpan<double> deviations, Span<double> byMean, Span<double> byDeviation)
    {
        byMean.Clear();
        byDeviation.Clear();
        return 0;
    }
}
