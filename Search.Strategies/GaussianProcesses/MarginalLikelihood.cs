using HyperSearch.Core;

namespace HyperSearch.Strategies;

/// <summary>
/// −log p(y | X, θ) − log p(θ) and its gradient. Rasmussen and Williams 2006, equations 5.8 and 5.9.
/// </summary>
/// <param name="map">The features.</param>
/// <param name="hyperparameters">The layout of θ, and its priors.</param>
/// <param name="raw">[f](n): the features of the points, not warped.</param>
/// <param name="y">(n): the losses, with mean 0 and deviation 1.</param>
internal sealed class MarginalLikelihood(FeatureMap map, Hyperparameters hyperparameters, double[][] raw, double[] y)
{
    private readonly int _n = y.Length;
    private readonly double[] _slopes = new double[y.Length * y.Length];  // (n,n) dk/d(r²)
    private readonly double[] _inverse = new double[y.Length * y.Length]; // (n,n) K⁻¹
    private readonly double[] _lower = new double[y.Length * y.Length];   // (n,n) L⁻¹
    private readonly CholeskyFactor _factor = new();
    private readonly double[][] _warped = NewMatrix(map.Count, y.Length); // [f](n)
    private readonly double[][] _byLogA = NewMatrix(hyperparameters.Warped, y.Length);
    private readonly double[][] _byLogB = NewMatrix(hyperparameters.Warped, y.Length);
    private readonly double[] _row = new double[y.Length];
    private readonly double[] _scratch = new double[y.Length];

    /// <summary>The hyperparameters with the least loss that is found from some starts on.</summary>
    /// <param name="map">The features.</param>
    /// <param name="hyperparameters">The layout of θ, and its priors.</param>
    /// <param name="points">(n): the points.</param>
    /// <param name="y">(n): the losses, with mean 0 and deviation 1.</param>
    /// <param name="evaluations">How often the loss is computed at most from each start; each costs n³.</param>
    /// <param name="starts">θ at the starts.</param>
    public static double[] Fit(FeatureMap map, Hyperparameters hyperparameters, IReadOnlyList<Point> points, double[] y, int evaluations, params ReadOnlySpan<double[]> starts)
    {
        var likelihood = new MarginalLikelihood(map, hyperparameters, map.Values(points), y);
        (var best, var least) = (starts[0], double.PositiveInfinity);
        foreach (var start in starts)
        {
            var theta = (double[])start.Clone();
            if (BoxLbfgs.Minimize(likelihood.Value, theta, hyperparameters.Lower, hyperparameters.Upper, evaluations) is var loss && loss < least)
                (best, least) = (theta, loss);
        }
        return best;
    }

    public double Value(double[] theta, double[] gradient)
    {
        Array.Clear(gradient);
        var (s, noise) = (Hyperparameters.Amplitude(theta), Hyperparameters.Noise(theta));
        Warp(theta);
        Factor(theta, s, noise);

        // α = K⁻¹ y; the loss is ½ yᵀα + Σ log Lᵢᵢ.
        var alpha = (double[])y.Clone();
        _factor.SolveLower(alpha);
        var value = 0.5 * OrderedSums.Dot(alpha, alpha);
        _factor.SolveUpper(alpha);
        for (var i = 0; i < _n; i++)
            value += PortableMath.Log(_factor.Row(i)[i]);

        Invert();
        AddGradient(theta, s, noise, alpha, gradient);
        return value + hyperparameters.NegativeLogPrior(theta, gradient);
    }

    private void Warp(double[] theta)
    {
        for (var f = 0; f < map.Count; f++)
        {
            if (f >= hyperparameters.Warped)
            {
                raw[f].CopyTo(_warped[f], 0);
                continue;
            }
            var (a, b) = (PortableMath.Exp(theta[hyperparameters.LogAIndex(f)]), PortableMath.Exp(theta[hyperparameters.LogBIndex(f)]));
            Kumaraswamy.Warp(raw[f], a, b, _warped[f], _byLogA[f], _byLogB[f]);
        }
    }

    private void Factor(double[] theta, double s, double noise)
    {
        _factor.Truncate(0);
        var weights = new double[map.Count];
        for (var f = 0; f < map.Count; f++)
            weights[f] = PortableMath.Exp(theta[Hyperparameters.WeightIndex(f)]);
        for (var i = 0; i < _n; i++)
        {
            var row = _row.AsSpan(0, i);
            row.Clear();
            for (var f = 0; f < map.Count; f++)
                RowArithmetic.AddSquaredDistances(row, _warped[f].AsSpan(0, i), _warped[f][i], weights[f]);
            Matern.Covariances(row, s, _slopes.AsSpan(i * _n, i));
            _factor.Append(row, s + noise);
        }
    }

