namespace HyperSearch.Strategies;

/// <summary>
/// The kernels κ(x | μₖ, b) of one parameter, one for each component of a <see cref="ParzenEstimator"/>: the trials', centred on
/// their codes, and last the prior's. Uniform are the prior's and those of trials that do not have the parameter.
/// </summary>
internal abstract class ParameterKernels
{
    /// <summary>Adds log κ(x | μₖ, b) to the score of each component.</summary>
    /// <param name="scores">(K): the scores.</param>
    /// <param name="code">x.</param>
    public abstract void AddLogDensities(Span<double> scores, double code);

    /// <summary>A code from the kernel of one component.</summary>
    public abstract double Sample(int component, ref RandomStream random);

    /// <summary>(K): the level that each kernel of a discrete parameter is centred on; the number of levels where it is uniform.</summary>
    protected static int[] CentersOf(SearchDomain domain, int parameter, double[] codes)
    {
        var centers = new int[codes.Length + 1];
        Array.Fill(centers, domain.LevelCodes(parameter)!.Length);
        for (var k = 0; k < codes.Length; k++)
        {
            if (!double.IsNaN(codes[k]))
                centers[k] = domain.LevelOf(parameter, codes[k]);
        }
        return centers;
    }
}
