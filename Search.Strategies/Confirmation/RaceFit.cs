using HyperSearch.Core;

namespace HyperSearch.Strategies;

/// <summary>The model of <see cref="RacePosterior"/> where two of its variances are given: then the means are normal, and their matrix is as large as there are finalists.</summary>
internal sealed class RaceFit
{
    // How far finalists lie apart in the noise, as far as is known before any run: the scale of √λ.
    private const double Spread = 3;

    private readonly CholeskyFactor _factor = new(); // of A, where A⁻¹σ² is the covariance of the means
    private readonly double _sumOfSquares;
    private readonly double[][] _y;
    private readonly double _omega;
    private readonly double[] _variances;

    /// <param name="y">[finalist](replicates): losses, NaN where there is none.</param>
    /// <param name="lambda">λ: the variance of the finalists' means, in σ².</param>
    /// <param name="omega">ω: the variance of what a split does to all of them, in σ².</param>
    /// <param name="variances">(finalists): vᵢ, the variance of a finalist's runs beside that, in σ².</param>
    public RaceFit(double[][] y, double lambda, double omega, double[] variances)
    {
        (_y, _omega, _variances) = (y, omega, variances);
        var k = y.Length;
        var replicates = y.Max(own => own.Length);
        // With m integrated out, the means have the precision (I − 11ᵀ/k) / λ before any run.
        var a = new double[k][];
        var right = new double[k];
        for (var i = 0; i < k; i++)
        {
            a[i] = new double[k];
            for (var j = 0; j < k; j++)
                a[i][j] = ((i == j ? 1 : 0) - 1.0 / k) / lambda;
        }
        var (values, logDeterminant) = (0, (k - 1) * PortableMath.Log(lambda));
        for (var r = 0; r < replicates; r++)
        {
            // The runs of a replicate have the covariance D + ω11ᵀ with D = diag(vᵢ): the inverse is D⁻¹ − c D⁻¹11ᵀD⁻¹ with
            // c = ω / (1 + ω Σ 1/vᵢ), and the determinant |D| (1 + ω Σ 1/vᵢ).
            var (precision, sum) = (0.0, 0.0);
            for (var i = 0; i < k; i++)
            {
                if (Has(i, r))
                    (precision, sum) = (precision + 1 / variances[i], sum + y[i][r] / variances[i]);
            }
            var common = omega / (1 + omega * precision);
            logDeterminant += PortableMath.Log(1 + omega * precision);
            for (var i = 0; i < k; i++)
            {
                if (!Has(i, r))
                    continue;
                values++;
                logDeterminant += PortableMath.Log(variances[i]);
                right[i] += (y[i][r] - common * sum) / variances[i];
                a[i][i] += 1 / variances[i];
                for (var j = 0; j < k; j++)
                    a[i][j] -= Has(j, r) ? common / (variances[i] * variances[j]) : 0;
            }
        }
        for (var i = 0; i < k; i++)
        {
            _factor.Append(a[i], a[i][i]);
            logDeterminant += 2 * PortableMath.Log(_factor.Row(i)[^1]);
        }
        Means = right;
        _factor.SolveLower(Means);
        _factor.SolveUpper(Means);
        _sumOfSquares = SumOfSquares(replicates, lambda);
        // The half-Cauchy densities by log √λ and log √ω, and the likelihood with m, the means and σ² integrated out.
        LogLikelihood = 0.5 * PortableMath.Log(lambda) - PortableMath.Log(Spread * Spread + lambda) + 0.5 * PortableMath.Log(omega) - PortableMath.Log(1 + omega)
            - 0.5 * logDeterminant - 0.5 * (values - 1) * PortableMath.Log(_sumOfSquares);
    }

    /// <summary>(finalists): the expected means.</summary>
    public double[] Means { get; }

    /// <summary>How well λ and ω explain the runs, with their priors, up to a constant.</summary>
    public double LogLikelihood { get; }

    /// <summary>Draws means from what is known of them: σ² first, then the normal that it scales.</summary>
    /// <param name="degrees">The degrees of freedom of σ²: how many runs there are, less one.</param>
    /// <param name="means">(finalists): receives them.</param>
    /// <param name="random">Draws.</param>
    public void Draw(int degrees, Span<double> means, ref RandomStream random)
    {
        var sigma = Math.Sqrt(_sumOfSquares / ChiSquare.Draw(degrees, ref random));
        for (var i = 0; i < means.Length; i++)
            means[i] = sigma * random.NextNormal();
        _factor.SolveUpper(means);
        for (var i = 0; i < means.Length; i++)
            means[i] += Means[i];
    }

    private bool Has(int finalist, int r) => r < _y[finalist].Length && !double.IsNaN(_y[finalist][r]);

    /// <summary>What a run came to besides its finalist's mean and what its split does to all of them.</summary>
    public double Residual(int finalist, int r) => _y[finalist][r] - Means[finalist] - Effect(r);

    // The expected bᵣ.
    private double Effect(int r)
    {
        var (precision, sum) = (0.0, 0.0);
        for (var i = 0; i < _y.Length; i++)
        {
            if (!Has(i, r))
                continue;
            precision += 1 / _variances[i];
            sum += (_y[i][r] - Means[i]) / _variances[i];
        }
        return _omega / (1 + _omega * precision) * sum;
    }

    // What the means leave of the runs, in their covariance, and what the means are apart.
    private double SumOfSquares(int replicates, double lambda)
    {
        var total = 0.0;
        for (var r = 0; r < replicates; r++)
        {
            var (precision, sum) = (0.0, 0.0);
            for (var i = 0; i < _y.Length; i++)
            {
                if (!Has(i, r))
                    continue;
                var rest = _y[i][r] - Means[i];
                total += rest * rest / _variances[i];
                sum += rest / _variances[i];
                precision += 1 / _variances[i];
            }
            total -= _omega / (1 + _omega * precision) * sum * sum;
        }
        var center = Means.Sum() / Means.Length;
        return total + Means.Sum(mean => (mean - center) * (mean - center)) / lambda;
    }
}
