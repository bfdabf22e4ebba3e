using HyperSearch.Strategies;

namespace Search.Tests;

public sealed class SymmetricEigenTests
{
    [Fact]
    public void The_matrix_is_the_product_of_its_parts()
    {
        const int n = 7;
        var c = new double[n, n];
        for (var i = 0; i < n; i++)
        {
            for (var j = 0; j < n; j++)
                c[i, j] = 1.0 / (1 + i + j) + (i == j ? i : 0);
        }

        var b = new double[n, n];

        var values = SymmetricEigen.Decompose(c, b);

        for (var i = 0; i < n; i++)
        {
            for (var j = 0; j < n; j++)
                Assert.Equal(c[i, j], Enumerable.Range(0, n).Sum(k => b[i, k] * values[k] * b[j, k]), 1e-12);
        }
    }
}
