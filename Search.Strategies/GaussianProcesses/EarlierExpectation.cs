using HyperSearch.Core;

namespace HyperSearch.Strategies;

/// <summary>The loss that the earlier studies together lead to expect at a point: β₀ + Σ βᵢ μᵢ(x), with the mean μᵢ of each one's process.</summary>
/// <remarks>
/// The process of the present study has this as its mean function (Rasmussen and Williams 2006, section 2.7), so that it learns
/// what the earlier ones do not know, and in the end all. The weights are those to expect given the present results (equation
/// 2.42 there): they begin at one in all, and fall to nothing where a study does not explain what is found.
/// </remarks>
internal sealed class EarlierExpectation
{
    private const double WeightDeviation = 0.5, ConstantDeviation = 3;

    private readonly EarlierProcesses _studies;
    private readonly double[] _weights;
    private readonly double _constant;
    private readonly double[] _byNumber;

    private EarlierExpectation(EarlierProcesses studies, int numbers, double[] weights, double constant) =>
        (_studies, _byNumber, _weights, _constant) = (studies, new double[numbers], weights, constant);

    /// <summary>βᵢ: how much of each study is in it.</summary>
    public IReadOnlyList<double> Weights => _weights;

    /// <summary>The expectation once there are results.</summary>
    /// <param name="studies">The earlier studies.</param>
    /// <param name="map">The features.</param>
    /// <param name="process">A process whose first points are those of the results.</param>
    /// <param name="points">(n): where the results are.</param>
    /// <param name="y">(n): the losses, with mean 0 and deviation 1.</param>
    public static EarlierExpectation Of(EarlierProcesses studies, FeatureMap map, GaussianProcess process, Point[] points, double[] y)
    {
        // (B⁻¹ + H K⁻¹ Hᵀ) β = H K⁻¹ y + B⁻¹ b, with K = L Lᵀ.
        var ones = new double[y.Length];
        Array.Fill(ones, 1);
        double[][] basis = [.. Enumerable.Range(0, studies.Count).Select(i => process.Whiten([.. points.Select(point => studies.Mean(i, point.Codes))])), process.Whiten(ones)];
        var z = process.Whiten(y);
        var matrix = new CholeskyFactor();
        var beta = new double[basis.Length];
        for (var i = 0; i < basis.Length; i++)
        {
            var (mean, deviation) = i < studies.Count ? (1.0 / studies.Count, WeightDeviation) : (0, ConstantDeviation);
            var precision = 1 / (deviation * deviation);
            matrix.Append([.. basis[..i].Select(other => OrderedSums.Dot(basis[i], other))], OrderedSums.Dot(basis[i], basis[i]) + precision);
            beta[i] = OrderedSums.Dot(basis[i], z) + precision * mean;
        }
        matrix.SolveLower(beta);
        matrix.SolveUpper(beta);
        return new(studies, map.Numbers, beta[..^1], beta[^1]);
    }

    public double At(ReadOnlySpan<double> codes)
    {
        var sum = _constant;
        for (var i = 0; i < _weights.Length; i++)
            sum += _weights[i] * _studies.Mean(i, codes);
        return sum;
    }

    /// <summary>The expectation at one point, and its derivatives by the codes of the numbers.</summary>
    /// <param name="codes">One code per parameter.</param>
    /// <param name="byNumber">(numbers): the derivatives.</param>
    public double At(ReadOnlySpan<double> codes, Span<double> byNumber)
    {
        byNumber.Clear();
        var sum = _constant;
        for (var i = 0; i < _weights.Length; i++)
        {
            sum += _weights[i] * _studies.Mean(i, codes, _byNumber);
            RowArithmetic.AddScaled(byNumber, _weights[i], _byNumber);
        }
        return sum;
    }
}
