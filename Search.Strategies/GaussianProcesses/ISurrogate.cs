namespace HyperSearch.Strategies;

/// <summary>A model that says of a point which loss to expect there, and how surely.</summary>
internal interface ISurrogate
{
    /// <summary>The means and deviations of the noise-free losses at up to <see cref="GaussianProcess.Lanes"/> points.</summary>
    void Predict(ReadOnlySpan<Point> points, Span<double> means, Span<double> deviations);

    /// <summary>The mean and deviation at one point, and their derivatives by the codes of the numbers.</summary>
    /// <param name="codes">One code per parameter.</param>
    /// <param name="meanByNumber">(numbers): dμ/dx.</param>
    /// <param name="deviationByNumber">(numbers): dσ/dx.</param>
    (double Mean, double Deviation) Predict(ReadOnlySpan<double> codes, Span<double> meanByNumber, Span<double> deviationByNumber);
}
