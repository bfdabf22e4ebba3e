namespace HyperSearch;

/// <summary>
/// Stops a trial whose best value so far is worse than the median of the running averages of the others at the same step.
/// Golovin et al.: "Google Vizier", KDD 2017, section 3.2.2.
/// </summary>
public sealed class MedianPruner() : PercentilePruner(50);
