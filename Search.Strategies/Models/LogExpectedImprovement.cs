using HyperSearch.Core;

namespace HyperSearch.Strategies;

/// <summary>
/// log E[max(best − y, 0)] for normal y, which stays exact where the improvement itself underflows. Ament, Daulton, Eriksson,
/// Balandat, Bakshy: "Unexpected Improvements to Expected Improvement for Bayesian Optimization", NeurIPS 2023, section 4.1.
/// </summary>
internal static class LogExpectedImprovement
{
    // Below this, φ(z) + zΦ(z) = φ(z)/z² to rounding.
    private const double Far = -1e4;

    /// <summary>The value, and its derivatives by the mean and the deviation.</summary>
    public static (double Value, double ByMean, double ByDeviation) At(double mean, double deviation, double best)
    {
        // h(z) = φ(z) + zΦ(z); log EI = log σ + log h(z), h' = Φ.
        var z = (best - mean) / deviation;
        double logH, cdfOverH, pdfOverH;
        if (z > -1)
        {
            var (pdf, cdf) = (Normal.Pdf(z), Normal.Cdf(z));
            var h = pdf + z * cdf;
            (logH, cdfOverH, pdfOverH) = (PortableMath.Log(h), cdf / h, pdf / h);
        }
        else
        {
            // Φ(z) = φ(z) R(−z) with the ratio of Mills R, so that h = φ(z) (1 + zR).
            var mills = z > Far ? Normal.Mills(-z) : -1 / z;
            var rest = z > Far ? 1 + z * mills : 1 / (z * z);
            logH = -0.5 * z * z - 0.5 * PortableMath.Log(2 * Math.PI) + PortableMath.Log(rest);
            (cdfOverH, pdfOverH) = (mills / rest, 1 / rest);
        }
        return (PortableMath.Log(deviation) + logH, -cdfOverH / deviation, pdfOverH / deviation);
    }
}
