namespace HyperSearch;

/// <summary>How the values of a numeric parameter are spread over its codes.</summary>
public enum Scale
{
    /// <summary>Equal differences have equal weight.</summary>
    Linear,

    /// <summary>Equal ratios have equal weight: a uniform code is <c>10^uniform(log10 low, log10 high)</c>.</summary>
    Log,
}