    // L⁻¹ row by row, then the lower half of K⁻¹ = L⁻ᵀ L⁻¹. Four rows are added at a time; what stands above the diagonal is 0.
    private void Invert()
    {
        _lower.AsSpan().Clear();
        _inverse.AsSpan().Clear();
        for (var i = 0; i < _n; i++)
        {
            var row = _lower.AsSpan(i * _n, i + 1);
            var l = _factor.Row(i);
            var j = 0;
            for (; j + 4 <= i; j += 4)
                RowArithmetic.AddScaledFour(row[..(j + 4)], -l[j], -l[j + 1], -l[j + 2], -l[j + 3], _lower.AsSpan(j * _n), _n);
            for (; j < i; j++)
                RowArithmetic.AddScaled(row[..(j + 1)], -l[j], _lower.AsSpan(j * _n, j + 1));
            row[i] = 1;
            RowArithmetic.MultiplyBy(row, 1 / l[i]);
        }
        for (var j = 0; j < _n; j++)
        {
            var row = _inverse.AsSpan(j * _n, j + 1);
            var i = j;
            for (; i + 4 <= _n; i += 4)
                RowArithmetic.AddScaledFour(row, _lower[i * _n + j], _lower[(i + 1) * _n + j], _lower[(i + 2) * _n + j], _lower[(i + 3) * _n + j], _lower.AsSpan(i * _n), _n);
            for (; i < _n; i++)
                RowArithmetic.AddScaled(row, _lower[i * _n + j], _lower.AsSpan(i * _n, j + 1));
        }
    }

    // ∂loss/∂θ = ½ Σᵢⱼ Wᵢⱼ ∂Kᵢⱼ/∂θ with W = K⁻¹ − ααᵀ. With Gᵢⱼ = Wᵢⱼ dkᵢⱼ/d(r²), symmetric with an empty diagonal:
    // Σ G (φᵢ−φⱼ)(ψᵢ−ψⱼ) = 2 Σᵢ φᵢψᵢ (G1)ᵢ − 2 φᵀGψ, which takes one product Gφ per feature.
    private void AddGradient(double[] theta, double s, double noise, double[] alpha, double[] gradient)
    {
        var trace = 0.0;
        for (var i = 0; i < _n; i++)
            trace += _inverse[i * _n + i] - alpha[i] * alpha[i];
        gradient[1] += 0.5 * noise * trace;
        // Σ W·K = n − yᵀα, of which the noise's part is known.
        gradient[0] += 0.5 * (_n - OrderedSums.Dot(y, alpha) - noise * trace);

        var g = _slopes;
        var sums = new double[_n];
        for (var i = 0; i < _n; i++)
        {
            var row = g.AsSpan(i * _n, i);
            var w = _scratch.AsSpan(0, i);
            _inverse.AsSpan(i * _n, i).CopyTo(w);
            RowArithmetic.AddScaled(w, -alpha[i], alpha.AsSpan(0, i));
            RowArithmetic.Multiply(row, w);
        }
        Multiply(g, null, sums);
        var product = new double[_n];
        for (var f = 0; f < map.Count; f++)
        {
            var phi = _warped[f];
            Multiply(g, phi, product);
            var weight = PortableMath.Exp(theta[Hyperparameters.WeightIndex(f)]);
            gradient[Hyperparameters.WeightIndex(f)] += weight * Cross(phi, phi, sums, product);
            if (f >= hyperparameters.Warped)
                continue;
            gradient[hyperparameters.LogAIndex(f)] += 2 * weight * Cross(phi, _byLogA[f], sums, product);
            gradient[hyperparameters.LogBIndex(f)] += 2 * weight * Cross(phi, _byLogB[f], sums, product);
        }
    }

    private double Cross(double[] phi, double[] psi, double[] sums, double[] product)
    {
        var total = 0.0;
        for (var i = 0; i < _n; i++)
            total += psi[i] * (phi[i] * sums[i] - product[i]);
        return total;
    }

    // product = G x for symmetric G of which the lower half is stored, without diagonal; x = 1 where null.
    private void Multiply(double[] g, double[]? x, double[] product)
    {
        Array.Clear(product);
        for (var i = 0; i < _n; i++)
        {
            var row = g.AsSpan(i * _n, i);
            product[i] += x is null ? OrderedSums.Sum(row) : OrderedSums.Dot(row, x.AsSpan(0, i));
            RowArithmetic.AddScaled(product.AsSpan(0, i), x is null ? 1 : x[i], row);
        }
    }

    private static double[][] NewMatrix(int rows, int columns) => [.. Enumerable.Range(0, rows).Select(_ => new double[columns])];
}
