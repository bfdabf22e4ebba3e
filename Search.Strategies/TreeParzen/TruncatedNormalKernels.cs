using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using HyperSearch.Core;

namespace HyperSearch.Strategies;

/// <summary>The kernels of a continuous parameter: normal around each code, cut off at the ends of [0,1].</summary>
internal sealed class TruncatedNormalKernels : ParameterKernels
{
    private const int MostDraws = 100;

    private readonly double _bandwidth;
    private readonly double[] _means;      // (K): μ
    private readonly double[] _precisions; // (K): 1/(2b²), 0 where uniform
    private readonly double[] _logNorms;   // (K): −log ∫₀¹ of the bell, 0 where uniform

    /// <param name="codes">(n): the codes of the trials; NaN where one does not have the parameter.</param>
    /// <param name="dimensions">How many parameters the space has.</param>
    /// <param name="smoothing">What the bandwidth is multiplied by.</param>
    public TruncatedNormalKernels(double[] codes, int dimensions, double smoothing)
    {
        var b = _bandwidth = Bandwidth.Scott(codes, dimensions, minimum: 1.0 / Math.Min(100, codes.Length + 1), smoothing);
        (_means, _precisions, _logNorms) = (new double[codes.Length + 1], new double[codes.Length + 1], new double[codes.Length + 1]);
        for (var k = 0; k < codes.Length; k++)
        {
            if (double.IsNaN(codes[k]))
                continue;
            _means[k] = codes[k];
            _precisions[k] = 0.5 / (b * b);
        }
        SetLogNorms(codes, b, _logNorms);
    }

    // scores += logNorms − precisions · (x − means)²
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void AddLogDensities(Span<double> scores, double code)
    {
        var (means, precisions, logNorms) = (_means, _precisions, _logNorms);
        var k = 0;
        var xs = Vector512.Create(code);
        for (; k + Vector512<double>.Count <= scores.Length; k += Vector512<double>.Count)
        {
            var difference = xs - Vector512.Create(means, k);
            (Vector512.Create<double>(scores[k..]) + Vector512.Create(logNorms, k) - Vector512.Create(precisions, k) * difference * difference)
                .CopyTo(scores[k..]);
        }
        for (; k < scores.Length; k++)
            scores[k] += logNorms[k] - precisions[k] * (code - means[k]) * (code - means[k]);
    }

    public override double Sample(int component, ref RandomStream random)
    {
        if (_precisions[component] == 0)
            return random.NextDouble();
        // At least a part of one half of the bell lies inside.
        for (var draws = 0; draws < MostDraws; draws++)
        {
            var code = _means[component] + _bandwidth * random.NextNormal();
            if (code is >= 0 and <= 1)
                return code;
        }
        return random.NextDouble();
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void SetLogNorms(double[] codes, double b, double[] logNorms)
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
}
