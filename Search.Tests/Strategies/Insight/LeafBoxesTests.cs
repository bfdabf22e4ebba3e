using HyperSearch;
using HyperSearch.Strategies;

namespace Search.Tests;

/// <summary>The variance of a tree's marginals, against the means over all points of the grid that its boxes are made of.</summary>
public sealed class LeafBoxesTests
{
    private static readonly SearchSpace Space = new(
        new IntParameter("size", 0, 5),
        new ChoiceParameter<string>("kind", ["a", "b", "c", "d"]),
        new OrdinalParameter<int>("batch", [16, 32, 64]),
        new ChoiceParameter<bool>("flag", [false, true]));

    public static TheoryData<int> Seeds => [1, 2, 3, 4];

    [Theory, MemberData(nameof(Seeds))]
    public void They_are_those_of_the_grid(int seed)
    {
        var (tree, map, boxes) = Grow(seed, Space);
        var grid = Space.Combinations!;
        var predictions = grid.Select(point => Predict(tree, map, point)).ToArray();
        var mean = predictions.Average();

        var (single, pair) = boxes.Marginals([0, 1, 2, 3]);

        Assert.Equal(predictions.Average(value => (value - mean) * (value - mean)), boxes.Variance, 1e-12);
        for (var i = 0; i < 4; i++)
        {
            Assert.Equal(Variance(point => point[i].ToString("R")), single[i], 1e-12);
            for (var j = i + 1; j < 4; j++)
                Assert.Equal(Variance(point => $"{point[i]:R} {point[j]:R}"), pair[i, j], 1e-12);
        }

        double Variance(Func<Point, string> cell) => grid.Zip(predictions).GroupBy(one => cell(one.First), one => one.Second, StringComparer.Ordinal)
            .Sum(group => group.Count() * Math.Pow(group.Average() - mean, 2)) / grid.Count;
    }

    /// <summary>Of continuous parameters the boxes are intervals, and a grid comes close: a threshold cuts a cell, which is a thousandth of the range.</summary>
    [Theory, MemberData(nameof(Seeds))]
    public void Of_intervals_they_are_those_of_a_fine_grid(int seed)
    {
        const int cells = 1000;
        var space = new SearchSpace(new FloatParameter("x", 0, 1), new FloatParameter("y", 1e-4, 1, Scale.Log));
        var (tree, map, boxes) = Grow(seed, space);
        var rows = new double[cells];
        for (var i = 0; i < cells; i++)
        {
            for (var j = 0; j < cells; j++)
                rows[i] += Predict(tree, map, new Point([(i + 0.5) / cells, (j + 0.5) / cells])) / cells;
        }
        var mean = rows.Average();

        Assert.Equal(rows.Average(row => (row - mean) * (row - mean)), boxes.Marginals([]).Single[0], 0.02 * boxes.Variance);
    }

    private static double Predict(RegressionTree tree, FeatureMap map, Point point) => tree.Predict([.. Enumerable.Range(0, map.Count).Select(f => map.Value(f, point.Codes))]).Mean;

    private static (RegressionTree Tree, FeatureMap Map, LeafBoxes Boxes) Grow(int seed, SearchSpace space)
    {
        var domain = SearchDomain.Of(space);
        var random = new RandomStream((ulong)seed, 0, StreamPurpose.Setup);
        double[][] codes = [.. Enumerable.Range(0, 60).Select(_ => domain.Draw(ref random))];
        var map = new FeatureMap(space.Parameters, isConditional: false);
        double[] y = [.. codes.Select(one => one.Sum(code => Math.Sin(5 * code)) + one[0] * one[1])];
        var tree = new RegressionTree(map.Values([.. codes.Select(one => new Point(one))]), y, ref random);
        return (tree, map, new(tree, map, [.. Enumerable.Range(0, space.Count).Select(i => new BoxAxis(domain, i, codes))]));
    }
}
