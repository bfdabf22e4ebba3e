using HyperSearch;
using HyperSearch.Strategies;

namespace Search.Tests;

/// <summary>That the update is the one that is published, in generations of an ellipsoid's minimization.</summary>
public sealed class CmaTutorialTests
{
    /// <summary>
    /// The last one has more parameters than correlations are learnt of. Where <paramref name="far"/> is above 0, all points of one
    /// of the last generations are moved to one side by so many deviations, so that the path of C stalls.
    /// </summary>
    [Theory]
    [InlineData(1, 4, 12, 0)]
    [InlineData(2, 6, 40, 3.2)]
    [InlineData(3, 7, 40, 4)]
    [InlineData(5, 8, 60, 5)]
    [InlineData(10, 10, 100, 7)]
    [InlineData(10, 40, 40, 3.2)]
    [InlineData(CmaState.MostCorrelated + 1, 17, 4, 0)]
    public void The_distribution_moves_as_in_the_tutorial(int parameters, int lambda, int generations, double far)
    {
        var state = new CmaState([.. Enumerable.Repeat(0.5, parameters)], lambda);
        var tutorial = new CmaTutorial((double[])state.Mean.Clone(), state.Sigma, lambda, isSeparable: parameters > CmaState.MostCorrelated);
        for (var generation = 0; generation < generations; generation++)
        {
            double[][] x = [.. Draw(state, generation, generation == generations - 3 ? far : 0).OrderBy(Ellipsoid)];

            state.Update(x, new bool[lambda]);
            tutorial.Update(x);

            RequireClose(tutorial.Sigma, state.Sigma, tutorial.Sigma);
            for (var i = 0; i < parameters; i++)
                RequireClose(tutorial.Mean[i], state.Mean[i], 1);
            var covariance = CovarianceOf(state);
            for (var i = 0; i < parameters; i++)
            {
                for (var j = 0; j < parameters; j++)
                    RequireClose(tutorial.C[i, j], covariance[i, j], Math.Sqrt(tutorial.C[i, i] * tutorial.C[j, j]));
            }
        }
        Assert.InRange(tutorial.Stalls, far > 0 ? 1 : 0, generations / 2);
        // The distribution has learnt something, and met none of the bounds that the tutorial does not have.
        Assert.InRange(state.Sigma, 0, 0.99);
        Assert.All(state.Mean, m => Assert.InRange(m, 0.01, 0.99));
        Assert.InRange(Math.Abs(state.Mean[0] - 0.5), 1e-3, 1);
    }

    private static void RequireClose(double expected, double actual, double scale) => Assert.Equal(expected, actual, 1e-10 * scale);

    // C = (B D)(B D)ᵀ, whose columns are the steps of unit vectors.
    private static double[,] CovarianceOf(CmaState state)
    {
        var n = state.Mean.Length;
        double[][] columns = [.. Enumerable.Range(0, n).Select(j => state.Step([.. Enumerable.Range(0, n).Select(i => i == j ? 1.0 : 0)]))];
        var c = new double[n, n];
        for (var i = 0; i < n; i++)
        {
            for (var j = 0; j < n; j++)
                c[i, j] = columns.Sum(column => column[i] * column[j]);
        }
        return c;
    }

    private static double[][] Draw(CmaState state, int generation, double far)
    {
        var random = new RandomStream(12, generation, StreamPurpose.Propose);
        var x = new double[state.Lambda][];
        for (var k = 0; k < x.Length; k++)
        {
            var z = new double[state.Mean.Length];
            for (var i = 0; i < z.Length; i++)
                z[i] = random.NextNormal() + (i == 0 ? far : 0);
            x[k] = [.. state.Step(z).Select((y, i) => state.Mean[i] + state.Sigma * y)];
        }
        return x;
    }

    // Least at 0.4, a hundred times as steep along the last axis as along the first, and turned in the first two.
    private static double Ellipsoid(double[] x)
    {
        var sum = 0.0;
        for (var i = 0; i < x.Length; i++)
        {
            var along = x[i] - 0.4 + (i == 1 ? 0.8 * (x[0] - 0.4) : 0);
            sum += Math.Pow(10, 2.0 * i / Math.Max(1, x.Length - 1)) * along * along;
        }
        return sum;
    }
}
