using HyperSearch.Core;

namespace HyperSearch.Strategies;

/// <summary>
/// Functions drawn from a Gaussian process that knows its points' losses, around a constant mean that is not known before: draws
/// from the process before it knew anything, corrected by what they miss (Wilson, Borovitskiy, Terenin, Mostowsky, Deisenroth:
/// "Efficiently Sampling Functions from Gaussian Process Posteriors", ICML 2020, equation 12). Those are sums of random waves
/// (Rahimi, Recht: "Random Features for Large-Scale Kernel Machines", NeurIPS 2007, algorithm 1).
/// </summary>
/// <remarks>
/// At a point each function is a weighted sum of the same numbers, the <see cref="Basis"/> of the point: its covariances with the
/// process's points, the waves there, and 1. The mean of all functions is one more row of weights, exact and not drawn.
/// </remarks>
internal sealed class FunctionDraws
{
    private const double TurnsPerRadian = 1 / (2 * Math.PI);

    // The spectrum of a Matérn covariance of smoothness 5/2 is Student's with so many degrees of freedom.
    private const int DegreesOfFreedom = 5;

    private readonly GaussianProcess _process;
    private readonly int _waves;
    private readonly double[] _frequencies; // (waves, features), in turns
    private readonly double[] _phases;      // (waves), in turns
    private readonly double[] _features;    // (features) scratch
    private readonly double[] _covariances; // (points) scratch
    private readonly double[][] _weights;   // [1 + draws](Size): the mean's first

    /// <param name="process">The process; its losses need not have been given.</param>
    /// <param name="points">Its points.</param>
    /// <param name="y">Their losses.</param>
    /// <param name="draws">How many functions are drawn.</param>
    /// <param name="waves">Of how many waves each is made.</param>
    /// <param name="random">Draws them.</param>
    public FunctionDraws(GaussianProcess process, IReadOnlyList<Point> points, double[] y, int draws, int waves, ref RandomStream random)
    {
        (_process, _waves) = (process, waves);
        (_features, _covariances) = (new double[process.FeatureCount], new double[process.Count]);
        _frequencies = new double[waves * _features.Length];
        _phases = new double[waves];
        for (var j = 0; j < waves; j++)
        {
            var squares = 0.0;
            for (var i = 0; i < DegreesOfFreedom; i++)
            {
                var normal = random.NextNormal();
                squares += normal * normal;
            }
            var scale = TurnsPerRadian * Math.Sqrt(DegreesOfFreedom / squares);
            for (var f = 0; f < _features.Length; f++)
                _frequencies[j * _features.Length + f] = scale * random.NextNormal();
            _phases[j] = random.NextDouble();
        }
        _weights = new double[1 + draws][];
        Condition(points, y, ref random);
    }

    /// <summary>How many functions were drawn.</summary>
    public int Count => _weights.Length - 1;

    /// <summary>How many numbers the basis of a point has.</summary>
    public int Size => _process.Count + _waves + 1;

    /// <summary>What all functions are weighted sums of at a point.</summary>
    /// <param name="codes">One code per parameter.</param>
    /// <param name="basis">(<see cref="Size"/>)</param>
    public void Basis(ReadOnlySpan<double> codes, Span<double> basis)
    {
        _process.Describe(codes, basis[.._process.Count], _features);
        var amplitude = Math.Sqrt(2 * _process.Amplitude / _waves);
        for (var j = 0; j < _waves; j++)
        {
            var turns = _phases[j] + OrderedSums.Dot(_features, _frequencies.AsSpan(j * _features.Length, _features.Length));
            basis[_process.Count + j] = amplitude * PortableMath.SinCosOfTurn(turns).Cos;
        }
        basis[^1] = 1;
    }

    /// <summary>The mean of the functions where a point has this basis.</summary>
    public double Mean(ReadOnlySpan<double> basis) => MeanOf(basis[.._process.Count]);

    /// <summary>The mean of the functions at a point, for which its waves need not be known.</summary>
    /// <param name="codes">One code per parameter.</param>
    public double MeanAt(ReadOnlySpan<double> codes)
    {
        _process.Describe(codes, _covariances, _features);
        return MeanOf(_covariances);
    }

    /// <summary>One of the functions where a point has this basis.</summary>
    public double Value(int draw, ReadOnlySpan<double> basis) => OrderedSums.Dot(basis, _weights[1 + draw]);

    private double MeanOf(ReadOnlySpan<double> covariances) => OrderedSums.Dot(covariances, _weights[0].AsSpan(0, covariances.Length)) + _weights[0][^1];

    private void Condition(IReadOnlyList<Point> points, double[] y, ref RandomStream random)
    {
        var n = points.Count;
        var prior = new double[n][]; // the points' bases
        for (var i = 0; i < n; i++)
            Basis(points[i].Codes, prior[i] = new double[Size]);
        var ones = new double[n];
        Array.Fill(ones, 1);
        _process.Solve(ones);
        var precision = OrderedSums.Sum(ones);
        var deviation = Math.Sqrt(_process.Noise);
        for (var d = 0; d < _weights.Length; d++)
        {
            var weights = _weights[d] = new double[Size];
            var waves = weights.AsSpan(n, _waves);
            for (var j = 0; d > 0 && j < _waves; j++)
                waves[j] = random.NextNormal();
            // What the draw misses, with a noise of its own.
            var residual = weights.AsSpan(0, n);
            for (var i = 0; i < n; i++)
                residual[i] = d == 0 ? y[i] : y[i] - OrderedSums.Dot(prior[i].AsSpan(n, _waves), waves) - deviation * random.NextNormal();
            // The constant that explains it best, in generalized least squares.
            var constant = OrderedSums.Dot(ones, residual) / precision;
            for (var i = 0; i < n; i++)
                residual[i] -= constant;
            _process.Solve(residual);
            weights[^1] = constant;
        }
    }
}
