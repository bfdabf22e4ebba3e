using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using HyperSearch.Core;

namespace HyperSearch.Strategies;

/// <summary>
/// The logarithm of the expected hypervolume improvement for two and three losses, exact: the sum over the boxes of what is not dominated,
/// each a product of differences of expected improvements. Daulton, Balandat, Bakshy: "Differentiable Expected Hypervolume Improvement for
/// Parallel Multi-Objective Bayesian Optimization", NeurIPS 2020, section 3; in logarithms throughout, as in Ament, Daulton, Eriksson,
/// Balandat, Bakshy: "Unexpected Improvements to Expected Improvement for Bayesian Optimization", NeurIPS 2023, section 4.
/// </summary>
/// <remarks>
/// With E(t) = E[max(t − y, 0)] a box from l to u gains Π (E(uᵢ) − E(lᵢ)). Not safe for use by several threads.
/// </remarks>
internal sealed class HypervolumeGain : IExpectedGain
{
    // Of a difference that rounding has made 0.
    private const double Smallest = 1e-300;

    private readonly int _goals, _boxes;
    private readonly double[][] _ends;         // [goal](n): where boxes begin or end, rising
    private readonly int[][] _lower, _upper;   // [goal](boxes): the places of their ends; −1 where there is none
    private readonly double[] _logs;           // (n) scratch: log E at the ends
    private readonly double[] _slopes;         // (n) scratch: d log E / dz
    private readonly double[] _shares;         // (boxes) scratch: log (E(l)/E(u))
    private readonly double[] _sums;           // (boxes) scratch: the logarithms of the products
    private readonly double[] _weights;        // (boxes) scratch

    public HypervolumeGain(BoxDecomposition boxes, int goals)
    {
        (_goals, _boxes) = (goals, boxes.Count);
        (_ends, _lower, _upper) = (new double[goals][], new int[goals][], new int[goals][]);
        for (var goal = 0; goal < goals; goal++)
        {
            double[] ends = [.. boxes.Lower.Concat(boxes.Upper).Select(corner => corner[goal]).Where(double.IsFinite).Distinct().Order()];
            _ends[goal] = ends;
            _lower[goal] = [.. boxes.Lower.Select(corner => double.IsFinite(corner[goal]) ? Array.BinarySearch(ends, corner[goal]) : -1)];
            _upper[goal] = [.. boxes.Upper.Select(corner => Array.BinarySearch(ends, corner[goal]))];
        }
        _logs = new double[_ends.Max(ends => ends.Length)];
        _slopes = new double[_logs.Length];
        (_shares, _sums, _weights) = (new double[_boxes], new double[_boxes], new double[_boxes]);
    }

    public double At(ReadOnlySpan<double> means, ReadOnlySpan<double> deviations)
    {
        Sum(means, deviations);
        return OrderedSums.LogSumExp(_sums);
    }

    public double At(ReadOnlySpan<double> means, ReadOnlySpan<double> deviations, Span<double> byMean, Span<double> byDeviation)
    {
        Sum(means, deviations);
        _sums.CopyTo(_weights, 0);
        var value = OrderedSums.LogSumExp(_weights);
        for (var box = 0; box < _boxes; box++)
            _weights[box] = PortableMath.Exp(_sums[box] - value);
        for (var goal = 0; goal < _goals; goal++)
        {
            var (mean, deviation) = (means[goal], deviations[goal]);
            FindLogs(goal, mean, deviation);
            for (var end = 0; end < _ends[goal].Length; end++)
                _slopes[end] = NormalLogs.GainSlope((_ends[goal][end] - mean) / deviation);
            var (sumByMean, sumByDeviation) = (0.0, 0.0);
            for (var box = 0; box < _boxes; box++)
            {
                // d log (E(u) − E(l)) = (E(u) d log E(u) − E(l) d log E(l)) / (E(u) − E(l))
                var (lower, upper) = (_lower[goal][box], _upper[goal][box]);
                var share = lower < 0 ? 0 : PortableMath.Exp(_logs[lower] - _logs[upper]);
                var rest = Math.Max(1 - share, Smallest);
                var (byZ, byZTimesZ) = (Slope(upper), Slope(upper) * Z(upper));
                if (lower >= 0)
                    (byZ, byZTimesZ) = (byZ - share * Slope(lower), byZTimesZ - share * Slope(lower) * Z(lower));
                sumByMean += _weights[box] * byZ / rest;
                sumByDeviation += _weights[box] * byZTimesZ / rest;
            }
            byMean[goal] = -sumByMean / deviation;
            byDeviation[goal] = (1 - sumByDeviation) / deviation;

            double Slope(int end) => _slopes[end];
            double Z(int end) => (_ends[goal][end] - mean) / deviation;
        }
        return value;
    }

    // Leaves the logarithm of each box's gain in _sums.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Sum(ReadOnlySpan<double> means, ReadOnlySpan<double> deviations)
    {
        Array.Clear(_sums);
        for (var goal = 0; goal < _goals; goal++)
        {
            FindLogs(goal, means[goal], deviations[goal]);
            var (lower, upper) = (_lower[goal], _upper[goal]);
            for (var box = 0; box < _boxes; box++)
            {
                var log = _logs[upper[box]];
                _sums[box] += log;
                _shares[box] = lower[box] < 0 ? double.NegativeInfinity : _logs[lower[box]] - log;
            }
            for (var box = 0; box < _boxes; box += PortableVectors.Lanes)
            {
                var (rest, smallest) = (Vector512<double>.One - PortableVectors.Exp(PortableVectors.Load(_shares, box)), Vector512.Create(Smallest));
                rest = Vector512.ConditionalSelect(Vector512.GreaterThan(rest, smallest), rest, smallest);
                PortableVectors.Store(PortableVectors.Load(_sums, box) + PortableVectors.Log(rest), _sums, box);
            }
        }
    }

    // log E at the ends.
    private void FindLogs(int goal, double mean, double deviation)
    {
        var ends = _ends[goal];
        var (inverse, logDeviation) = (1 / deviation, PortableMath.Log(deviation));
        for (var end = 0; end < ends.Length; end++)
            _logs[end] = logDeviation + NormalLogs.Gain((ends[end] - mean) * inverse);
    }
}
