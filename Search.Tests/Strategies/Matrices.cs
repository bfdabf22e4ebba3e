namespace Search.Tests;

/// <summary>Linear algebra as it stands in a first textbook: slow, and of another kind than what it is compared with.</summary>
internal static class Matrices
{
    public static double[,] Identity(int n)
    {
        var identity = new double[n, n];
        for (var i = 0; i < n; i++)
            identity[i, i] = 1;
        return identity;
    }

    public static double[] Multiply(double[,] a, double[] x) =>
        [.. Enumerable.Range(0, a.GetLength(0)).Select(i => Enumerable.Range(0, x.Length).Sum(j => a[i, j] * x[j]))];

    public static double Dot(double[] x, double[] y) => x.Zip(y, (a, b) => a * b).Sum();

    /// <summary>A⁻¹ and log |det A|, by the elimination of Gauss and Jordan with pivots.</summary>
    public static (double[,] Inverse, double LogDeterminant) Invert(double[,] matrix)
    {
        var n = matrix.GetLength(0);
        var (a, inverse) = ((double[,])matrix.Clone(), Identity(n));
        var logDeterminant = 0.0;
        for (var column = 0; column < n; column++)
        {
            var pivot = Enumerable.Range(column, n - column).MaxBy(row => Math.Abs(a[row, column]));
            for (var j = 0; j < n; j++)
            {
                (a[column, j], a[pivot, j]) = (a[pivot, j], a[column, j]);
                (inverse[column, j], inverse[pivot, j]) = (inverse[pivot, j], inverse[column, j]);
            }
            var divisor = a[column, column];
            logDeterminant += Math.Log(Math.Abs(divisor));
            for (var j = 0; j < n; j++)
                (a[column, j], inverse[column, j]) = (a[column, j] / divisor, inverse[column, j] / divisor);
            for (var row = 0; row < n; row++)
            {
                var factor = row == column ? 0 : a[row, column];
                for (var j = 0; j < n && factor != 0; j++)
                    (a[row, j], inverse[row, j]) = (a[row, j] - factor * a[column, j], inverse[row, j] - factor * inverse[column, j]);
            }
        }
        return (inverse, logDeterminant);
    }

    /// <summary>A^(−1/2) of a positive definite matrix: Denman and Beavers 1976, Y → (Y + Z⁻¹)/2, Z → (Z + Y⁻¹)/2.</summary>
    public static double[,] InverseSquareRoot(double[,] matrix)
    {
        var n = matrix.GetLength(0);
        var (y, z) = ((double[,])matrix.Clone(), Identity(n));
        for (var step = 0; step < 20; step++)
        {
            var (inverseY, inverseZ) = (Invert(y).Inverse, Invert(z).Inverse);
            for (var i = 0; i < n; i++)
            {
                for (var j = 0; j < n; j++)
                    (y[i, j], z[i, j]) = ((y[i, j] + inverseZ[i, j]) / 2, (z[i, j] + inverseY[i, j]) / 2);
            }
        }
        return z;
    }
}
