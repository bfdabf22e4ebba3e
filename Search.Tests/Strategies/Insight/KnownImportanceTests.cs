using HyperSearch;

namespace Search.Tests;

/// <summary>Importance from 150 random trials of functions whose importance is known: exactly, by enumeration of a fine grid.</summary>
/// <remarks>
/// The tolerance is one of shares. It covers what 150 trials leave open, that the best are told by 512 points, and kernels as wide as a
/// tenth of the range.
/// </remarks>
public sealed class KnownImportanceTests
{
    private const int Trials = 150;
    private const double Tolerance = 0.07;

    private static readonly Dictionary<string, Func<double, double, double, double>> Functions = new(StringComparer.Ordinal)
    {
        ["additive"] = (x, y, _) => 3 * x + 2 * y,
        ["additive with a bend"] = (x, y, z) => Square(x - 0.5) + 0.2 * Square(y - 0.3) + 0.05 * z,
        ["pure interaction"] = (x, y, _) => (x - 0.5) * (y - 0.5),
        ["one parameter alone"] = (_, y, _) => Math.Abs(y - 0.7),
        ["the first alone and with the second"] = (x, y, z) => x * (1 + 2 * y) + 0.1 * z,
    };

    public static TheoryData<string> Names => [.. Functions.Keys];

    [Theory, MemberData(nameof(Names))]
    public void Ped_anova_finds_the_shares_of_the_divergence_of_the_best_fifth(string name)
    {
        var insight = Of(name, ImportanceMethod.PedAnova, value => value);

        var exact = ExactDivergences(Functions[name]);
        var sum = exact.Sum();
        foreach (var (i, parameter) in ((string[])["x", "y", "z"]).Index())
            Assert.Equal(exact[i] / sum, insight.ByName()[parameter], Tolerance);
    }

    /// <summary>Of a pure interaction no parameter has any variance of its own: its pair has all of it, and the two share that.</summary>
    [Theory, MemberData(nameof(Names))]
    public void Fanova_finds_the_shares_of_the_variance_of_ranks(string name)
    {
        var insight = Of(name, ImportanceMethod.Fanova, value => value);

        var (single, pairs, total) = ExactVariances(Functions[name]);
        double[] shapley =
        [
            single[0] + (pairs[0] + pairs[1]) / 2,
            single[1] + (pairs[0] + pairs[2]) / 2,
            single[2] + (pairs[1] + pairs[2]) / 2,
        ];
        foreach (var (i, parameter) in ((string[])["x", "y", "z"]).Index())
            Assert.Equal(shapley[i] / shapley.Sum(), insight.ByName()[parameter], Tolerance);
        // A tree's steps are an interaction of a kind, and leave a part of the true ones out.
        Assert.Equal(pairs[0] / total, insight.Pairs.Single(pair => (pair.First, pair.Second) == ("x", "y")).Importance, 3 * Tolerance);
    }

    /// <summary>Only the order of the results counts, so that an accuracy and its logarithm say the same.</summary>
    [Theory]
    [InlineData(ImportanceMethod.PedAnova)]
    [InlineData(ImportanceMethod.Fanova)]
    public void A_metric_on_another_scale_says_the_same(ImportanceMethod method)
    {
        var linear = Of("additive with a bend", method, value => value).ByName();
        var exponential = Of("additive with a bend", method, value => Math.Exp(10 * value)).ByName();

        Assert.All(linear, one => Assert.Equal(one.Value, exponential[one.Key], Tolerance));
    }

