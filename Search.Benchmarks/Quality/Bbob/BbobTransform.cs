using HyperSearch;

namespace Search.Benchmarks;

/// <summary>
/// The transformations that the functions of BBOB are made of. Finck, Hansen, Ros, Auger: "Real-Parameter Black-Box Optimization
/// Benchmarking 2009: Noiseless Functions Definitions", INRIA RR-6829, section 0.2. Vectors are of D numbers, D ≥ 2.
/// </summary>
internal static class BbobTransform
{
    /// <summary>(i−1)/(D−1), for i counted from 1; here from 0.</summary>
    public static double Share(int i, int dimension) => i / (dimension - 1.0);

    /// <summary>The diagonal Λ^α: α^(½ (i−1)/(D−1)).</summary>
    public static double[] Scaled(double alpha, double[] x) => [.. x.Select((v, i) => Math.Pow(alpha, 0.5 * Share(i, x.Length)) * v)];

    /// <summary>T_osz of one number: oscillates around the identity.</summary>
    public static double Oscillating(double x)
    {
        if (x == 0)
            return 0;
        var log = Math.Log(Math.Abs(x));
        var (c1, c2) = x > 0 ? (10, 7.9) : (5.5, 3.1);
        return Math.Sign(x) * Math.Exp(log + 0.049 * (Math.Sin(c1 * log) + Math.Sin(c2 * log)));
    }

    /// <summary>T_osz, number by number.</summary>
    public static double[] Oscillating(double[] x) => Array.ConvertAll(x, Oscillating);

    /// <summary>T_asy^β: x^(1 + β (i−1)/(D−1) √x) where x is positive, else the identity.</summary>
    public static double[] Asymmetric(double beta, double[] x) =>
        [.. x.Select((v, i) => v > 0 ? Math.Pow(v, 1 + beta * Share(i, x.Length) * Math.Sqrt(v)) : v)];

    /// <summary>f_pen: how far outside of [−5, 5] the numbers are, squared.</summary>
    public static double Penalty(double[] x) => x.Sum(v => Math.Pow(Math.Max(0, Math.Abs(v) - 5), 2));

    /// <summary>The product of a matrix and a vector.</summary>
    public static double[] Rotated(double[][] matrix, double[] x) => Array.ConvertAll(matrix, row => row.Zip(x, (a, b) => a * b).Sum());

    /// <summary>The product of a transposed matrix and a vector: the inverse, where the matrix is orthogonal.</summary>
    public static double[] RotatedBack(double[][] matrix, double[] x) => [.. x.Select((_, j) => matrix.Select((row, i) => row[j] * x[i]).Sum())];

    /// <summary>An orthogonal matrix, by Gram and Schmidt from normal numbers.</summary>
    public static double[][] Rotation(int dimension, ref RandomStream random)
    {
        var rows = new double[dimension][];
        for (var i = 0; i < dimension; i++)
        {
            var row = new double[dimension];
            for (var j = 0; j < dimension; j++)
                row[j] = random.NextNormal();
            foreach (var other in rows.Take(i))
            {
                var dot = row.Zip(other, (a, b) => a * b).Sum();
                row = [.. row.Zip(other, (a, b) => a - dot * b)];
            }
            var norm = Math.Sqrt(row.Sum(v => v * v));
            rows[i] = [.. row.Select(v => v / norm)];
        }
        return rows;
    }
}
