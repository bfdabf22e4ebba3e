namespace HyperSearch.Strategies;

// What drawing functions from the process takes.
internal sealed partial class GaussianProcess
{
    /// <summary>How many features a point has.</summary>
    public int FeatureCount => _map.Count;

    /// <summary>s, the variance before anything was seen.</summary>
    public double Amplitude => _s;

    /// <summary>σ², the variance of what is seen around the function.</summary>
    public double Noise => _noise;

    /// <summary>
    /// The covariances of one point with those of the process, and its features, warped and scaled: the covariance is a function of their
    /// squared distance.
    /// </summary>
    /// <param name="codes">One code per parameter.</param>
    /// <param name="covariances">(count)</param>
    /// <param name="features">(features)</param>
    public void Describe(ReadOnlySpan<double> codes, Span<double> covariances, Span<double> features)
    {
        var distances = Distances(codes);
        Matern.Covariances(distances, _s);
        distances.CopyTo(covariances);
        _x.CopyTo(features);
    }

    /// <summary>K⁻¹b in place.</summary>
    public void Solve(Span<double> b)
    {
        _factor.SolveLower(b);
        _factor.SolveUpper(b);
    }
}
