using HyperSearch;
using HyperSearch.Strategies;

namespace Search.Tests;

public sealed class RegressionTreeTests
{
    private const int Samples = 200;

    private static RandomStream Random => new(3, 0, StreamPurpose.Setup);

    /// <summary>The loss is a step in the first of three features; the others are noise.</summary>
    [Fact]
    public void A_known_split_is_found()
    {
        var (x, _) = Data();
        double[] y = [.. x[0].Select(value => value <= 0.5 ? 2.0 : 7)];
        var random = Random;
        var tree = new RegressionTree(x, y, ref random);

        foreach (var other in new[] { 0, 0.3, 0.9 })
        {
            RequireLeaf(2, tree.Predict([0.1, other, 1 - other]));
            RequireLeaf(2, tree.Predict([0.4, other, other]));
            RequireLeaf(7, tree.Predict([0.6, other, other]));
            RequireLeaf(7, tree.Predict([0.9, other, 1 - other]));
        }
    }

    [Fact]
    public void A_leaf_predicts_the_mean_and_variance_of_the_losses_in_it()
    {
        var (x, y) = Data();
        var random = Random;
        var tree = new RegressionTree(x, y, ref random);
        // The bootstrap sample that the tree was grown on: the stream's first numbers.
        var again = Random;
        int[] sample = [.. Enumerable.Range(0, Samples).Select(_ => again.NextInt(Samples))];

        var leaves = sample.GroupBy(i => tree.Predict([.. x.Select(feature => feature[i])])).ToArray();

        Assert.InRange(leaves.Length, 10, Samples);
        foreach (var leaf in leaves)
        {
            double[] losses = [.. leaf.Select(i => y[i])];
            Assert.Equal(losses.Average(), leaf.Key.Mean, 1e-12);
            Assert.Equal(losses.Average(loss => Math.Pow(loss - losses.Average(), 2)), leaf.Key.Variance, 1e-12);
        }
    }

    [Fact]
    public void Equal_losses_and_equal_features_make_a_single_leaf()
    {
        var (x, y) = Data();
        double[][] constant = [[.. Enumerable.Repeat(0.5, Samples)]];
        var random = Random;

        RequireLeaf(4, new RegressionTree(x, [.. Enumerable.Repeat(4.0, Samples)], ref random).Predict([0.1, 0.2, 0.3]));
        var tree = new RegressionTree(constant, y, ref random);
        Assert.Equal(tree.Predict([0.1]), tree.Predict([0.9]));
        Assert.InRange(tree.Predict([0.5]).Variance, 0.01, 1);
    }

    // All losses of the leaf are the same.
    private static void RequireLeaf(double loss, (double Mean, double Variance) predicted)
    {
        Assert.Equal(loss, predicted.Mean, 1e-12);
        Assert.Equal(0, predicted.Variance, 1e-12);
    }

    // (features)(samples) in [0,1]; in the first feature with a gap around 0.5.
    private static (double[][] X, double[] Y) Data()
    {
        var random = new RandomStream(1, 0, StreamPurpose.Setup);
        double[][] x = [new double[Samples], new double[Samples], new double[Samples]];
        var y = new double[Samples];
        for (var i = 0; i < Samples; i++)
        {
            foreach (var feature in x)
                feature[i] = random.NextDouble();
            if (Math.Abs(x[0][i] - 0.5) < 0.1)
                x[0][i] += x[0][i] < 0.5 ? -0.1 : 0.1;
            y[i] = Math.Sin(7 * x[0][i]) + x[1][i] * x[2][i];
        }
        return (x, y);
    }
}
