using HyperSearch;
using HyperSearch.Core;

namespace Search.Tests;

public sealed class OrderedSumsTests
{
    public static TheoryData<int> Lengths => [.. Enumerable.Range(0, 258)];

    [Theory, MemberData(nameof(Lengths))]
    public void Sums_are_those_of_the_documented_order(int n)
    {
        var (x, y) = (Draw(n, 1), Draw(n, 2));

        Assert.Equal(BitConverter.DoubleToInt64Bits(InOrder(x)), BitConverter.DoubleToInt64Bits(OrderedSums.Sum(x)));
        Assert.Equal(BitConverter.DoubleToInt64Bits(InOrder([.. x.Zip(y, (a, b) => a * b)])), BitConverter.DoubleToInt64Bits(OrderedSums.Dot(x, y)));
    }

    [Theory, MemberData(nameof(Lengths))]
    public void The_logarithm_of_a_sum_of_exponentials_is_the_same_one_by_one(int n)
    {
        var x = Draw(n + 1, 3);
        var expected = x.Max() + PortableMath.Log(InOrder([.. x.Select(value => PortableMath.Exp(value - x.Max()))]));

        Assert.Equal(expected, OrderedSums.LogSumExp(x));
    }

    [Theory, MemberData(nameof(Lengths))]
    public void Rows_are_computed_number_by_number(int n)
    {
        var (x, four) = (Draw(n, 4), Draw(3 * (n + 2) + n, 5));

        Require((row, i) => row[i] + 0.3 * x[i], row => RowArithmetic.AddScaled(row, 0.3, x));
        Require((row, i) => row[i] + 0.3 * ((x[i] - 0.7) * (x[i] - 0.7)), row => RowArithmetic.AddSquaredDistances(row, x, 0.7, 0.3));
        Require((row, i) => row[i] * 0.3, row => RowArithmetic.MultiplyBy(row, 0.3));
        Require((row, i) => row[i] * x[i], row => RowArithmetic.Multiply(row, x));
        Require((row, i) => row[i] + 0.1 * four[i] + 0.2 * four[i + n + 2] + 0.3 * four[i + 2 * (n + 2)] + 0.4 * four[i + 3 * (n + 2)],
            row => RowArithmetic.AddScaledFour(row, 0.1, 0.2, 0.3, 0.4, four, n + 2));

        void Require(Func<double[], int, double> one, Action<double[]> all)
        {
            var row = Draw(n, 6);
            var expected = Enumerable.Range(0, n).Select(i => one(row, i)).ToArray();
            all(row);
            Assert.Equal(expected, row);
        }
    }

    [Fact]
    public void Lengths_must_agree()
    {
        Assert.Throws<ArgumentException>(() => OrderedSums.Dot([1], [1, 2]));
        Assert.Throws<ArgumentException>(() => RowArithmetic.AddScaled(new double[2], 1, [1]));
        Assert.Throws<ArgumentException>(() => RowArithmetic.AddScaledFour(new double[2], 1, 1, 1, 1, [1, 2, 3, 4, 5, 6, 7], 2));
    }

    // 16 sums over whole groups; then each half is added to the other, and what is left is taken where it fills it.
    private static double InOrder(double[] x)
    {
        var sums = new double[16];
        var i = 0;
        for (; i + 16 <= x.Length; i += 16)
        {
            for (var k = 0; k < 16; k++)
                sums[k] += x[i + k];
        }

        for (var half = 8; half >= 1; half /= 2)
        {
            for (var k = 0; k < half; k++)
                sums[k] += sums[k + half];
            for (var k = 0; k < half && x.Length - i >= half; k++)
                sums[k] += x[i + k];
            i += x.Length - i >= half ? half : 0;
        }
        return sums[0];
    }

    private static double[] Draw(int n, int trial)
    {
        var random = new RandomStream(9, trial, StreamPurpose.Setup);
        return [.. Enumerable.Range(0, n).Select(_ => random.NextNormal())];
    }
}
