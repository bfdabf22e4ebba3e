using HyperSearch.Core;

namespace HyperSearch.Strategies;

/// <summary>
/// A mixture of product distributions over points: p(x) = Σₖ wₖ Πᵈ κᵈ(xᵈ | μₖᵈ, bᵈ), one component per trial and the uniform
/// prior as one more, all of the same weight 1/K unless told otherwise. Watanabe, "Tree-Structured Parzen Estimator", arXiv 2304.11127, section 3.3; the
/// product of kernels after Falkner, Klein, Hutter, "BOHB", ICML 2018, section 3.2.
/// </summary>
/// <remarks>
/// What κ is depends on the parameter: <see cref="TruncatedNormalKernels"/>, <see cref="TabulatedKernels"/> where it is discrete,
/// <see cref="AitchisonAitkenKernels"/> where it has more than <see cref="SearchDomain.MostLevels"/> options. Where a trial does
/// not have a parameter, its kernel is uniform there.
/// </remarks>
internal sealed class ParzenEstimator
{
    private readonly ParameterKernels[] _kernels; // (d)
    private readonly double[] _weights; // (K): w, of which the sum is 1
    private readonly double[] _logWeights;
    private readonly double[] _scores;  // (K) scratch: log of weight × product

    /// <param name="domain">The space.</param>
    /// <param name="points">The trials, one component each.</param>
    /// <param name="smoothing">What the bandwidths are multiplied by.</param>
    /// <param name="weights">(points): what each counts, the prior counting 1; null where each counts 1.</param>
    public ParzenEstimator(SearchDomain domain, ReadOnlySpan<Point> points, double smoothing, double[]? weights = null)
    {
        _kernels = new ParameterKernels[domain.Count];
        _scores = new double[points.Length + 1];
        _weights = new double[_scores.Length];
        Array.Fill(_weights, 1);
        weights?.CopyTo(_weights, 0);
        RowArithmetic.MultiplyBy(_weights, 1 / OrderedSums.Sum(_weights));
        _logWeights = Array.ConvertAll(_weights, PortableMath.Log);
        var codes = new double[points.Length];
        for (var i = 0; i < _kernels.Length; i++)
        {
            for (var k = 0; k < codes.Length; k++)
                codes[k] = points[k][i];
            _kernels[i] = domain.LevelCodes(i) is not { } levels ? new TruncatedNormalKernels(codes, domain.Count, smoothing)
                : levels.Length > SearchDomain.MostLevels ? new AitchisonAitkenKernels(domain, i, codes, smoothing)
                : domain.IsCategorical(i) ? TabulatedKernels.AitchisonAitken(domain, i, codes, smoothing)
                : TabulatedKernels.DiscretizedNormal(domain, i, codes, smoothing);
        }
    }

    /// <summary>log p(x); the parameters that x does not have are left out.</summary>
    public double LogDensity(Point x)
    {
        _logWeights.CopyTo(_scores, 0);
        for (var i = 0; i < _kernels.Length; i++)
        {
            if (x.IsActive(i))
                _kernels[i].AddLogDensities(_scores, x[i]);
        }
        return OrderedSums.LogSumExp(_scores);
    }

    /// <summary>A code for each parameter, all from one component.</summary>
    public void Sample(Span<double> codes, ref RandomStream random)
    {
        var u = random.NextDouble();
        var component = 0;
        for (var sum = _weights[0]; component < _scores.Length - 1 && sum < u; sum += _weights[component])
            component++;
        for (var i = 0; i < codes.Length; i++)
            codes[i] = _kernels[i].Sample(component, ref random);
    }
}
