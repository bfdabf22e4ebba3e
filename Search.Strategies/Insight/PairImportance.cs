namespace HyperSearch;

/// <summary>What two parameters do together.</summary>
/// <param name="First">One of them.</param>
/// <param name="Second">The other.</param>
/// <param name="Importance">Their share of the variance beyond what each has alone.</param>
public sealed record PairImportance(string First, string Second, double Importance);
