using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using HyperSearch.Core;

namespace HyperSearch.Strategies;

/// <summary>
/// The input warping w(x) = 1 − (1 − xᵃ)ᵇ, which lets a stationary kernel follow a function that changes faster at one end.
/// Snoek, Swersky, Zemel, Adams: "Input Warping for Bayesian Optimization of Non-stationary Functions", ICML 2014; with the
/// distribution of Kumaraswamy as in HEBO (Cowen-Rivers et al., JAIR 74, 2022, section 4.1).
/// </summary>
internal static class Kumaraswamy
{
    // Keeps x off the ends, where the slope is infinite for a or b below 1.
    private const double Edge = 1e-4;

    /// <summary>w(x), in place.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Warp(Span<double> x, double a, double b)
    {
        for (var i = 0; i < x.Length; i += PortableVectors.Lanes)
        {
            var (_, _, _, _, rest) = Powers(PortableVectors.Load(x, i), a, b);
            PortableVectors.Store(Vector512<double>.One - rest, x, i);
        }
    }

    /// <summary>w(x) and its derivatives by log a and log b.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Warp(ReadOnlySpan<double> x, double a, double b, Span<double> w, Span<double> byLogA, Span<double> byLogB)
    {
        for (var i = 0; i < x.Length; i += PortableVectors.Lanes)
        {
            var (_, logX, t, logRest, rest) = Powers(PortableVectors.Load(x, i), a, b);
            PortableVectors.Store(Vector512<double>.One - rest, w, i);
            PortableVectors.Store(Slope(t, rest, a, b) * logX, byLogA, i);
            PortableVectors.Store(-rest * logRest * b, byLogB, i);
        }
    }

    /// <summary>w(x) and dw/dx.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static (double W, double ByX) Warp(double x, double a, double b)
    {
        var (inner, _, t, _, rest) = Powers(Vector512.CreateScalar(x), a, b);
        return ((Vector512<double>.One - rest).ToScalar(), (Slope(t, rest, a, b) / inner * (1 - 2 * Edge)).ToScalar());
    }

    // x off the ends, its logarithm, xᵃ, log(1 − xᵃ) and (1 − xᵃ)ᵇ.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector512<double> Inner, Vector512<double> LogX, Vector512<double> T, Vector512<double> LogRest, Vector512<double> Complement) Powers(Vector512<double> x, double a, double b)
    {
        var inner = Vector512.Create(Edge) + x * (1 - 2 * Edge);
        var logX = PortableVectors.Log(inner);
        var t = PortableVectors.Exp(logX * a);
        var logRest = PortableVectors.Log(Vector512<double>.One - t);
        return (inner, logX, t, logRest, PortableVectors.Exp(logRest * b));
    }

    // x dw/dx
    private static Vector512<double> Slope(Vector512<double> t, Vector512<double> rest, double a, double b) => rest * b / (Vector512<double>.One - t) * a * t;
}
