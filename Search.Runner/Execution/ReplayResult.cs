namespace HyperSearch.Runner;

/// <summary>How a replay went.</summary>
/// <param name="Proposals">How many proposals were recomputed, the differing one included.</param>
/// <param name="Difference">The first difference, with both values; null where there is none.</param>
internal sealed record ReplayResult(int Proposals, string? Difference);
