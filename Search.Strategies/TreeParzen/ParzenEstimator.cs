using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using HyperSearch.Core;

namespace HyperSearch.Strategies;

/// <summary>
/// A density over points: p(x) = Σₖ wₖ Πᵈ κᵈ(xᵈ | μₖᵈ, bᵈ), one kernel per trial and the uniform prior as one more.
/// Watanabe, "Tree-Structured Parzen Estimator", arXiv 2304.11127, section 3.3; the product of kernels after Falkner, Klein,
/// Hutter, "BOHB", ICML 2018, section 3.2.
/// </summary>
/// <remarks>
/// κ is a Gaussian cut off at the ends of [0,1]; the same, as probabilities of the values, where a parameter is discrete;
/// and after Aitchison and Aitken for options, without a table of all pairs where there are more than
/// <see cref="SearchDomain.MostLevels"/> of them. Where a trial does not have a parameter, its kernel is uniform there.
/// </remarks>
internal sealed class ParzenEstimator
{
    private readonly SearchDomain _domain;
    private readonly int _kernels;        // K = trials + 1; the last one is the prior
    private readonly double[] _logWeights; // (K)
    private readonly double[][] _means;   // [d](K): the code, continuous parameters only
    private readonly double[][] _precisions; // [d](K): 1/(2b²), 0 where uniform
    private readonly double[][] _logNorms; // [d](K)
    private readonly int[][] _levels;     // [d](K): the level, −1 where uniform
    private readonly double[]?[] _logKernels; // [d](L·(L+1)): log κ of candidate level × kernel level, the last column uniform
    private readonly LargeChoice?[] _largeChoices; // [d]: in place of a table
    private readonly double[] _bandwidths; // (d)
    private readonly double[] _cumulativeWeights; // (K)
    private readonly double[] _scores;    // (K) scratch

    /// <param name="domain">The space.</param>
    /// <param name="points">The trials, one kernel each.</param>
    /// <param name="weights">Their weights relative to the prior's, which is 1.</param>
    public ParzenEstimator(SearchDomain domain, ReadOnlySpan<Point> points, ReadOnlySpan<double> weights, double smoothing)
    {
        (_domain, _kernels) = (domain, points.Length + 1);
        _logWeights = new double[_kernels];
        _cumulativeWeights = new double[_kernels];
        _scores = new double[_kernels];
        var total = 1.0;
        foreach (var weight in weights)
            total += weight;
        var sum = 0.0;
        for (var k = 0; k < _kernels; k++)
        {
            var weight = (k < points.Length ? weights[k] : 1) / total;
            _logWeights[k] = PortableMath.Log(weight);
            _cumulativeWeights[k] = sum += weight;
        }

        var d = domain.Count;
        (_means, _precisions, _logNorms) = (new double[d][], new double[d][], new double[d][]);
        (_levels, _logKernels, _bandwidths) = (new int[d][], new double[]?[d], new double[d]);
        _largeChoices = new LargeChoice?[d];
        var codes = new double[points.Length];
        for (var i = 0; i < d; i++)
        {
            for (var k = 0; k < codes.Length; k++)
                codes[k] = points[k][i];
            if (domain.LevelCodes(i) is { } levels)
                AddDiscrete(i, codes, levels, smoothing);
            else
                AddContinuous(i, codes, smoothing);
        }
    }

    /// <summary>log p(x); the parameters that x does not have are left out.</summary>
    public double LogDensity(Point x)
    {
        var scores = _scores.AsSpan();
        _logWeights.CopyTo(scores);
        for (var i = 0; i < _domain.Count; i++)
        {
            if (!x.IsActive(i))
                continue;
            if (_largeChoices[i] is { } choice)
                choice.AddTo(scores, _levels[i], (int)x[i]);
            else if (_logKernels[i] is { } table)
                AddTable(scores, _levels[i], table.AsSpan(_domain.LevelOf(i, x[i]) * (_domain.LevelCodes(i)!.Length + 1)));
            else
                AddGaussians(scores, _means[i], _precisions[i], _logNorms[i], x[i]);
        }
        return OrderedSums.LogSumExp(scores);
    }

    /// <summary>A code for each parameter, from one kernel.</summary>
    public void Sample(Span<double> codes, ref RandomStream random)
    {
        var u = random.NextDouble();
        var kernel = 0;
        while (kernel < _kernels - 1 && _cumulativeWeights[kernel] < u)
            kernel++;
        for (var i = 0; i < codes.Length; i++)
        {
            codes[i] = _largeChoices[i] is { } choice ? choice.Sample(_levels[i][kernel], ref random)
                : _logKernels[i] is { } table ? SampleLevel(i, kernel, table, ref random) : SampleGaussian(i, kernel, ref random);
        }
    }

    private double SampleLevel(int parameter, int kernel, double[] table, ref RandomStream random)
    {
        var levels = _domain.LevelCodes(parameter)!;
        var center = _levels[parameter][kernel];
        var u = random.NextDouble();
        var level = 0;
        for (; level < levels.Length - 1; level++)
        {
            u -= PortableMath.Exp(table[level * (levels.Length + 1) + center]);
            if (u < 0)
                break;
        }
        return levels[level];
    }

    private double SampleGaussian(int parameter, int kernel, ref RandomStream random)
    {
        if (_precisions[parameter][kernel] == 0)
            return random.NextDouble();
        // At least a part of one half of the bell lies inside.
        for (var draws = 0; draws < 100; draws++)
        {
            var code = _means[parameter][kernel] + _bandwidths[parameter] * random.NextNormal();
            if (code is >= 0 and <= 1)
                return code;
        }
        return random.NextDouble();
    }

