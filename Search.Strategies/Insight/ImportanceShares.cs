namespace HyperSearch.Strategies;

/// <summary>
/// The shares of parameters, from what each contributes, with intervals from what it contributes in equally likely cases: drawn
/// functions, or trees.
/// </summary>
internal static class ImportanceShares
{
    /// <summary>The shares of the expected contributions, the largest first; where nobody contributes, all that could have the same.</summary>
    /// <param name="parameters">The parameters.</param>
    /// <param name="expected">(parameters): what each contributes; a negative number is what chance left of nothing.</param>
    /// <param name="cases">[case](parameters): what each contributes in equally likely cases.</param>
    /// <param name="canMatter">(parameters): whether a parameter could contribute.</param>
    public static ParameterImportance[] Of(IReadOnlyList<Parameter> parameters, double[] expected, double[][] cases, bool[] canMatter)
    {
        var shares = Normalized(expected, canMatter);
        var byCase = new double[cases.Length][];
        for (var d = 0; d < cases.Length; d++)
            byCase[d] = Normalized(cases[d], canMatter);
        var importance = new ParameterImportance[shares.Length];
        for (var i = 0; i < shares.Length; i++)
        {
            var spread = new double[byCase.Length];
            for (var d = 0; d < spread.Length; d++)
                spread[d] = byCase[d][i];
            var (low, high) = Interval.Around(spread, shares[i]);
            importance[i] = new(parameters[i].Name, shares[i], low, high);
        }
        // Stable: of equal ones the first stands first.
        return [.. importance.OrderByDescending(one => one.Importance)];
    }

    private static double[] Normalized(double[] contributions, bool[] canMatter)
    {
        var shares = new double[contributions.Length];
        var (sum, able) = (0.0, 0);
        for (var i = 0; i < shares.Length; i++)
        {
            sum += shares[i] = canMatter[i] ? Math.Max(0, contributions[i]) : 0;
            able += canMatter[i] ? 1 : 0;
        }
        for (var i = 0; i < shares.Length; i++)
            shares[i] = sum > 0 ? shares[i] / sum : canMatter[i] ? 1.0 / able : 0;
        return shares;
    }
}
