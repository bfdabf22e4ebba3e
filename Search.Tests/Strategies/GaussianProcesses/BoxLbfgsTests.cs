using HyperSearch.Strategies;

namespace Search.Tests;

/// <summary>Rosenbrock's function, f(x) = Σ 100 (xᵢ₊₁ − xᵢ²)² + (1 − xᵢ)², whose curved valley leads to the minimum at (1, …, 1).</summary>
public sealed class BoxLbfgsTests
{
    private const int Enough = 2000;

    [Theory]
    [InlineData(2)]
    [InlineData(5)]
    [InlineData(10)]
    public void The_end_of_the_valley_is_found(int n)
    {
        var x = Filled(n, 0);

        var value = BoxLbfgs.Minimize(Rosenbrock, x, Filled(n, -2), Filled(n, 2), Enough);

        Assert.InRange(value, 0, 1e-7);
        Assert.All(x, coordinate => Assert.Equal(1, coordinate, 1e-3));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(5)]
    [InlineData(10)]
    public void Where_bounds_are_in_the_way_the_gradient_holds_the_point_against_them(int n)
    {
        // The minimum lies outside: every other coordinate ends below 1.
        var (x, lower, upper) = (Filled(n, 0.1), Filled(n, -2), Filled(n, 2));
        for (var i = 0; i < n; i += 2)
            upper[i] = 0.6;
        var gradient = new double[n];

        var value = BoxLbfgs.Minimize(Rosenbrock, x, lower, upper, Enough);

        // Karush, Kuhn, Tucker.
        Assert.Equal(Rosenbrock(x, gradient), value);
        Assert.Contains(Enumerable.Range(0, n), i => x[i] == upper[i]);
        for (var i = 0; i < n; i++)
            Assert.InRange(gradient[i], x[i] == lower[i] ? -1e-3 : x[i] == upper[i] ? double.NegativeInfinity : -1e-3, x[i] == lower[i] ? double.PositiveInfinity : 1e-3);
    }

    [Fact]
    public void In_two_dimensions_the_constrained_minimum_is_the_one_that_is_known()
    {
        double[] x = [-1.2, 1];

        var value = BoxLbfgs.Minimize(Rosenbrock, x, [-2, -2], [0.5, 2], Enough);

        Assert.Equal(0.5, x[0]);
        Assert.Equal(0.25, x[1], 1e-5);
        Assert.Equal(0.25, value, 1e-8);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(60)]
    public void The_function_is_asked_in_the_box_alone_and_no_more_often_than_allowed_and_the_value_never_rises(int evaluations)
    {
        double[] x = [-1.2, 1, -0.5], lower = [-1.5, -0.5, -1], upper = [0.7, 1.5, 0.2], ignored = [0, 0, 0];
        var (asked, start) = (0, Rosenbrock(x, ignored));

        var value = BoxLbfgs.Minimize((at, gradient) =>
        {
            asked++;
            for (var i = 0; i < at.Length; i++)
                Assert.InRange(at[i], lower[i], upper[i]);
            return Rosenbrock(at, gradient);
        }, x, lower, upper, evaluations);

        Assert.InRange(asked, 1, evaluations);
        Assert.Equal(Rosenbrock(x, ignored), value);
        Assert.InRange(value, 0, start);
    }

    private static double Rosenbrock(double[] x, double[] gradient)
    {
        Array.Clear(gradient);
        var sum = 0.0;
        for (var i = 0; i + 1 < x.Length; i++)
        {
            var (valley, along) = (x[i + 1] - x[i] * x[i], 1 - x[i]);
            sum += 100 * valley * valley + along * along;
            gradient[i] += -400 * x[i] * valley - 2 * along;
            gradient[i + 1] += 200 * valley;
        }
        return sum;
    }

    private static double[] Filled(int n, double value) => [.. Enumerable.Repeat(value, n)];
}
