using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using HyperSearch.Core;

namespace HyperSearch.Strategies;

/// <summary>
/// A Gaussian process with fixed hyperparameters, conditioned on points and their losses. Rasmussen and Williams 2006,
/// algorithm 2.1; with z = L⁻¹y and v = L⁻¹k* the mean is vᵀz and the variance k** − vᵀv.
/// </summary>
internal sealed partial class GaussianProcess : ISurrogate
{
    /// <summary>How many points are predicted together: four vectors of eight.</summary>
    public const int Lanes = 32;

    private readonly FeatureMap _map;
    private readonly double _s;
    private readonly double _noise;
    private readonly double[] _roots;   // (f) √w
    private readonly (double A, double B)[] _warps;
    private readonly CholeskyFactor _factor = new();
    private readonly double[] _candidates, _x; // (f, Lanes) and (f) scratch
    private readonly double[][] _features;       // [f](capacity): √w φ of the points
    private double[] _z = [];           // (count)
    private double[] _alpha = [];       // (count) K⁻¹y
    private double[] _block = [];       // (count, Lanes) scratch
    private double[] _k = [], _slopes = [], _u = []; // (count) scratch

    public GaussianProcess(FeatureMap map, Hyperparameters hyperparameters, double[] theta)
    {
        _map = map;
        (_s, _noise) = (Hyperparameters.Amplitude(theta), Hyperparameters.Noise(theta));
        _roots = [.. Enumerable.Range(0, map.Count).Select(f => PortableMath.Exp(0.5 * theta[Hyperparameters.WeightIndex(f)]))];
        _warps = [.. Enumerable.Range(0, hyperparameters.Warped).Select(f =>
            (PortableMath.Exp(theta[hyperparameters.LogAIndex(f)]), PortableMath.Exp(theta[hyperparameters.LogBIndex(f)])))];
        _features = [.. Enumerable.Range(0, map.Count).Select(_ => Array.Empty<double>())];
        (_candidates, _x) = (new double[map.Count * Lanes], new double[map.Count]);
    }

    /// <summary>A process of some points, whose losses are still to be given.</summary>
    public static GaussianProcess Of(IEnumerable<Point> points, FeatureMap map, Hyperparameters hyperparameters, double[] theta)
    {
        var process = new GaussianProcess(map, hyperparameters, theta);
        foreach (var point in points)
            process.Append(point);
        return process;
    }

    /// <summary>The same with the hyperparameters that explain the losses best.</summary>
    /// <param name="points">The points.</param>
    /// <param name="map">The features of the space.</param>
    /// <param name="hyperparameters">What is fitted, from its most likely values on.</param>
    /// <param name="y">(points): the losses.</param>
    /// <param name="evaluations">How often the likelihood is computed at most.</param>
    public static GaussianProcess Fitted(Point[] points, FeatureMap map, Hyperparameters hyperparameters, double[] y, int evaluations) =>
        Of(points, map, hyperparameters, MarginalLikelihood.Fit(map, hyperparameters, points, y, evaluations, hyperparameters.Mode()));

    /// <summary>How many points there are, those without a loss too.</summary>
    public int Count => _factor.Count;

    /// <summary>Adds a point; its loss is given with <see cref="Condition"/>, or never, where it still runs.</summary>
    public void Append(Point point)
    {
        Reserve(Count + 1);
        var row = Distances(point.Codes);
        for (var f = 0; f < _map.Count; f++)
            _features[f][Count] = _x[f];
        Matern.Covariances(row, _s);
        _factor.Append(row, _s + _noise);
    }

    /// <summary>Forgets all points but the first ones.</summary>
    public void Truncate(int count) => _factor.Truncate(count);

    /// <summary>
    /// Gives the losses of the first points. Each later one, still running, is taken to come out as predicted, which leaves
    /// the mean as it is and lowers the variance around it (Desautels, Krause, Burdick: "Parallelizing Exploration-Exploitation
    /// Tradeoffs", JMLR 15, 2014, section 3).
    /// </summary>
    /// <param name="y">(results): the losses, or what is left of them.</param>
    /// <param name="expected">(results): what was taken off the losses before.</param>
    /// <returns>The incumbent: the lowest mean at these points.</returns>
    public double Condition(double[] y, double[]? expected = null)
    {
        _z = Whiten(y);
        Array.Resize(ref _z, Count);
        _alpha = (double[])_z.Clone();
        _factor.SolveUpper(_alpha);
        var incumbent = double.PositiveInfinity;
        for (var i = 0; i < y.Length; i++)
            incumbent = Math.Min(incumbent, (expected?[i] ?? 0) + MeanAt(i, y));
        return incumbent;
    }

    /// <summary>The mean at one of the first points, without noise.</summary>
    /// <param name="i">Which of them.</param>
    /// <param name="y">(results): the losses that were given.</param>
    public double MeanAt(int i, double[] y) => y[i] - _noise * _alpha[i]; // K α = y, and the mean is (K − σ²I) α.

