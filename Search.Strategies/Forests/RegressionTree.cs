namespace HyperSearch.Strategies;

/// <summary>
/// A tree that predicts a loss: grown on a bootstrap sample, each split the best of one random threshold for each of a random
/// share of the features. Breiman: "Random Forests", Machine Learning 45, 2001; thresholds after Geurts, Ernst, Wehenkel:
/// "Extremely Randomized Trees", Machine Learning 63, 2006.
/// </summary>
internal sealed class RegressionTree
{
    // Hutter, Hoos, Leyton-Brown 2011, section 4.1.
    private const double FeatureShare = 5.0 / 6;
    private const int SmallestSplit = 4;

    private readonly List<Node> _nodes = [];
    private readonly double[][] _x; // [f](n)
    private readonly double[] _y;   // (n)

    /// <summary>A split, or with <see cref="Feature"/> −1 a leaf.</summary>
    public readonly record struct Node(int Feature, double Threshold, int Left, int Right, double Mean, double Variance);

    public RegressionTree(double[][] x, double[] y, ref RandomStream random)
    {
        (_x, _y) = (x, y);
        var sample = new int[y.Length];
        for (var i = 0; i < sample.Length; i++)
            sample[i] = random.NextInt(y.Length);
        Grow(sample, ref random);
    }

    /// <summary>The splits and leaves, the root first: at or below its threshold a split goes left.</summary>
    public IReadOnlyList<Node> Nodes => _nodes;

    /// <summary>The mean and variance of the losses in the leaf of x, one value per feature.</summary>
    public (double Mean, double Variance) Predict(ReadOnlySpan<double> x)
    {
        var node = _nodes[0];
        while (node.Feature >= 0)
            node = _nodes[x[node.Feature] <= node.Threshold ? node.Left : node.Right];
        return (node.Mean, node.Variance);
    }

    private int Grow(Span<int> sample, ref RandomStream random)
    {
        var (mean, squares) = Moments(sample);
        var index = _nodes.Count;
        _nodes.Add(new(-1, 0, 0, 0, mean, squares / sample.Length));
        if (sample.Length < SmallestSplit || squares <= 1e-12)
            return index;
        var (feature, threshold) = BestSplit(sample, ref random);
        if (feature < 0)
            return index;
        var middle = Partition(sample, _x[feature], threshold);
        var left = Grow(sample[..middle], ref random);
        var right = Grow(sample[middle..], ref random);
        _nodes[index] = new(feature, threshold, left, right, mean, 0);
        return index;
    }

    private (int Feature, double Threshold) BestSplit(ReadOnlySpan<int> sample, ref RandomStream random)
    {
        var (best, bestThreshold, bestGain) = (-1, 0.0, 0.0);
        for (var f = 0; f < _x.Length; f++)
        {
            var (low, high) = (double.PositiveInfinity, double.NegativeInfinity);
            foreach (var i in sample)
            {
                low = Math.Min(low, _x[f][i]);
                high = Math.Max(high, _x[f][i]);
            }
            if (low == high || random.NextDouble() > FeatureShare)
                continue;
            var threshold = low + (high - low) * random.NextDouble();
            var (count, left, right) = (0, 0.0, 0.0);
            foreach (var i in sample)
            {
                if (_x[f][i] <= threshold)
                {
                    count++;
                    left += _y[i];
                }
                else
                {
                    right += _y[i];
                }
            }
            // The sum of squares within both halves is least where this is largest.
            var gain = left * left / count + right * right / (sample.Length - count) - (left + right) * (left + right) / sample.Length;
            if (count < sample.Length && gain > bestGain)
                (best, bestThreshold, bestGain) = (f, threshold, gain);
        }
        return (best, bestThreshold);
    }

    private static int Partition(Span<int> sample, double[] x, double threshold)
    {
        var middle = 0;
        for (var k = 0; k < sample.Length; k++)
        {
            if (x[sample[k]] > threshold)
                continue;
            (sample[middle], sample[k]) = (sample[k], sample[middle]);
            middle++;
        }
        return middle;
    }

    private (double Mean, double Squares) Moments(ReadOnlySpan<int> sample)
    {
        var (mean, squares) = (0.0, 0.0);
        foreach (var i in sample)
            mean += _y[i] / sample.Length;
        foreach (var i in sample)
            squares += (_y[i] - mean) * (_y[i] - mean);
        return (mean, squares);
    }
}
