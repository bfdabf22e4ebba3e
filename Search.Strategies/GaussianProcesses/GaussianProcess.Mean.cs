using HyperSearch.Core;

namespace HyperSearch.Strategies;

// The mean alone: without the deviation a point costs n, not n².
internal sealed partial class GaussianProcess
{
    /// <summary>The mean at one point.</summary>
    public double Mean(ReadOnlySpan<double> codes)
    {
        var k = Distances(codes);
        Matern.Covariances(k, _s);
        return OrderedSums.Dot(k, _alpha.AsSpan(0, Count));
    }

    /// <summary>The mean at one point, and its derivatives by the codes of the numbers.</summary>
    /// <param name="codes">One code per parameter.</param>
    /// <param name="byNumber">(numbers): dμ/dx.</param>
    public double Mean(ReadOnlySpan<double> codes, Span<double> byNumber)
    {
        var k = Distances(codes);
        var slopes = _slopes.AsSpan(0, Count);
        var alpha = _alpha.AsSpan(0, Count);
        Matern.Covariances(k, _s, slopes);
        RowArithmetic.Multiply(slopes, alpha);
        var sum = OrderedSums.Sum(slopes);
        for (var f = 0; f < _map.Numbers; f++)
            byNumber[f] = 2 * _roots[f] * WarpSlope(f, codes) * (_x[f] * sum - OrderedSums.Dot(slopes, _features[f].AsSpan(0, Count)));
        return OrderedSums.Dot(k, alpha);
    }

    /// <summary>L⁻¹y for values at the first points.</summary>
    public double[] Whiten(ReadOnlySpan<double> y)
    {
        var z = new double[y.Length];
        for (var i = 0; i < y.Length; i++)
        {
            var row = _factor.Row(i);
            z[i] = (y[i] - OrderedSums.Dot(row[..i], z.AsSpan(0, i))) / row[i];
        }
        return z;
    }

    /// <summary>
    /// How far each loss is, squared and on average, from what the process would say without it: [K⁻¹y]ᵢ / [K⁻¹]ᵢᵢ (Rasmussen
    /// and Williams 2006, equation 5.12).
    /// </summary>
    public double MeanSquaredLeaveOneOutError()
    {
        var sum = 0.0;
        var unit = new double[Count];
        for (var i = 0; i < Count; i++)
        {
            unit[i] = 1;
            var column = Whiten(unit);
            unit[i] = 0;
            var error = _alpha[i] / OrderedSums.Dot(column, column);
            sum += error * error;
        }
        return sum / Count;
    }

    // The squared distances from the points; the features of the one asked for are left in _x.
    private Span<double> Distances(ReadOnlySpan<double> codes)
    {
        var distances = _k.AsSpan(0, Count);
        distances.Clear();
        for (var f = 0; f < _map.Count; f++)
        {
            _x[f] = Feature(f, codes);
            RowArithmetic.AddSquaredDistances(distances, _features[f].AsSpan(0, Count), _x[f], 1);
        }
        return distances;
    }
}
