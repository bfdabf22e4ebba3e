namespace HyperSearch.Strategies;

/// <summary>
/// C = B D² Bᵀ of a symmetric matrix by the cyclic method of Jacobi (Golub and Van Loan, "Matrix Computations", section 8.5),
/// which is accurate for small eigenvalues too.
/// </summary>
internal static class SymmetricEigen
{
    private const int MostSweeps = 30;

    /// <summary>The eigenvalues, and the eigenvectors in the columns of <paramref name="b"/>.</summary>
    public static double[] Decompose(double[,] c, double[,] b)
    {
        var n = c.GetLength(0);
        var a = (double[,])c.Clone();
        for (var i = 0; i < n; i++)
        {
            for (var j = 0; j < n; j++)
                b[i, j] = i == j ? 1 : 0;
        }

        for (var sweep = 0; sweep < MostSweeps; sweep++)
        {
            var rotated = false;
            for (var p = 0; p < n; p++)
            {
                for (var q = p + 1; q < n; q++)
                    rotated |= Rotate(a, b, p, q);
            }

            if (!rotated)
                break;
        }
        var values = new double[n];
        for (var i = 0; i < n; i++)
            values[i] = a[i, i];
        return values;
    }

    private static bool Rotate(double[,] a, double[,] b, int p, int q)
    {
        var n = a.GetLength(0);
        if (Math.Abs(a[p, q]) <= 1e-15 * Math.Sqrt(Math.Abs(a[p, p] * a[q, q])))
            return false;
        var tau = (a[q, q] - a[p, p]) / (2 * a[p, q]);
        var t = (tau >= 0 ? 1 : -1) / (Math.Abs(tau) + Math.Sqrt(1 + tau * tau));
        var cos = 1 / Math.Sqrt(1 + t * t);
        var sin = t * cos;
        for (var k = 0; k < n; k++)
            (a[k, p], a[k, q]) = (cos * a[k, p] - sin * a[k, q], sin * a[k, p] + cos * a[k, q]);
        for (var k = 0; k < n; k++)
            (a[p, k], a[q, k]) = (cos * a[p, k] - sin * a[q, k], sin * a[p, k] + cos * a[q, k]);
        for (var k = 0; k < n; k++)
            (b[k, p], b[k, q]) = (cos * b[k, p] - sin * b[k, q], sin * b[k, p] + cos * b[k, q]);
        return true;
    }
}
