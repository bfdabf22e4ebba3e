using System.Diagnostics.CodeAnalysis;
using HyperSearch.Core;

namespace HyperSearch.Strategies;

/// <summary>
/// The distribution x ~ N(m, σ² C) of CMA-ES and its update. Symbols and constants as in Hansen: "The CMA Evolution Strategy: A
/// Tutorial", arXiv 1604.00772, figure 6 and table 1, with negative weights (active covariance).
/// </summary>
/// <remarks>
/// Beyond <see cref="MostCorrelated"/> parameters C is diagonal and learns (n+2)/3 times as fast: Ros and Hansen, "A Simple
/// Modification in CMA-ES Achieving Linear Time and Space Complexity", PPSN 2008. A full one would take n³ a generation.
/// </remarks>
internal sealed class CmaState
{
    /// <summary>The most parameters whose correlations are learnt.</summary>
    public const int MostCorrelated = 100;

    /// <summary>Δσ_max: the most that the logarithm of σ grows in a generation. Hansen, arXiv 1110.4181, table 1.</summary>
    public const double MostLogGrowth = 1;

    private const double Sigma0 = 0.2;

    private readonly int _n;
    private readonly double[] _w;          // (λ), the first μ positive
    private readonly double _muEff, _cSigma, _dSigma, _cc, _c1, _cMu, _chiN;
    private readonly double[] _pSigma, _pc; // (n)
    private readonly double[,]? _c, _b;     // (n,n); null where C is diagonal
    private double[] _d;                    // (n): D², the eigenvalues of C
    private int _generation;

    /// <param name="mean">Where to start.</param>
    /// <param name="lambda">How many points make a generation.</param>
    public CmaState(double[] mean, int lambda)
    {
        (_n, Lambda, Mean, Sigma) = (mean.Length, lambda, mean, Sigma0);
        (_pSigma, _pc) = (new double[_n], new double[_n]);
        if (_n <= MostCorrelated)
            (_c, _b) = (new double[_n, _n], new double[_n, _n]);
        for (var i = 0; i < _n && IsFull; i++)
            _c[i, i] = _b[i, i] = 1;
        _d = [.. Enumerable.Repeat(1.0, _n)];

        var mu = lambda / 2;
        var raw = Enumerable.Range(1, lambda).Select(i => PortableMath.Log((lambda + 1) / 2.0) - PortableMath.Log(i)).ToArray();
        var (positive, negative) = (raw[..mu], raw[mu..]);
        _muEff = Effective(positive);
        _cSigma = (_muEff + 2) / (_n + _muEff + 5);
        _dSigma = 1 + 2 * Math.Max(0, Math.Sqrt((_muEff - 1) / (_n + 1)) - 1) + _cSigma;
        _cc = (4 + _muEff / _n) / (_n + 4 + 2 * _muEff / _n);
        _c1 = 2 / ((_n + 1.3) * (_n + 1.3) + _muEff);
        _cMu = Math.Min(1 - _c1, 2 * (_muEff - 2 + 1 / _muEff) / ((_n + 2) * (_n + 2) + _muEff));
        if (!IsFull)
            (_c1, _cMu) = (Math.Min(1, _c1 * (_n + 2) / 3), Math.Min(1 - Math.Min(1, _c1 * (_n + 2) / 3), _cMu * (_n + 2) / 3));
        _chiN = Math.Sqrt(_n) * (1 - 1.0 / (4 * _n) + 1.0 / (21.0 * _n * _n));
        var negativeEff = Effective(negative);
        var alpha = Math.Min(Math.Min(1 + _c1 / _cMu, 1 + 2 * negativeEff / (_muEff + 2)), (1 - _c1 - _cMu) / (_n * _cMu));
        var (positiveSum, negativeSum) = (positive.Sum(), negative.Sum(Math.Abs));
        _w = [.. raw.Select(w => w >= 0 ? w / positiveSum : alpha * w / negativeSum)];
    }

    public int Lambda { get; }

    /// <summary>m.</summary>
    public double[] Mean { get; }

    /// <summary>σ.</summary>
    public double Sigma { get; private set; }

    /// <summary>The deviation along parameter i: σ √Cᵢᵢ.</summary>
    public double Deviation(int i) => Sigma * Math.Sqrt(IsFull ? _c[i, i] : _d[i]);

    /// <summary>c_y: the longest injected step, measured by C. Hansen, arXiv 1110.4181, table 1.</summary>
    public double LongestInjected => Math.Sqrt(_n) + 2.0 * _n / (_n + 2);

    /// <summary>Whether the distribution has collapsed or degenerated, so that it is time for a restart.</summary>
    public bool ShouldRestart => Sigma * Math.Sqrt(_d.Max()) < 1e-7 || _d.Max() > 1e14 * _d.Min();

