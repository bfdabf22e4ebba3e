namespace HyperSearch.Strategies;

/// <summary>
/// Up to where a volume of losses counts. Ishibuchi, Imada, Setoguchi, Nojima: "How to Specify a Reference Point in Hypervolume
/// Calculation", Evolutionary Computation 26(3), 2018.
/// </summary>
internal static class ReferencePoint
{
    // How far beyond the worst it is, as a share of the range.
    private const double Beyond = 0.1;

    // As shares of the spread of all results: what is a difference.
    private const double ClearlyBetter = 0.05, HardlyWorse = 0.01;

    /// <summary>The worst of all results by each goal, and a share of their range more.</summary>
    /// <param name="all">[result](goals): one at least.</param>
    public static double[] Far(double[][] all) => [.. all[0].Select((_, goal) =>
    {
        var (lowest, highest) = (all.Min(point => point[goal]), all.Max(point => point[goal]));
        return highest + Math.Max(Beyond * (highest - lowest), 1e-9);
    })];

    /// <summary>
    /// The worst of the front by each goal, and a share of its range more; of the spread of all results more as long as the front is a few
    /// points. What is in the front for next to nothing does not count for it.
    /// </summary>
    /// <param name="front">[member](goals): one at least.</param>
    /// <param name="all">[result](goals): the front among them.</param>
    public static double[] Near(double[][] front, double[][] all)
    {
        double[] spreads = [.. front[0].Select((_, goal) => all.Max(point => point[goal]) - all.Min(point => point[goal]))];
        double[][] clear = [.. front.Where(point => !Array.Exists(front, other => IsClearlyBetter(other, point, spreads)))];
        return [.. spreads.Select((spread, goal) =>
        {
            var (lowest, highest) = (clear.Min(point => point[goal]), clear.Max(point => point[goal]));
            return highest + Math.Max(Beyond * (highest - lowest), Math.Max(spread / clear.Length, 1e-6));
        })];
    }

    // Better by far by one goal, and hardly worse by any.
    private static bool IsClearlyBetter(double[] one, double[] other, double[] spreads)
    {
        var (isBetter, isWorse) = (false, false);
        for (var goal = 0; goal < one.Length; goal++)
        {
            isBetter |= one[goal] < other[goal] - ClearlyBetter * spreads[goal];
            isWorse |= one[goal] > other[goal] + HardlyWorse * spreads[goal];
        }
        return isBetter && !isWorse;
    }
}
