using HyperSearch;

namespace Search.Benchmarks;

/// <summary>Gallagher's Gaussian peaks: functions 21, with 101 peaks, and 22, with 21 of higher condition.</summary>
internal sealed class BbobPeaks
{
    private readonly double[][] _rotation;
    private readonly (double[] Center, double[] Condition, double Height)[] _peaks;

    public BbobPeaks(int count, double[][] rotation, ref RandomStream random)
    {
        _rotation = rotation;
        var (dimension, isMany) = (rotation.Length, count == 101);
        var conditions = Enumerable.Range(0, count - 1).Select(j => Math.Pow(1000, 2.0 * j / (count - 2))).ToArray();
        random.Shuffle(conditions.AsSpan());
        _peaks = new (double[], double[], double)[count];
        for (var i = 0; i < count; i++)
        {
            var alpha = i > 0 ? conditions[i - 1] : isMany ? 1000 : 1e6;
            var half = (isMany ? 5 : 4.9) * (i == 0 ? 0.8 : 1);
            var center = new double[dimension];
            var diagonal = new double[dimension];
            for (var d = 0; d < dimension; d++)
            {
                center[d] = half * (2 * random.NextDouble() - 1);
                diagonal[d] = Math.Pow(alpha, 0.5 * BbobTransform.Share(d, dimension)) / Math.Pow(alpha, 0.25);
            }
            random.Shuffle(diagonal.AsSpan());
            _peaks[i] = (center, diagonal, i == 0 ? 10 : 1.1 + 8.0 * (i - 1) / (count - 2));
        }
    }

    /// <summary>The center of the highest peak.</summary>
    public double[] Highest => _peaks[0].Center;

    /// <summary>The height of the highest peak at x: max wᵢ exp(−(x−yᵢ)ᵀ Rᵀ Cᵢ R (x−yᵢ) / 2D).</summary>
    public double Height(double[] x) => _peaks.Max(peak =>
    {
        var z = BbobTransform.Rotated(_rotation, [.. x.Zip(peak.Center, (a, b) => a - b)]);
        return peak.Height * Math.Exp(-z.Select((v, d) => peak.Condition[d] * v * v).Sum() / (2.0 * z.Length));
    });
}