    /// <summary>y = B D z for a standard normal z: a step before it is multiplied by σ.</summary>
    public double[] Step(double[] z)
    {
        var y = new double[_n];
        for (var j = 0; j < _n; j++)
        {
            var length = Math.Sqrt(_d[j]) * z[j];
            if (!IsFull)
            {
                y[j] = length;
                continue;
            }
            for (var i = 0; i < _n; i++)
                y[i] += _b[i, j] * length;
        }
        return y;
    }

    /// <summary>One generation: λ points, best first.</summary>
    /// <param name="x">The points.</param>
    /// <param name="isInjected">
    /// (λ): which of them this distribution did not draw. Their steps are cut off at <see cref="LongestInjected"/>, and σ grows by
    /// <see cref="MostLogGrowth"/> at most, so that a point from far away shows the direction and not the distance. The mean is
    /// cut off only where it is injected itself, which it never is here. Hansen: "Injecting External Solutions Into CMA-ES", arXiv
    /// 1110.4181, section 2.
    /// </param>
    public void Update(double[][] x, ReadOnlySpan<bool> isInjected)
    {
        var y = x.Select(point => Enumerable.Range(0, _n).Select(i => (point[i] - Mean[i]) / Sigma).ToArray()).ToArray();
        for (var k = 0; k < Lambda; k++)
        {
            if (isInjected[k])
                Clip(y[k]);
        }

        var step = new double[_n]; // ⟨y⟩_w
        for (var k = 0; k < Lambda && _w[k] > 0; k++)
        {
            for (var i = 0; i < _n; i++)
                step[i] += _w[k] * y[k][i];
        }

        var whitened = Whiten(step);
        var decay = Math.Sqrt(_cSigma * (2 - _cSigma) * _muEff);
        for (var i = 0; i < _n; i++)
        {
            Mean[i] = Math.Clamp(Mean[i] + Sigma * step[i], 0, 1);
            _pSigma[i] = (1 - _cSigma) * _pSigma[i] + decay * whitened[i];
        }
        var length = Math.Sqrt(_pSigma.Sum(p => p * p));
        _generation++;
        var h = length / Math.Sqrt(1 - PortableMath.Power(1 - _cSigma, 2 * _generation)) < (1.4 + 2.0 / (_n + 1)) * _chiN ? 1 : 0;
        for (var i = 0; i < _n; i++)
            _pc[i] = (1 - _cc) * _pc[i] + h * Math.Sqrt(_cc * (2 - _cc) * _muEff) * step[i];
        UpdateCovariance(y, h);
        Sigma = Math.Min(1, Sigma * PortableMath.Exp(Math.Min(MostLogGrowth, _cSigma / _dSigma * (length / _chiN - 1))));
        if (IsFull)
            _d = SymmetricEigen.Decompose(_c, _b);
    }

    [MemberNotNullWhen(true, nameof(_c), nameof(_b))]
    private bool IsFull => _c is not null;

    private void Clip(double[] step)
    {
        var length = Math.Sqrt(Whiten(step).Sum(v => v * v));
        for (var i = 0; i < _n && length > LongestInjected; i++)
            step[i] *= LongestInjected / length;
    }

    private void UpdateCovariance(double[][] y, int h)
    {
        // A negative weight is scaled by the length of its step, which keeps C positive definite.
        var w = new double[Lambda];
        for (var k = 0; k < Lambda; k++)
            w[k] = _w[k] >= 0 ? _w[k] : _w[k] * _n / Math.Max(1e-12, Whiten(y[k]).Sum(v => v * v));
        var keep = 1 + _c1 * (1 - h) * _cc * (2 - _cc) - _c1 - _cMu * _w.Sum();
        for (var i = 0; i < _n; i++)
        {
            for (var j = IsFull ? 0 : i; j <= i; j++)
            {
                var sum = 0.0;
                for (var k = 0; k < Lambda; k++)
                    sum += w[k] * y[k][i] * y[k][j];
                if (!IsFull)
                    _d[i] = keep * _d[i] + _c1 * _pc[i] * _pc[i] + _cMu * sum;
                else
                    _c[i, j] = _c[j, i] = keep * _c[i, j] + _c1 * _pc[i] * _pc[j] + _cMu * sum;
            }
        }
    }

    // C^(−1/2) v = B D⁻¹ Bᵀ v
    private double[] Whiten(double[] v)
    {
        var result = new double[_n];
        for (var j = 0; j < _n; j++)
        {
            if (!IsFull)
            {
                result[j] = v[j] / Math.Sqrt(Math.Max(_d[j], 1e-300));
                continue;
            }
            var along = 0.0;
            for (var i = 0; i < _n; i++)
                along += _b[i, j] * v[i];
            along /= Math.Sqrt(Math.Max(_d[j], 1e-300));
            for (var i = 0; i < _n; i++)
                result[i] += _b[i, j] * along;
        }
        return result;
    }

    private static double Effective(double[] w) => w.Sum() * w.Sum() / Math.Max(1e-300, w.Sum(v => v * v));
}
