using System.Numerics.Tensors;

namespace Search.Strategies;

/// <summary>
/// The Matérn covariance of smoothness 5/2, k(r) = s (1 + √5 r + 5/3 r²) exp(−√5 r). Rasmussen and Williams, "Gaussian
/// Processes for Machine Learning", 2006, equation 4.17.
/// </summary>
internal static class Matern
{
    /// <summary>Turns squared distances into covariances, in place.</summary>
    public static void Covariances(Span<double> r2, double s, Span<double> scratch)
    {
        scratch = scratch[..r2.Length];
        // t = √5 r: k = s (1 + t + t²/3) e^(−t)
        TensorPrimitives.Multiply(r2, 5, r2);
        TensorPrimitives.Sqrt<double>(r2, scratch);
        TensorPrimitives.Divide(r2, 3, r2);
        TensorPrimitives.Add<double>(r2, scratch, r2);
        TensorPrimitives.Add(r2, 1, r2);
        TensorPrimitives.Negate<double>(scratch, scratch);
        TensorPrimitives.Exp<double>(scratch, scratch);
        TensorPrimitives.Multiply(scratch, s, scratch);
        TensorPrimitives.Multiply<double>(r2, scratch, r2);
    }

    /// <summary>The same, and dk/d(r²) = −5/6 s (1 + √5 r) exp(−√5 r).</summary>
    public static void Covariances(Span<double> r2, double s, Span<double> derivatives, Span<double> scratch)
    {
        scratch = scratch[..r2.Length];
        TensorPrimitives.Multiply(r2, 5, r2);
        TensorPrimitives.Sqrt<double>(r2, derivatives);
        TensorPrimitives.Negate<double>(derivatives, scratch);
        TensorPrimitives.Exp<double>(scratch, scratch);
        TensorPrimitives.Multiply(scratch, s, scratch);
        TensorPrimitives.Add(derivatives, 1, derivatives);
        TensorPrimitives.Divide(r2, 3, r2);
        TensorPrimitives.Add<double>(r2, derivatives, r2);
        TensorPrimitives.Multiply<double>(r2, scratch, r2);
        TensorPrimitives.Multiply<double>(derivatives, scratch, derivatives);
        TensorPrimitives.Multiply(derivatives, -5.0 / 6, derivatives);
    }
}
