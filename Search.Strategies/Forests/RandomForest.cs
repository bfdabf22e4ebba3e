namespace HyperSearch.Strategies;

/// <summary>
/// A forest's prediction is normal, with the mean of its trees and the variance within and between them. Hutter, Xu, Hoos,
/// Leyton-Brown: "Algorithm Runtime Prediction", Artificial Intelligence 206, 2014, section 4.3.2.
/// </summary>
internal sealed class RandomForest
{
    private const int Trees = 30;
    private const double LeastVariance = 1e-4;

    private readonly FeatureMap _map;
    private readonly RegressionTree[] _trees = new RegressionTree[Trees];
    private readonly double[] _features; // scratch

    /// <param name="map">The features of the space.</param>
    /// <param name="points">What was tried.</param>
    /// <param name="y">The losses there.</param>
    /// <param name="random">Grows the trees.</param>
    public RandomForest(FeatureMap map, IReadOnlyList<Point> points, double[] y, ref RandomStream random)
    {
        (_map, _features) = (map, new double[map.Count]);
        var x = map.Values(points);
        for (var t = 0; t < Trees; t++)
            _trees[t] = new(x, y, ref random);
    }

    public (double Mean, double Deviation) Predict(Point point)
    {
        var x = _features;
        for (var f = 0; f < x.Length; f++)
            x[f] = _map.Value(f, point.Codes);
        var (sum, squares, within) = (0.0, 0.0, 0.0);
        foreach (var tree in _trees)
        {
            var (mean, variance) = tree.Predict(x);
            sum += mean;
            squares += mean * mean;
            within += variance;
        }
        var average = sum / Trees;
        return (average, Math.Sqrt(Math.Max(LeastVariance, within / Trees + squares / Trees - average * average)));
    }
}
