using System.Numerics.Tensors;

namespace Search.Strategies;

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
    private readonly double[][] _byLogA = NewMatrix(map.Numbers, y.Length);
    private readonly double[][] _byLogB = NewMatrix(map.Numbers, y.Length);
    private readonly double[] _row = new double[y.Length];
    private readonly double[] _scratch = new double[y.Length];

    public double Value(double[] theta, double[] gradient)
    {
        Array.Clear(gradient);
        var (s, noise) = (Hyperparameters.Amplitude(theta), Hyperparameters.Noise(theta));
        Warp(theta);
        Factor(theta, s, noise);

        // α = K⁻¹ y; the loss is ½ yᵀα + Σ log Lᵢᵢ.
        var alpha = (double[])y.Clone();
        _factor.SolveLower(alpha);
        var value = 0.5 * TensorPrimitives.Dot<double>(alpha, alpha);
        _factor.SolveUpper(alpha);
        for (var i = 0; i < _n; i++)
            value += Math.Log(_factor.Row(i)[i]);

        Invert();
        AddGradient(theta, s, noise, alpha, gradient);
        return value + hyperparameters.Penalty(theta, gradient);
    }

    private void Warp(double[] theta)
    {
        for (var f = 0; f < map.Count; f++)
        {
            if (f >= map.Numbers)
            {
                raw[f].CopyTo(_warped[f], 0);
                continue;
            }
            var (a, b) = (Math.Exp(theta[hyperparameters.LogAIndex(f)]), Math.Exp(theta[hyperparameters.LogBIndex(f)]));
            for (var i = 0; i < _n; i++)
                (_warped[f][i], _, _byLogA[f][i], _byLogB[f][i]) = Kumaraswamy.Warp(raw[f][i], a, b);
        }
    }

    private void Factor(double[] theta, double s, double noise)
    {
        _factor.Truncate(0);
        for (var i = 0; i < _n; i++)
        {
            var row = _row.AsSpan(0, i);
            var scratch = _scratch.AsSpan(0, i);
            row.Clear();
            for (var f = 0; f < map.Count; f++)
            {
                var weight = Math.Exp(theta[Hyperparameters.WeightIndex(f)]);
                TensorPrimitives.Subtract(_warped[f].AsSpan(0, i), _warped[f][i], scratch);
                TensorPrimitives.Multiply<double>(scratch, scratch, scratch);
                TensorPrimitives.MultiplyAdd(scratch, weight, row, row);
            }
            Matern.Covariances(row, s, _slopes.AsSpan(i * _n, i), scratch);
            _factor.Append(row, s + noise);
        }
    }

    // L⁻¹ row by row, then the lower half of K⁻¹ = L⁻ᵀ L⁻¹.
    private void Invert()
    {
        _lower.AsSpan().Clear();
        _inverse.AsSpan().Clear();
        for (var i = 0; i < _n; i++)
        {
            var row = _lower.AsSpan(i * _n, i + 1);
            var l = _factor.Row(i);
            for (var j = 0; j < i; j++)
                TensorPrimitives.MultiplyAdd(_lower.AsSpan(j * _n, j + 1), -l[j], row[..(j + 1)], row[..(j + 1)]);
            row[i] = 1;
            TensorPrimitives.Divide(row, l[i], row);
            for (var j = 0; j <= i; j++)
                TensorPrimitives.MultiplyAdd(row[..(j + 1)], row[j], _inverse.AsSpan(j * _n, j + 1), _inverse.AsSpan(j * _n, j + 1));
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
        gradient[0] += 0.5 * (_n - TensorPrimitives.Dot<double>(y, alpha) - noise * trace);

        var g = _slopes;
        var sums = new double[_n];
        for (var i = 0; i < _n; i++)
        {
            var row = g.AsSpan(i * _n, i);
            var w = _scratch.AsSpan(0, i);
            TensorPrimitives.MultiplyAdd(alpha.AsSpan(0, i), -alpha[i], _inverse.AsSpan(i * _n, i), w);
            TensorPrimitives.Multiply<double>(row, w, row);
        }
        Multiply(g, null, sums);
        var product = new double[_n];
        for (var f = 0; f < map.Count; f++)
        {
            var phi = _warped[f];
            Multiply(g, phi, product);
            var weight = Math.Exp(theta[Hyperparameters.WeightIndex(f)]);
            gradient[Hyperparameters.WeightIndex(f)] += weight * Cross(phi, phi, sums, product);
            if (f >= map.Numbers)
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
            product[i] += x is null ? TensorPrimitives.Sum<double>(row) : TensorPrimitives.Dot(row, x.AsSpan(0, i));
            TensorPrimitives.MultiplyAdd(row, x is null ? 1 : x[i], product.AsSpan(0, i), product.AsSpan(0, i));
        }
    }

    private static double[][] NewMatrix(int rows, int columns) => [.. Enumerable.Range(0, rows).Select(_ => new double[columns])];
}
