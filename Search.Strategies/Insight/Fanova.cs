namespace HyperSearch.Strategies;

/// <summary>
/// Functional ANOVA: which share of the variance over the space each parameter has, and each pair beyond what its two have
/// alone, in the trees of a forest. Hutter, Hoos, Leyton-Brown: "An Efficient Approach for Assessing Hyperparameter Importance", ICML 2014.
/// The importance of a parameter is its own share and half of those of its pairs: Shapley's value of it, up to pairs (Owen: "Sobol'
/// Indices and Shapley Value", SIAM/ASA Journal on Uncertainty Quantification 2, 2014), so that parameters that matter only together
/// matter.
/// </summary>
/// <remarks>
/// Each tree is grown on another function drawn from the model of the trials, at points spread evenly, rather than on the trials: those of a search
/// crowd around its best ones, and leave a tree nothing to split elsewhere. Trees then differ by what the trials leave open.
/// A parameter that is not active somewhere has no effect there: it has a code all the same, which is drawn like all others, so that the
/// space is a product, and its variance counts as often as it is active.
/// </remarks>
internal static class Fanova
{
    private const int Points = 256;

    // Pairs among so many of the parameters, the most important ones by themselves.
    private const int MostPaired = 12;

    /// <summary>The shares of the parameters and of their pairs, the most important first.</summary>
    /// <param name="space">The space.</param>
    /// <param name="model">A model of the trials.</param>
    /// <param name="seed">The study's.</param>
    public static (ParameterImportance[] Single, PairImportance[] Pairs) Of(InsightSpace space, InsightModel model, ulong seed)
    {
        var (codes, points) = space.Spread(Points, seed);
        return Of(space, codes, model.Values(points).Draws, seed);
    }

    /// <summary>The shares, where points with these codes have these losses.</summary>
    /// <param name="space">The space.</param>
    /// <param name="codes">[point](parameters): no code is NaN.</param>
    /// <param name="losses">[case](points): the losses in equally likely cases, for each of which a tree is grown.</param>
    /// <param name="seed">The study's.</param>
    public static (ParameterImportance[] Single, PairImportance[] Pairs) Of(InsightSpace space, double[][] codes, double[][] losses, ulong seed)
    {
        var parameters = space.Space.Parameters;
        var map = new FeatureMap(parameters, isConditional: false);
        var features = map.Values([.. codes.Select(one => new Point(one))]);
        BoxAxis[] axes = [.. Enumerable.Range(0, parameters.Count).Select(i => new BoxAxis(space.Domain, i, codes))];
        var random = new RandomStream(seed, 0, StreamPurpose.Insight);
        var trees = new LeafBoxes[losses.Length];
        for (var t = 0; t < trees.Length; t++)
            trees[t] = new(new RegressionTree(features, Ranks(losses[t]), ref random), map, axes);

        var paired = Paired(trees, parameters.Count);
        var shares = new double[trees.Length][];
        var pairs = new double[paired.Length, paired.Length];
        for (var t = 0; t < trees.Length; t++)
        {
            var (single, pair) = trees[t].Marginals(paired);
            var variance = Math.Max(trees[t].Variance, double.Epsilon);
            shares[t] = [.. single.Select(one => one / variance)];
            for (var k = 0; k < paired.Length; k++)
            {
                for (var l = k + 1; l < paired.Length; l++)
                {
                    var together = (pair[k, l] - single[paired[k]] - single[paired[l]]) / variance;
                    shares[t][paired[k]] += together / 2;
                    shares[t][paired[l]] += together / 2;
                    pairs[k, l] += together / trees.Length;
                }
            }
        }
        var mean = new double[parameters.Count];
        for (var i = 0; i < mean.Length; i++)
            mean[i] = shares.Sum(one => one[i]) / trees.Length;
        return (ImportanceShares.Of(parameters, mean, shares, [.. parameters.Select(parameter => parameter.Levels is not 1)]), Ordered(parameters, paired, pairs));
    }

    // Equal ones have the same.
    private static double[] Ranks(double[] losses)
    {
        var order = new int[losses.Length];
        for (var i = 0; i < order.Length; i++)
            order[i] = i;
        var sorted = (double[])losses.Clone();
        Array.Sort(sorted, order);
        var ranks = new double[losses.Length];
        for (int start = 0, end; start < order.Length; start = end)
        {
            for (end = start + 1; end < order.Length && sorted[end] == sorted[start]; end++)
            {
            }
            for (var i = start; i < end; i++)
                ranks[order[i]] = (start + end - 1) / (2.0 * losses.Length);
        }
        return ranks;
    }

    private static int[] Paired(LeafBoxes[] trees, int parameters)
    {
        if (parameters <= MostPaired)
            return [.. Enumerable.Range(0, parameters)];
        var sums = new double[parameters];
        foreach (var tree in trees)
        {
            var (single, _) = tree.Marginals([]);
            for (var i = 0; i < parameters; i++)
                sums[i] += single[i] / Math.Max(tree.Variance, double.Epsilon);
        }
        return [.. Enumerable.Range(0, parameters).OrderByDescending(i => sums[i]).Take(MostPaired).Order()];
    }

    private static PairImportance[] Ordered(IReadOnlyList<Parameter> parameters, int[] paired, double[,] pairs) =>
    [
        .. from k in Enumerable.Range(0, paired.Length)
           from l in Enumerable.Range(k + 1, paired.Length - k - 1)
           orderby pairs[k, l] descending
           select new PairImportance(parameters[paired[k]].Name, parameters[paired[l]].Name, Math.Clamp(pairs[k, l], 0, 1)),
    ];
}
