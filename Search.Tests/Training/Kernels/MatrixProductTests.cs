using HyperSearch.Training;

namespace Search.Tests;

public unsafe class MatrixProductTests
{
    public static TheoryData<int> Widths()
    {
        var widths = new TheoryData<int>();
        foreach (var width in Enum.GetValues<VectorWidth>())
        {
            if (width <= MatrixProduct.Widest)
                widths.Add((int)width);
        }
        return widths;
    }

    // Every size of tile and every rest: rows 1 … 26 go through 12, 8, 4, 2 and 1; columns through 32, 16 and less.
    private static IEnumerable<(int M, int K, int N)> Shapes()
    {
        for (var m = 1; m <= 26; m++) yield return (m, 5, 19);
        foreach (var n in (int[])[1, 2, 15, 16, 17, 31, 32, 33, 47, 48, 49, 64, 100]) yield return (13, 7, n);
        foreach (var k in (int[])[1, 2, 3, 12, 31, 257]) yield return (7, k, 33);
        yield return (100, 784, 100);
    }

    [Theory]
    [MemberData(nameof(Widths))]
    public void The_forward_product_agrees_with_three_loops_and_stays_in_its_memory(int width)
    {
        foreach (var (m, k, n) in Shapes())
        {
            using var x = new GuardedMatrix(m, k, 1);
            using var w = new GuardedPanels(k, n, 2);
            using var bias = new GuardedMemory(Pad(TestNumbers.Normal(n, 3)));
            using var y = new GuardedMatrix(m, n, 4);
            MatrixProduct.Forward(x.View, w.Data, bias.Data, y.View, (VectorWidth)width);
            for (var i = 0; i < m; i++)
            {
                for (var j = 0; j < n; j++)
                {
                    double expected = bias.Span[j], size = Math.Abs(expected);
                    for (var l = 0; l < k; l++)
                    {
                        expected += (double)x.View[i, l] * w[l, j];
                        size += Math.Abs((double)x.View[i, l] * w[l, j]);
                    }
                    Close(expected, y.View[i, j], size);
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(Widths))]
    public void The_input_gradient_agrees_with_three_loops_and_stays_in_its_memory(int width)
    {
        foreach (var (m, k, n) in Shapes())
        {
            using var dy = new GuardedMatrix(m, n, 1);
            using var w = new GuardedPanels(k, n, 2);
            using var transposed = new GuardedPanels(n, k, 3, zero: true);
            using var dx = new GuardedMatrix(m, k, 4);
            PanelTranspose.Run(w.Data, k, n, transposed.Data, (VectorWidth)width);
            MatrixProduct.InputGradient(dy.View, transposed.Data, dx.View, (VectorWidth)width);
            for (var i = 0; i < m; i++)
            {
                for (var l = 0; l < k; l++)
                {
                    double expected = 0, size = 0;
                    for (var j = 0; j < n; j++)
                    {
                        expected += (double)dy.View[i, j] * w[l, j];
                        size += Math.Abs((double)dy.View[i, j] * w[l, j]);
                    }
                    Close(expected, dx.View[i, l], size);
                }
                Assert.All(Enumerable.Range(k, dx.View.Padded - k), l => Assert.Equal(0, dx.View[i, l]));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Widths))]
    public void The_weight_gradient_agrees_with_three_loops_and_stays_in_its_memory(int width)
    {
        foreach (var (m, k, n) in Shapes())
        {
            using var x = new GuardedMatrix(m, k, 1);
            using var dy = new GuardedMatrix(m, n, 2);
            using var dw = new GuardedPanels(k, n, 3, zero: true);
            MatrixProduct.WeightGradient(x.View, dy.View, dw.Data, (VectorWidth)width);
            for (var l = 0; l < k; l++)
            {
                for (var j = 0; j < n; j++)
                {
                    double expected = 0, size = 0;
                    for (var i = 0; i < m; i++)
                    {
                        expected += (double)x.View[i, l] * dy.View[i, j];
                        size += Math.Abs((double)x.View[i, l] * dy.View[i, j]);
                    }
                    Close(expected, dw[l, j], size);
                }
            }
        }
    }

    [Fact]
    public void A_row_has_the_same_bits_whatever_tile_it_falls_into()
    {
        using var x = new GuardedMatrix(26, 100, 1);
        using var w = new GuardedPanels(100, 50, 2);
        using var all = new GuardedMatrix(26, 50, 3);
        using var one = new GuardedMatrix(1, 50, 4);
        MatrixProduct.Forward(x.View, w.Data, null, all.View, MatrixProduct.Widest);
        for (var row = 0; row < 26; row++)
        {
            MatrixProduct.Forward(new Matrix(x.View.Row(row), 1, 100, x.View.Stride), w.Data, null, one.View, MatrixProduct.Widest);
            Assert.Equal(new ReadOnlySpan<float>(all.View.Row(row), 50), new ReadOnlySpan<float>(one.View.Data, 50));
        }
    }

    /// <summary>Rounding may add up over k, and no further: a few units in the last place of the sum of magnitudes.</summary>
    private static void Close(double expected, float actual, double size) =>
        Assert.True(Math.Abs(expected - actual) <= 4e-6 * (size + 1e-3), $"{expected} against {actual}");

    private static float[] Pad(float[] values) => [.. values, .. new float[Panels.Padded(values.Length) - values.Length]];
}
