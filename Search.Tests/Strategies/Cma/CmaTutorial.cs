namespace Search.Tests;

/// <summary>
/// CMA-ES written down line by line from Hansen: "The CMA Evolution Strategy: A Tutorial", arXiv 1604.00772 (2016), figure 6 with
/// the defaults of table 1: slow, and the twin that <see cref="HyperSearch.Strategies.CmaState"/> is compared with.
/// </summary>
/// <param name="mean">m; moved in place.</param>
/// <param name="sigma">σ.</param>
/// <param name="lambda">λ.</param>
/// <param name="isSeparable">Whether C stays diagonal, with the faster rates of Ros and Hansen (PPSN 2008).</param>
internal sealed class CmaTutorial(double[] mean, double sigma, int lambda, bool isSeparable)
{
    private readonly int _n = mean.Length;
    private readonly double[] _pSigma = new double[mean.Length], _pC = new double[mean.Length];
    private int _g;

    public double[] Mean => mean;

    public double Sigma { get; private set; } = sigma;

    /// <summary>In how many generations the path of C stalled: h_σ = 0.</summary>
    public int Stalls { get; private set; }

    public double[,] C { get; } = Matrices.Identity(mean.Length);

    /// <summary>One generation: λ points, best first.</summary>
    public void Update(double[][] x)
    {
        // Table 1.
        var mu = lambda / 2;
        double[] raw = [.. Enumerable.Range(1, lambda).Select(i => Math.Log((lambda + 1) / 2.0) - Math.Log(i))];
        var muEff = Math.Pow(raw[..mu].Sum(), 2) / raw[..mu].Sum(w => w * w);
        var muEffMinus = Math.Pow(raw[mu..].Sum(), 2) / raw[mu..].Sum(w => w * w);
        var cSigma = (muEff + 2) / (_n + muEff + 5);
        var dSigma = 1 + 2 * Math.Max(0, Math.Sqrt((muEff - 1) / (_n + 1)) - 1) + cSigma;
        var cC = (4 + muEff / _n) / (_n + 4 + 2 * muEff / _n);
        const double alphaCov = 2;
        var c1 = alphaCov / (Math.Pow(_n + 1.3, 2) + muEff);
        var cMu = Math.Min(1 - c1, alphaCov * (muEff - 2 + 1 / muEff) / (Math.Pow(_n + 2, 2) + alphaCov * muEff / 2));
        if (isSeparable)
        {
            c1 = Math.Min(1, c1 * (_n + 2) / 3);
            cMu = Math.Min(1 - c1, cMu * (_n + 2) / 3);
        }
        var alphaMu = 1 + c1 / cMu;
        var alphaMuEff = 1 + 2 * muEffMinus / (muEff + 2);
        var alphaPosDef = (1 - c1 - cMu) / (_n * cMu);
        var positive = raw.Where(w => w > 0).Sum();
        var negative = -raw.Where(w => w < 0).Sum();
        double[] w = [.. raw.Select(w => w >= 0 ? w / positive : w * Math.Min(alphaMu, Math.Min(alphaMuEff, alphaPosDef)) / negative)];
        var chiN = Math.Sqrt(_n) * (1 - 1.0 / (4 * _n) + 1.0 / (21.0 * _n * _n));

        // Selection and recombination.
        double[][] y = [.. x.Select(point => point.Select((value, i) => (value - mean[i]) / Sigma).ToArray())];
        double[] yW = [.. Enumerable.Range(0, _n).Select(i => Enumerable.Range(0, mu).Sum(k => w[k] * y[k][i]))];
        for (var i = 0; i < _n; i++)
            mean[i] += Sigma * yW[i];

        // Step-size control.
        var whitening = Matrices.InverseSquareRoot(C);
        var whitened = Matrices.Multiply(whitening, yW);
        for (var i = 0; i < _n; i++)
            _pSigma[i] = (1 - cSigma) * _pSigma[i] + Math.Sqrt(cSigma * (2 - cSigma) * muEff) * whitened[i];
        var length = Math.Sqrt(Matrices.Dot(_pSigma, _pSigma));
        Sigma *= Math.Exp(cSigma / dSigma * (length / chiN - 1));

        // Covariance matrix adaptation.
        _g++;
        var h = length / Math.Sqrt(1 - Math.Pow(1 - cSigma, 2 * _g)) < (1.4 + 2.0 / (_n + 1)) * chiN ? 1 : 0;
        Stalls += 1 - h;
        for (var i = 0; i < _n; i++)
            _pC[i] = (1 - cC) * _pC[i] + h * Math.Sqrt(cC * (2 - cC) * muEff) * yW[i];
        double[] scaled = [.. w.Select((weight, k) => weight >= 0 ? weight : weight * _n / Matrices.Multiply(whitening, y[k]).Sum(v => v * v))];
        var deltaH = (1 - h) * cC * (2 - cC);
        for (var i = 0; i < _n; i++)
        {
            for (var j = 0; j < _n; j++)
            {
                C[i, j] = isSeparable && i != j ? 0
                    : (1 + c1 * deltaH - c1 - cMu * w.Sum()) * C[i, j] + c1 * _pC[i] * _pC[j] + cMu * Enumerable.Range(0, lambda).Sum(k => scaled[k] * y[k][i] * y[k][j]);
            }
        }
    }
}
