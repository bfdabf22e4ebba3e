namespace HyperSearch.Strategies;

/// <summary>Where points are along one parameter, counted in bins, and how far those that are good are elsewhere.</summary>
internal sealed class ParameterBins
{
    // A number with more values has bins of equal width.
    private const int MostBins = 20;

    private readonly int[] _bins;       // (points): −1 where it is inactive
    private readonly double[] _density; // (bins): that of all points
    private readonly double[] _good;    // (bins) scratch
    private readonly BinKernels _kernels;
    private readonly double _spread, _pull;

    /// <param name="domain">The space.</param>
    /// <param name="parameter">Which of its parameters.</param>
    /// <param name="points">The points.</param>
    /// <param name="good">How many of them will be the good ones.</param>
    public ParameterBins(SearchDomain domain, int parameter, IReadOnlyList<Point> points, int good)
    {
        var levels = domain.LevelCodes(parameter)?.Length;
        var isByLevel = levels <= MostBins || domain.IsCategorical(parameter);
        Count = isByLevel ? levels!.Value : MostBins;
        _bins = new int[points.Count];
        _good = new double[Count];
        var all = new double[Count];
        for (var i = 0; i < _bins.Length; i++)
        {
            var code = points[i][parameter];
            _bins[i] = double.IsNaN(code) ? -1 : isByLevel ? domain.LevelOf(parameter, code) : Math.Min(Count - 1, (int)(code * Count));
            if (_bins[i] < 0)
                continue;
            all[_bins[i]]++;
            Active++;
        }
        _kernels = domain.IsCategorical(parameter) ? BinKernels.OfChoice(Count, good) : BinKernels.OfNumber(Count, good);
        _density = Density(all, Active);
        var (mean, squares) = (_kernels.Smooth(all, Active), _kernels.Smooth(all, Active, squared: true));
        for (var b = 0; b < Count && Active > 0; b++)
        {
            var one = mean[b] / Active;
            _spread += (squares[b] / Active - one * one) / _density[b];
            _pull += (one - 1.0 / Count) * (one - 1.0 / Count) / _density[b];
        }
    }

    /// <summary>How many bins there are.</summary>
    public int Count { get; }

    /// <summary>At how many points the parameter is active.</summary>
    public int Active { get; }

    /// <summary>
    /// Pearson's divergence of the density of the good points from that of all, Σ p (p'/p − 1)², less what it would be on average if as
    /// many points were good by chance; and at how many of the good points the parameter is active.
    /// </summary>
    /// <param name="good">The indices of the good points.</param>
    public (double Divergence, int Active) Divergence(ReadOnlySpan<int> good)
    {
        Array.Clear(_good);
        var active = 0;
        foreach (var point in good)
        {
            if (_bins[point] < 0)
                continue;
            _good[_bins[point]]++;
            active++;
        }
        if (active == 0 || Count == 1)
            return (0, active);
        var divergence = 0.0;
        var density = Density(_good, active);
        for (var b = 0; b < Count; b++)
            divergence += (density[b] - _density[b]) * (density[b] - _density[b]) / _density[b];
        return (divergence - ByChance(active), active);
    }

    // Draws without replacement have a variance; and of fewer points the prior pulls the density farther to the uniform one.
    private double ByChance(double active)
    {
        var pull = active / (active + 1) - (double)Active / (Active + 1);
        var variance = Active > 1 ? active * (Active - active) / (Active - 1) / ((active + 1) * (active + 1)) : 0;
        return variance * _spread + pull * pull * _pull;
    }

    // The points' kernels, and a uniform one, the prior.
    private double[] Density(double[] counts, int active)
    {
        var density = _kernels.Smooth(counts, active);
        for (var b = 0; b < Count; b++)
            density[b] = (density[b] + 1.0 / Count) / (active + 1);
        return density;
    }
}
