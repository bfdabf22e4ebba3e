namespace HyperSearch.Strategies;

/// <summary>
/// The leaves of a tree as boxes over the parameters, and how the variance of its predictions over the whole space is made up: exactly,
/// with no grid. For a set S of parameters the mean over all others is m(S), and E m(S)² = Σ over pairs of leaves of
/// v v' Π over S of μ(I ∩ I') Π over the others of μ(I) μ(I'). Hutter, Hoos, Leyton-Brown: "An Efficient Approach for Assessing Hyperparameter Importance", ICML 2014, section 3.
/// </summary>
internal sealed class LeafBoxes
{
    private readonly BoxAxis[] _axes;
    private readonly int[] _parts;       // the parameters that the tree splits, to which its boxes are confined
    private readonly int[] _placeOfPart; // (parameters): the place among these, or −1
    private readonly List<Leaf> _leaves = [];

    /// <param name="Value">What is predicted, less the mean over the space.</param>
    /// <param name="Share">Which share of the space it is.</param>
    /// <param name="Box">(parts)</param>
    /// <param name="Sides">(parts): which share of each parameter's range it has.</param>
    private readonly record struct Leaf(double Value, double Share, BoxSide[] Box, double[] Sides);

    /// <param name="tree">The tree.</param>
    /// <param name="map">The features that it splits.</param>
    /// <param name="axes">(parameters)</param>
    public LeafBoxes(RegressionTree tree, FeatureMap map, BoxAxis[] axes)
    {
        _axes = axes;
        _parts = [.. tree.Nodes.Where(node => node.Feature >= 0).Select(node => map.ParameterOf(node.Feature)).Distinct().Order()];
        _placeOfPart = [.. Enumerable.Range(0, axes.Length).Select(parameter => Array.IndexOf(_parts, parameter))];
        Collect(tree, map, 0, [.. _parts.Select(parameter => axes[parameter].Whole)]);
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
        // Where it is not split, 1.
        var ratios = new double[_axes.Length];
        Array.Fill(ratios, 1);
        Leaf[] leaves = [.. _leaves];
        for (var i = 0; i < leaves.Length; i++)
        {
            for (var j = 0; j <= i; j++)
            {
                var (one, other) = (leaves[i], leaves[j]);
                var weight = one.Value * other.Value * one.Share * other.Share * (i == j ? 1 : 2);
                for (var part = 0; part < _parts.Length; part++)
                {
                    var k = _parts[part];
                    ratios[k] = _axes[k].Share(one.Box[part], other.Box[part]) / (one.Sides[part] * other.Sides[part]);
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
            double[] sides = [.. box.Select((side, part) => _axes[_parts[part]].Share(side, side))];
            var share = 1.0;
            foreach (var side in sides)
                share *= side;
            // One without any value of a parameter is nowhere.
            if (share > 0)
                _leaves.Add(new(node.Mean, share, box, sides));
            return;
        }
        var parameter = map.ParameterOf(node.Feature);
        var place = _placeOfPart[parameter];
        var (left, right) = _axes[parameter].Split(box[place], map, node.Feature, node.Threshold);
        var rightBox = (BoxSide[])box.Clone();
        (box[place], rightBox[place]) = (left, right);
        Collect(tree, map, node.Left, box);
        Collect(tree, map, node.Right, rightBox);
    }
}
