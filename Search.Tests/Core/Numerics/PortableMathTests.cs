using System.Runtime.Intrinsics;
using HyperSearch;
using HyperSearch.Core;

namespace Search.Tests;

public sealed class PortableMathTests
{
    private static readonly double[] Special = [0.0, -0.0, double.NaN, double.PositiveInfinity, double.NegativeInfinity, double.Epsilon, -double.Epsilon, 1, -1,
        double.MaxValue, double.MinValue, 2.2250738585072014E-308, 2.225073858507201E-308, 709.782712893384, 709.7827128933841, -745.1332191019411, -745.1332191019412, -708.5, 1e-300, 0.7071067811865475, 0.7071067811865476];

    [Fact]
    public void The_exponential_errs_by_hardly_more_than_one_unit()
    {
        foreach (var x in Draw(3_000, -745, 709.78).Concat(Draw(3_000, -1, 1)).Concat(Draw(500, -1e-8, 1e-8)))
            Assert.InRange(HighPrecision.ErrorOfExp(x, PortableMath.Exp(x)), 0, 1.1);
    }

    [Fact]
    public void The_logarithm_errs_by_less_than_one_unit()
    {
        foreach (var x in Draw(3_000, -700, 700).Select(Math.Exp).Concat(Draw(3_000, 0.5, 2)).Concat(Draw(500, 1 - 1e-8, 1 + 1e-8)).Concat(Draw(100, 0, 1e-310)))
            Assert.InRange(HighPrecision.ErrorOfLog(x, PortableMath.Log(x)), 0, 1);
    }

    [Fact]
    public void Sine_and_cosine_of_a_turn_err_by_less_than_two_units()
    {
        foreach (var u in Draw(3_000, 0, 1).Concat(Draw(500, -3, 3)).Concat(Draw(500, 0.25 - 1e-6, 0.25 + 1e-6)))
        {
            var (sin, cos) = PortableMath.SinCosOfTurn(u);
            var error = HighPrecision.ErrorOfTurn(u, sin, cos);
            Assert.InRange(Math.Max(error.Sin, error.Cos), 0, 2);
        }
    }

    [Fact]
    public void Special_values_are_as_documented()
    {
        Assert.Equal([1.0, 1.0, double.NaN, double.PositiveInfinity, 0.0], Special[..5].Select(PortableMath.Exp));
        Assert.Equal([double.NegativeInfinity, double.NegativeInfinity, double.NaN, double.PositiveInfinity, double.NaN], Special[..5].Select(PortableMath.Log));
        Assert.Equal([double.PositiveInfinity, double.Epsilon, 0, 0], new[] { 709.7827128933841, -745.13, -745.14, -1e300 }.Select(PortableMath.Exp));
        Assert.Equal([0, double.NaN], new[] { 1.0, -1 }.Select(PortableMath.Log));
        Assert.Equal([(0.0, 1.0), (1.0, 0.0), (0.0, -1.0), (-1.0, 0.0), (0.0, 1.0)], new[] { 0, 0.25, 0.5, 0.75, 1 }.Select(PortableMath.SinCosOfTurn));
    }

    [Fact]
    public void Whole_powers_are_exact_as_long_as_they_can_be()
    {
        Assert.Equal([1, 1, 0, 81, 1_220_703_125, 0.0625], new[] { (0.0, 0), (7.0, 0), (0.0, 5), (3.0, 4), (5.0, 13), (0.5, 4) }.Select(p => PortableMath.Power(p.Item1, p.Item2)));
        Assert.Throws<ArgumentOutOfRangeException>(() => PortableMath.Power(2, -1));
    }

    [Fact]
    public void The_logarithm_to_base_ten_agrees_with_the_libraries()
    {
        foreach (var x in Draw(1_000, -300, 300).Select(e => Math.Pow(10, e)))
            Assert.Equal(Math.Log10(x), PortableMath.Log10(x), 1e-13);
    }

    [Fact]
    public void Eight_at_once_have_the_same_bits_as_one()
    {
        foreach (var x in Draw(2_000, -750, 750).Concat(Draw(2_000, 0, 4)).Concat(Special))
        {
            RequireSame(PortableMath.Exp(x), PortableVectors.Exp(Vector512.Create(x)));
            RequireSame(PortableMath.Log(x), PortableVectors.Log(Vector512.Create(x)));
        }
    }

    private static void RequireSame(double expected, Vector512<double> actual)
    {
        for (var lane = 0; lane < PortableVectors.Lanes; lane++)
            Assert.True(double.IsNaN(expected) ? double.IsNaN(actual[lane]) : BitConverter.DoubleToInt64Bits(expected) == BitConverter.DoubleToInt64Bits(actual[lane]), $"{expected:R} {actual[lane]:R}");
    }

    private static IEnumerable<double> Draw(int count, double low, double high)
    {
        var random = new RandomStream(3, count, StreamPurpose.Setup);
        return [.. Enumerable.Range(0, count).Select(_ => low + (high - low) * random.NextDouble())];
    }
}