    public void Predict(ReadOnlySpan<Point> points, Span<double> means, Span<double> deviations)
    {
        var n = Count;
        var candidates = _candidates.AsSpan();
        for (var f = 0; f < _map.Count; f++)
        {
            var values = candidates.Slice(f * Lanes, Lanes);
            for (var lane = 0; lane < points.Length; lane++)
                values[lane] = _map.Value(f, points[lane].Codes);
            if (f < _warps.Length)
                Kumaraswamy.Warp(values, _warps[f].A, _warps[f].B);
            RowArithmetic.MultiplyBy(values, _roots[f]);
        }

        // K*: (n, Lanes)
        var block = _block.AsSpan(0, n * Lanes);
        for (var i = 0; i < n; i++)
        {
            var distances = block.Slice(i * Lanes, Lanes);
            distances.Clear();
            for (var f = 0; f < _map.Count; f++)
                RowArithmetic.AddSquaredDistances(distances, candidates.Slice(f * Lanes, Lanes), _features[f][i], 1);
        }
        Matern.Covariances(block, _s);

        // V = L⁻¹ K*, row by row in place.
        Span<double> mean = stackalloc double[Lanes];
        Span<double> squares = stackalloc double[Lanes];
        mean.Clear();
        squares.Clear();
        for (var i = 0; i < n; i++)
        {
            var v = block.Slice(i * Lanes, Lanes);
            SolveRow(block, i, _factor.Row(i));
            RowArithmetic.AddScaled(mean, _z[i], v);
            RowArithmetic.AddSquaredDistances(squares, v, 0, 1);
        }
        for (var lane = 0; lane < points.Length; lane++)
            (means[lane], deviations[lane]) = (mean[lane], Deviation(squares[lane]));
    }

    public (double Mean, double Deviation) Predict(ReadOnlySpan<double> codes, Span<double> meanByNumber, Span<double> deviationByNumber)
    {
        var n = Count;
        var k = Distances(codes);
        var slopes = _slopes.AsSpan(0, n);
        var u = _u.AsSpan(0, n);
        Matern.Covariances(k, _s, slopes);
        k.CopyTo(u);
        _factor.SolveLower(u);
        var mean = OrderedSums.Dot(u, _z);
        var deviation = Deviation(OrderedSums.Dot(u, u));
        _factor.SolveUpper(u);
        // dμ = αᵀdk and dσ = −uᵀdk / σ with u = K⁻¹k; dkᵢ = slopeᵢ · 2 (x − xᵢ) dx.
        RowArithmetic.Multiply(u, slopes);
        RowArithmetic.Multiply(slopes, _alpha.AsSpan(0, n));
        var (slopeSum, uSum) = (OrderedSums.Sum(slopes), OrderedSums.Sum(u));
        for (var f = 0; f < _map.Numbers; f++)
        {
            var features = _features[f].AsSpan(0, n);
            var scale = 2 * _roots[f] * WarpSlope(f, codes);
            meanByNumber[f] = scale * (_x[f] * slopeSum - OrderedSums.Dot(slopes, features));
            deviationByNumber[f] = -scale / deviation * (_x[f] * uSum - OrderedSums.Dot(u, features));
        }
        return (mean, deviation);
    }

    private double Deviation(double explained) => Math.Sqrt(Math.Max(_s - explained, 1e-12 * _s));

    private double Feature(int f, ReadOnlySpan<double> codes)
    {
        var value = _map.Value(f, codes);
        return _roots[f] * (f < _warps.Length ? Kumaraswamy.Warp(value, _warps[f].A, _warps[f].B).W : value);
    }

    private double WarpSlope(int f, ReadOnlySpan<double> codes) =>
        f < _warps.Length ? Kumaraswamy.Warp(_map.Value(f, codes), _warps[f].A, _warps[f].B).ByX : 1;

    // vᵢ = (kᵢ − Σⱼ Lᵢⱼ vⱼ) / Lᵢᵢ, 32 numbers that stay in registers.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void SolveRow(ReadOnlySpan<double> block, int i, ReadOnlySpan<double> row)
    {
        ref var above = ref MemoryMarshal.GetReference(block);
        ref var k = ref Unsafe.Add(ref above, i * Lanes);
        var (v0, v1) = (Vector512.LoadUnsafe(ref k), Vector512.LoadUnsafe(ref k, 8));
        var (v2, v3) = (Vector512.LoadUnsafe(ref k, 16), Vector512.LoadUnsafe(ref k, 24));
        for (var j = 0; j < i; j++)
        {
            var l = Vector512.Create(row[j]);
            v0 -= l * Vector512.LoadUnsafe(ref above);
            v1 -= l * Vector512.LoadUnsafe(ref above, 8);
            v2 -= l * Vector512.LoadUnsafe(ref above, 16);
            v3 -= l * Vector512.LoadUnsafe(ref above, 24);
            above = ref Unsafe.Add(ref above, Lanes);
        }
        var inverse = Vector512.Create(1 / row[i]);
        (v0 * inverse).StoreUnsafe(ref k);
        (v1 * inverse).StoreUnsafe(ref k, 8);
        (v2 * inverse).StoreUnsafe(ref k, 16);
        (v3 * inverse).StoreUnsafe(ref k, 24);
    }

    private void Reserve(int count)
    {
        if (count <= _k.Length)
            return;
        var capacity = Math.Max(32, 2 * count);
        (_k, _slopes, _u) = (new double[capacity], new double[capacity], new double[capacity]);
        _block = new double[capacity * Lanes];
        for (var f = 0; f < _features.Length; f++)
            Array.Resize(ref _features[f], capacity);
    }
}
