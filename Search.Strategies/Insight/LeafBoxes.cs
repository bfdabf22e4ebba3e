namespace HyperSearch.Strategies;

/// <summary>
/// The leaves of a tree as boxes over the parameters, and how the variance of its predictions over the whole space is made up: exactly, with no grid. For a set S
/// of parameters the mean over all others is m(S), and E m(S)² = Σ over pairs of leaves of v v' Π over S of μ(I ∩ I') Π over the others of
/// μ(I) μ(I'). Hutter, Hoos, Leyton-Brown: "An Efficient Approach for Assessing Hyperparameter Importance", ICML 2014, section 3.
/// </summary>
internal sealed class LeafBoxes
{
    private readonly BoxAxis[] _axes;
    private readonly List<(double Value, double Share, BoxSide[] Box)> _leaves = [];

    /// <param name="tree">The tree.</param>
    /// <param name="map">The features that it splits.</param>
    /// <param name="axes">(parameters)</param>
    public LeafBoxes(RegressionTree tree, FeatureMap map, BoxAxis[] axes)
    {
        _axes = axes;
        Collect(tree, map, 0, [.. axes.Select(axis => axis.Whole)]);
        // Around their mean, so that what follows are variances.
        var mean = _leaves.Sum(leaf => leaf.Share * leaf.Value);
        for (var i = 0; i < _leaves.Count; i++)
            _leaves[i] = _leaves[i] with { Value = _leaves[i].Value - mean };
    }

    /// <summary>The variance of all predictions.</summary>
    public double Variance => _leaves.Sum(leaf => leaf.Share * leaf.Value * leaf.Value);

    /// <summary>The variance of the mean over all other parameters: for each parameter, and for each pair of some.</summary>
    /// <param name="paired">The parameters whose pairs are asked for.</param>
    /// <returns>(parameters), and (paired, paired): of the first and the second, where the first stands before the second.</returns>
    public (double[] Single, double[,] Pair) Marginals(int[] paired)
    {
        var single = new double[_axes.Length];
        var pair = new double[paired.Length, paired.Length];
        var ratios = new double[_axes.Length];
        for (var i = 0; i < _leaves.Count; i++)
        {
            for (var j = 0; j <= i; j++)
            {
                var (one, other) = (_leaves[i], _leaves[j]);
                var weight = one.Value * other.Value * one.Share * other.Share * (i == j ? 1 : 2);
                for (var k = 0; k < ratios.Length; k++)
                {
                    var (a, b) = (one.Box[k], other.Box[k]);
                    ratios[k] = _axes[k].Share(a, b) / (_axes[k].Share(a, a) * _axes[k].Share(b, b));
                    single[k] += weight * ratios[k];
                }
                for (var k = 0; k < paired.Length; k++)
                {
                    for (var l = k + 1; l < paired.Length; l++)
                        pair[k, l] += weight * ratios[paired[k]] * ratios[paired[l]];
                }
            }
        }
        return (single, pair);
    }

    private void Collect(RegressionTree tree, FeatureMap map, int index, BoxSide[] box)
    {
        var node = tree.Nodes[index];
        if (node.Feature < 0)
        {
            var share = 1.0;
            for (var k = 0; k < box.Length; k++)
                share *= _axes[k].Share(box[k], box[k]);
            // One without any value of a parameter is nowhere.
            if (share > 0)
                _leaves.Add((node.Mean, share, box));
            return;
        }
        var parameter = map.ParameterOf(node.Feature);
        var (left, right) = _axes[parameter].Split(box[parameter], map, node.Feature, node.Threshold);
        var rightBox = (BoxSide[])box.Clone();
        (box[parameter], rightBox[parameter]) = (left, right);
        Collect(tree, map, node.Left, box);
        Collect(tree, map, node.Right, rightBox);
    }
}
