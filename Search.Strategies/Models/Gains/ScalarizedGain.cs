using HyperSearch.Core;

namespace HyperSearch.Strategies;

/// <summary>
/// The logarithm of the expected hypervolume improvement for any number of losses, by random scalarizations: the hypervolume is, up to a
/// factor, the mean over directions λ of the largest sλ(y) = min (rᵢ − yᵢ)⁺/λᵢ, raised to the number of losses, where r is the reference.
/// Golovin, Zhang: "Random Hypervolume Scalarizations for Provable Multi-Objective Black Box Optimization", ICML 2020, lemma 5.
/// </summary>
/// <remarks>
/// For independent normal losses P(sλ(y) > t) = Π Φ((rᵢ − λᵢt − μᵢ)/σᵢ), so that what is expected above the best so far is an integral
/// over t, taken by the rule of Gauss and Legendre. In logarithms throughout.
/// </remarks>
internal sealed class ScalarizedGain : IExpectedGain
{
    // From here on Φ is nothing beside what is below.
    private const double Reach = 5;

    // The rule of six nodes on [0, 1]: Abramowitz and Stegun, table 25.4.
    private static readonly double[] Nodes = [0.033765242898424, 0.169395306766868, 0.380690406958402, 0.619309593041598, 0.830604693233132, 0.966234757101576];
    private static readonly double[] LogWeights = [.. ((double[])[0.085662246189585, 0.180380786524069, 0.233956967286346, 0.233956967286346, 0.180380786524069, 0.085662246189585]).Select(PortableMath.Log)];

    private readonly double[] _reference;
    private readonly double[][] _directions;
    private readonly double[] _best;    // (directions): the largest sλ so far
    private readonly double[] _terms;   // (directions, nodes) scratch

    /// <param name="front">The points so far.</param>
    /// <param name="reference">(losses): what is still worth something is lower.</param>
    /// <param name="directions">How many scalarizations there are.</param>
    /// <param name="random">Draws them.</param>
    public ScalarizedGain(IReadOnlyList<double[]> front, double[] reference, int directions, ref RandomStream random)
    {
        _reference = reference;
        _directions = new double[directions][];
        for (var d = 0; d < directions; d++)
            _directions[d] = Direction(reference.Length, ref random);
        _best = [.. _directions.Select(direction => front.Select(point => Scalarize(point, reference, direction)).DefaultIfEmpty(0).Max())];
        _terms = new double[directions * Nodes.Length];
    }

    /// <summary>sλ of a point.</summary>
    public static double Scalarize(double[] point, double[] reference, double[] direction)
    {
        var smallest = double.PositiveInfinity;
        for (var i = 0; i < point.Length; i++)
            smallest = Math.Min(smallest, Math.Max(0, reference[i] - point[i]) / direction[i]);
        return smallest;
    }

    public double At(ReadOnlySpan<double> means, ReadOnlySpan<double> deviations)
    {
        for (var d = 0; d < _directions.Length; d++)
        {
            var (start, width, _, _, _) = Range(d, means, deviations);
            for (var node = 0; node < Nodes.Length; node++)
            {
                var t = start + width * Nodes[node];
                var term = LogWeights[node] + PortableMath.Log(width) + (_reference.Length - 1) * PortableMath.Log(t);
                for (var i = 0; i < means.Length; i++)
                    term += NormalLogs.Cdf((_reference[i] - _directions[d][i] * t - means[i]) / deviations[i]);
                _terms[d * Nodes.Length + node] = term;
            }
        }
        return OrderedSums.LogSumExp(_terms);
    }

    public double At(ReadOnlySpan<double> means, ReadOnlySpan<double> deviations, Span<double> byMean, Span<double> byDeviation)
    {
        var value = At(means, deviations);
        byMean.Clear();
        byDeviation.Clear();
        // What is left in _terms are the shares, up to a factor.
        var sum = OrderedSums.Sum(_terms);
        for (var d = 0; d < _directions.Length; d++)
        {
            var (start, width, loss, widthByMean, widthByDeviation) = Range(d, means, deviations);
            for (var node = 0; node < Nodes.Length; node++)
            {
                var (t, weight) = (start + width * Nodes[node], _terms[d * Nodes.Length + node] / sum);
                var byWidth = weight * (1 / width + (_reference.Length - 1) * Nodes[node] / t);
                for (var i = 0; i < means.Length; i++)
                {
                    var z = (_reference[i] - _directions[d][i] * t - means[i]) / deviations[i];
                    var slope = weight * NormalLogs.CdfSlope(z) / deviations[i];
                    byMean[i] -= slope;
                    byDeviation[i] -= slope * z;
                    byWidth -= slope * _directions[d][i] * Nodes[node];
                }
                byMean[loss] += byWidth * widthByMean;
                byDeviation[loss] += byWidth * widthByDeviation;
            }
        }
        return value;
    }

    // Where the integral begins, and how far it goes: to where one of the Φ is nothing, or over as much of their tail as counts. Which loss
    // says so, and the derivatives by its mean and deviation.
    private (double Start, double Width, int Loss, double ByMean, double ByDeviation) Range(int d, ReadOnlySpan<double> means, ReadOnlySpan<double> deviations)
    {
        var direction = _directions[d];
        var (first, narrowest, end, least) = (0, 0, double.PositiveInfinity, double.PositiveInfinity);
        for (var i = 0; i < means.Length; i++)
        {
            if ((_reference[i] - means[i] + Reach * deviations[i]) / direction[i] is var own && own < end)
                (first, end) = (i, own);
            if (deviations[i] / direction[i] is var width && width < least)
                (narrowest, least) = (i, width);
        }
        return end - _best[d] > least
            ? (_best[d], end - _best[d], first, -1 / direction[first], Reach / direction[first])
            : (_best[d], least, narrowest, 0, 1 / direction[narrowest]);
    }

    // Uniform on the part of the sphere where all are positive; none quite 0.
    private static double[] Direction(int goals, ref RandomStream random)
    {
        var direction = new double[goals];
        var squares = 0.0;
        for (var i = 0; i < goals; i++)
        {
            direction[i] = Math.Max(Math.Abs(random.NextNormal()), 1e-6);
            squares += direction[i] * direction[i];
        }
        RowArithmetic.MultiplyBy(direction, 1 / Math.Sqrt(squares));
        return direction;
    }
}
