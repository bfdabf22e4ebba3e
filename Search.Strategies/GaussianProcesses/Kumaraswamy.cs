namespace Search.Strategies;

/// <summary>
/// The input warping w(x) = 1 − (1 − xᵃ)ᵇ, which lets a stationary kernel follow a function that changes faster at one end.
/// Snoek, Swersky, Zemel, Adams: "Input Warping for Bayesian Optimization of Non-stationary Functions", ICML 2014; with the
/// distribution of Kumaraswamy as in HEBO (Cowen-Rivers et al., JAIR 74, 2022, section 4.1).
/// </summary>
internal static class Kumaraswamy
{
    // Keeps x off the ends, where the slope is infinite for a or b below 1.
    private const double Edge = 1e-4;

    /// <summary>w(x) and its derivatives by x, log a and log b.</summary>
    public static (double W, double ByX, double ByLogA, double ByLogB) Warp(double x, double a, double b)
    {
        var inner = Edge + (1 - 2 * Edge) * x;
        var logX = Math.Log(inner);
        var t = Math.Exp(a * logX);
        var logRest = Math.Log(1 - t);
        var rest = Math.Exp(b * logRest);
        var slope = b * rest / (1 - t) * a * t;
        return (1 - rest, slope / inner * (1 - 2 * Edge), slope * logX, -rest * logRest * b);
    }
}