    /// <summary>
    /// α²/β times the divergence along the parameter: 1 or 2 times what it is where all have it. Here adam has a loss of 0.3 or more, and sgd one of the
    /// distance of its momentum from 0.8.
    /// </summary>
    [Fact]
    public void Ped_anova_weighs_a_conditional_parameter_by_where_it_is_active()
    {
        static double Value(bool isSgd, double rate, double momentum) => isSgd ? Math.Abs(momentum - 0.8) + 0.1 * rate : 0.3 + 0.5 * rate;
        var space = InsightCases.Conditional;
        var (optimizer, rate, momentum) = (space.IndexOf("optimizer"), space.IndexOf("rate"), space.IndexOf("momentum"));
        var trials = InsightCases.Random(space, Trials, point => Value(point[optimizer] == 1, point[rate], point[momentum]));

        var insight = StudyInsight.Of(InsightCases.Minimize(space), trials);

        const int grid = 60;
        var all = (from o in Enumerable.Range(0, 2)
                   from r in Enumerable.Range(0, grid)
                   from m in Enumerable.Range(0, grid)
                   let isSgd = o == 1
                   select (Optimizer: o, Rate: r, Momentum: isSgd ? m : -1, Value: Value(isSgd, (r + 0.5) / grid, (m + 0.5) / grid))).ToArray();
        var best = all.OrderBy(one => one.Value).Take(all.Length / 5).ToArray();
        double[] exact =
        [
            Divergence([.. best.Select(one => one.Optimizer)], [.. all.Select(one => one.Optimizer)], 2),
            Divergence([.. best.Select(one => one.Rate)], [.. all.Select(one => one.Rate)], grid),
            Divergence([.. best.Where(one => one.Momentum >= 0).Select(one => one.Momentum)], [.. all.Where(one => one.Momentum >= 0).Select(one => one.Momentum)], grid)
                * Math.Pow(best.Count(one => one.Momentum >= 0) / (double)best.Length, 2) / 0.5,
        ];
        Assert.Equal(exact[0] / exact.Sum(), insight.ByName()["optimizer"], Tolerance);
        Assert.Equal(exact[1] / exact.Sum(), insight.ByName()["rate"], Tolerance);
        Assert.Equal(exact[2] / exact.Sum(), insight.ByName()["momentum"], Tolerance);
    }

    private static StudyInsight Of(string name, ImportanceMethod method, Func<double, double> scale) => StudyInsight.Of(
        InsightCases.Minimize(InsightCases.Cube),
        InsightCases.Random(InsightCases.Cube, Trials, point => scale(Functions[name](point[0], point[1], point[2]))),
        new() { Method = method });

    // The best fifth of a grid against all of it: Σ p (p'/p − 1)² along each axis.
    private static double[] ExactDivergences(Func<double, double, double, double> function)
    {
        const int grid = 40;
        var all = Grid(function, grid);
        var best = all.OrderBy(one => one.Value).Take(all.Length / 5).ToArray();
        return [.. Enumerable.Range(0, 3).Select(axis => Divergence([.. best.Select(one => one.Place[axis])], [.. all.Select(one => one.Place[axis])], grid))];
    }

    private static double Divergence(int[] best, int[] all, int bins)
    {
        var sum = 0.0;
        for (var bin = 0; bin < bins; bin++)
        {
            var (p, q) = (all.Count(one => one == bin) / (double)all.Length, best.Count(one => one == bin) / (double)best.Length);
            sum += p * Square(q / p - 1);
        }
        return sum;
    }

    // Of the ranks over a grid: of each parameter, of the pairs xy, xz and yz beyond it, and of all.
    private static (double[] Single, double[] Pairs, double Total) ExactVariances(Func<double, double, double, double> function)
    {
        const int grid = 24;
        var all = Grid(function, grid);
        var ranked = all.OrderBy(one => one.Value).Select((one, rank) => (one.Place, Rank: (double)rank)).ToArray();
        var mean = ranked.Average(one => one.Rank);
        double[] single = [.. Enumerable.Range(0, 3).Select(axis => Variance(place => place[axis]))];
        double[] pairs =
        [
            Variance(place => place[0] * grid + place[1]) - single[0] - single[1],
            Variance(place => place[0] * grid + place[2]) - single[0] - single[2],
            Variance(place => place[1] * grid + place[2]) - single[1] - single[2],
        ];
        return (single, pairs, ranked.Average(one => Square(one.Rank - mean)));

        double Variance(Func<int[], int> cell) => ranked.GroupBy(one => cell(one.Place)).Average(group => Square(group.Average(one => one.Rank) - mean));
    }

    private static (int[] Place, double Value)[] Grid(Func<double, double, double, double> function, int grid) =>
    [
        .. from x in Enumerable.Range(0, grid)
           from y in Enumerable.Range(0, grid)
           from z in Enumerable.Range(0, grid)
           select (new[] { x, y, z }, function((x + 0.5) / grid, (y + 0.5) / grid, (z + 0.5) / grid)),
    ];

    private static double Square(double x) => x * x;
}
