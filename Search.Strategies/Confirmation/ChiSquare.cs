using HyperSearch.Core;

namespace HyperSearch.Strategies;

/// <summary>The χ² distribution.</summary>
internal static class ChiSquare
{
    /// <summary>
    /// A draw from it: twice one from the gamma distribution with half the degrees of freedom (Marsaglia and Tsang: "A Simple Method for
    /// Generating Gamma Variables", ACM TOMS 26, 2000, section 4).
    /// </summary>
    /// <param name="degrees">The degrees of freedom, at least 1.</param>
    /// <param name="random">Draws.</param>
    public static double Draw(int degrees, ref RandomStream random)
    {
        if (degrees == 1)
        {
            var normal = random.NextNormal();
            return normal * normal;
        }
        var d = degrees / 2.0 - 1.0 / 3;
        var c = 1 / Math.Sqrt(9 * d);
        while (true)
        {
            var x = random.NextNormal();
            var root = 1 + c * x;
            if (root <= 0)
                continue;
            var v = root * root * root;
            if (PortableMath.Log(1 - random.NextDouble()) < 0.5 * x * x + d - d * v + d * PortableMath.Log(v))
                return 2 * d * v;
        }
    }
}
