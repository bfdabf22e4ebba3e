using HyperSearch.Core;

namespace HyperSearch.Strategies;

/// <summary>How the codes of a new trial are made of those of its parents.</summary>
internal static class Variation
{
    // The distribution indices ηc and ηm: how near to its parents a number stays.
    private const double CrossoverIndex = 20, MutationIndex = 20;

    /// <summary>
    /// Each parameter with the chance of a half: a number by simulated binary crossover (Deb and Agrawal: "Simulated Binary Crossover for
    /// Continuous Search Space", Complex Systems 9, 1995, section 4), an option from the other parent.
    /// </summary>
    /// <param name="domain">The space.</param>
    /// <param name="codes">One parent, and the result.</param>
    /// <param name="other">The other parent.</param>
    /// <param name="random">Draws.</param>
    public static void Cross(SearchDomain domain, double[] codes, double[] other, ref RandomStream random)
    {
        for (var i = 0; i < codes.Length; i++)
        {
            if (random.NextDouble() < 0.5)
                continue;
            if (domain.IsCategorical(i))
            {
                codes[i] = other[i];
                continue;
            }
            // β is (2u)^(1/(η+1)) up to the middle, then (1/(2(1 − u)))^(1/(η+1)); either child with equal chance.
            var u = random.NextDouble();
            var beta = u < 0.5 ? Root(2 * u, CrossoverIndex) : 1 / Root(2 * (1 - u), CrossoverIndex);
            var sign = random.NextDouble() < 0.5 ? 1 : -1;
            codes[i] = Math.Clamp(0.5 * (codes[i] + other[i] + sign * beta * (codes[i] - other[i])), 0, 1);
        }
    }

    /// <summary>
    /// Each parameter with the chance 1/D: a number by a polynomial distribution (Deb and Goyal: "A Combined Genetic Adaptive Search
    /// (GeneAS) for Engineering Design", Computer Science and Informatics 26, 1996), a number of few values and an option drawn anew.
    /// </summary>
    public static void Mutate(SearchDomain domain, double[] codes, ref RandomStream random)
    {
        for (var i = 0; i < codes.Length; i++)
        {
            if (random.NextDouble() * codes.Length >= 1)
                continue;
            if (domain.LevelCodes(i) is not null)
            {
                codes[i] = domain.Draw(i, ref random);
                continue;
            }
            // δ is (2u)^(1/(η+1)) − 1 up to the middle, then 1 − (2(1 − u))^(1/(η+1)).
            var u = random.NextDouble();
            codes[i] = Math.Clamp(codes[i] + (u < 0.5 ? Root(2 * u, MutationIndex) - 1 : 1 - Root(2 * (1 - u), MutationIndex)), 0, 1);
        }
    }

    private static double Root(double x, double index) => x > 0 ? PortableMath.Exp(PortableMath.Log(x) / (index + 1)) : 0;
}