    private void AddContinuous(int parameter, double[] codes, double smoothing)
    {
        var b = _bandwidths[parameter] = Bandwidth(codes, minimum: 1.0 / Math.Min(100, codes.Length + 1), smoothing);
        var (means, precisions, logNorms) = (new double[_kernels], new double[_kernels], new double[_kernels]);
        for (var k = 0; k < codes.Length; k++)
        {
            if (double.IsNaN(codes[k]))
                continue;
            means[k] = codes[k];
            precisions[k] = 0.5 / (b * b);
        }
        AddLogNorms(codes, b, logNorms);
        (_means[parameter], _precisions[parameter], _logNorms[parameter]) = (means, precisions, logNorms);
    }

    private void AddDiscrete(int parameter, double[] codes, double[] levels, double smoothing)
    {
        var count = levels.Length;
        var uniform = count;
        var centers = new int[_kernels];
        Array.Fill(centers, uniform);
        for (var k = 0; k < codes.Length; k++)
        {
            if (!double.IsNaN(codes[k]))
                centers[k] = _domain.LevelOf(parameter, codes[k]);
        }
        // Aitchison and Aitken: 1 − b for the same option, b shared among the others.
        var b = (count - 1.0) / count * Math.Min(1, smoothing * count / (codes.Length + count));
        if (count > SearchDomain.MostLevels)
        {
            (_levels[parameter], _largeChoices[parameter]) = (centers, new(count, b));
            return;
        }
        var logKernels = new double[count * (count + 1)];
        if (_domain.IsCategorical(parameter))
        {
            for (var x = 0; x < count; x++)
            {
                for (var center = 0; center < count; center++)
                    logKernels[x * (count + 1) + center] = PortableMath.Log(x == center ? 1 - b : b / (count - 1));
            }
        }
        else
        {
            var spacing = count > 1 ? 1.0 / (count - 1) : 1;
            b = Bandwidth(codes, spacing * Math.Max(0.25, 1 / Math.Sqrt(codes.Length + 1)), smoothing);
            for (var center = 0; center < count; center++)
            {
                var mass = 0.0;
                for (var x = 0; x < count; x++)
                    mass += Bell(levels[x] - levels[center], b);
                for (var x = 0; x < count; x++)
                    logKernels[x * (count + 1) + center] = PortableMath.Log(Math.Max(1e-300, Bell(levels[x] - levels[center], b) / mass));
            }
        }
        for (var x = 0; x < count; x++)
            logKernels[x * (count + 1) + uniform] = -PortableMath.Log(count);
        (_levels[parameter], _logKernels[parameter]) = (centers, logKernels);
    }

    // −log ∫₀¹ of the bell around each code; 0 where there is none.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddLogNorms(double[] codes, double b, double[] logNorms)
    {
        // Where kernels are many, a table of the norms is made sooner than all of them. Its error is below 10⁻⁶.
        var intervals = (int)(8 / b);
        var table = intervals < codes.Length ? new CubicHermiteSpline(code => LogNorm(code, b), 1, intervals) : null;
        for (var k = 0; k < codes.Length; k++)
            logNorms[k] = double.IsNaN(codes[k]) ? 0 : table?.At(codes[k]) ?? LogNorm(codes[k], b).Value;
    }

    private static (double Value, double Slope) LogNorm(double code, double b)
    {
        var (left, right) = (code / b, (1 - code) / b);
        var mass = Normal.ApproximateCdf(left) + Normal.ApproximateCdf(right) - 1;
        return (-PortableMath.Log(b * Math.Sqrt(2 * Math.PI) * mass), (Normal.Pdf(right) - Normal.Pdf(left)) / (b * mass));
    }

    private static double Bell(double distance, double b) => PortableMath.Exp(-0.5 * distance * distance / (b * b));

    // Scott's rule, and the prior's spread counted as one trial; not below the least ("magic clipping").
    private double Bandwidth(double[] codes, double minimum, double smoothing)
    {
        var (count, mean, squares) = (1, 0.5, 1.0 / 12);
        foreach (var code in codes)
        {
            if (double.IsNaN(code))
                continue;
            count++;
            var difference = code - mean;
            mean += difference / count;
            squares += difference * (code - mean);
        }
        var deviation = Math.Sqrt(squares / count);
        return Math.Max(minimum, smoothing * deviation * PortableMath.Exp(-PortableMath.Log(count) / (_domain.Count + 4)));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddTable(Span<double> scores, int[] centers, ReadOnlySpan<double> row)
    {
        for (var k = 0; k < scores.Length; k++)
            scores[k] += row[centers[k]];
    }

    // scores += logNorms − precisions · (x − means)²
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddGaussians(Span<double> scores, double[] means, double[] precisions, double[] logNorms, double x)
    {
        var k = 0;
        var xs = Vector512.Create(x);
        for (; k + Vector512<double>.Count <= scores.Length; k += Vector512<double>.Count)
        {
            var difference = xs - Vector512.Create(means, k);
            (Vector512.Create<double>(scores[k..]) + Vector512.Create(logNorms, k) - Vector512.Create(precisions, k) * difference * difference)
                .CopyTo(scores[k..]);
        }
        for (; k < scores.Length; k++)
            scores[k] += logNorms[k] - precisions[k] * (x - means[k]) * (x - means[k]);
    }
}
