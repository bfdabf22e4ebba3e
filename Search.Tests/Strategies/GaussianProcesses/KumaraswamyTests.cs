using HyperSearch.Strategies;

namespace Search.Tests;

/// <summary>w(x) = 1 − (1 − xᵃ)ᵇ, with x moved off the ends by a ten-thousandth.</summary>
public sealed class KumaraswamyTests
{
    public static TheoryData<double, double> Shapes => new() { { 1, 1 }, { 0.3, 1 }, { 1, 3 }, { 2.5, 0.4 }, { 4.4, 4.4 }, { 0.23, 0.23 } };

    private static readonly double[] Places = [0, 1e-5, 0.03, 0.2, 0.5, 0.77, 0.999, 1];

    [Theory, MemberData(nameof(Shapes))]
    public void The_warp_is_the_formula_however_it_is_asked_for(double a, double b)
    {
        var (together, w, byLogA, byLogB) = ((double[])Places.Clone(), new double[Places.Length], new double[Places.Length], new double[Places.Length]);

        Kumaraswamy.Warp(together, a, b);
        Kumaraswamy.Warp(Places, a, b, w, byLogA, byLogB);

        for (var i = 0; i < Places.Length; i++)
        {
            Assert.Equal(Formula(Places[i], a, b), together[i], 1e-12);
            Assert.Equal(together[i], w[i]);
            Assert.Equal(together[i], Kumaraswamy.Warp(Places[i], a, b).W);
        }
    }

    [Theory, MemberData(nameof(Shapes))]
    public void Its_derivatives_are_its_slopes(double a, double b)
    {
        const double step = 1e-6;
        var (w, byLogA, byLogB) = (new double[Places.Length], new double[Places.Length], new double[Places.Length]);
        Kumaraswamy.Warp(Places, a, b, w, byLogA, byLogB);

        for (var i = 0; i < Places.Length; i++)
        {
            var x = Places[i];
            RequireSlope(Formula(x, a * Math.Exp(step), b) - Formula(x, a * Math.Exp(-step), b), byLogA[i]);
            RequireSlope(Formula(x, a, b * Math.Exp(step)) - Formula(x, a, b * Math.Exp(-step)), byLogB[i]);
            RequireSlope(Formula(x + step, a, b) - Formula(x - step, a, b), Kumaraswamy.Warp(x, a, b).ByX);
        }

        static void RequireSlope(double rise, double derivative) => Assert.Equal(rise / (2 * step), derivative, 1e-3 * (1 + Math.Abs(derivative)));
    }

    [Theory, MemberData(nameof(Shapes))]
    public void It_rises_from_0_to_1(double a, double b)
    {
        double[] x = [.. Enumerable.Range(0, 1001).Select(i => i / 1000.0)];

        Kumaraswamy.Warp(x, a, b);

        Assert.All(x.Zip(x.Skip(1)), pair => Assert.True(pair.First < pair.Second));
        Assert.All(x, w => Assert.InRange(w, 0, 1));
    }

    private static double Formula(double x, double a, double b) => 1 - Math.Pow(1 - Math.Pow(1e-4 + x * (1 - 2e-4), a), b);
}
