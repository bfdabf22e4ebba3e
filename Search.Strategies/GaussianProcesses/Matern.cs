using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using HyperSearch.Core;

namespace HyperSearch.Strategies;

/// <summary>
/// The Matérn covariance of smoothness 5/2, k(r) = s (1 + √5 r + 5/3 r²) exp(−√5 r). Rasmussen and Williams, "Gaussian
/// Processes for Machine Learning", 2006, equation 4.17.
/// </summary>
internal static class Matern
{
    /// <summary>Turns squared distances into covariances, in place.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Covariances(Span<double> r2, double s)
    {
        for (var i = 0; i < r2.Length; i += PortableVectors.Lanes)
            PortableVectors.Store(At(PortableVectors.Load(r2, i), s).Covariance, r2, i);
    }

    /// <summary>The same, and dk/d(r²) = −5/6 s (1 + √5 r) exp(−√5 r).</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Covariances(Span<double> r2, double s, Span<double> derivatives)
    {
        for (var i = 0; i < r2.Length; i += PortableVectors.Lanes)
        {
            var (covariance, derivative) = At(PortableVectors.Load(r2, i), s);
            PortableVectors.Store(covariance, r2, i);
            PortableVectors.Store(derivative, derivatives, i);
        }
    }

    // t = √5 r: k = s (1 + t + t²/3) e^(−t)
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector512<double> Covariance, Vector512<double> Derivative) At(Vector512<double> r2, double s)
    {
        var t2 = r2 * 5;
        var t = Vector512.Sqrt(t2);
        var decay = PortableVectors.Exp(-t) * s;
        var linear = t + Vector512<double>.One;
        return ((linear + t2 * (1.0 / 3)) * decay, linear * decay * (-5.0 / 6));
    }
}
