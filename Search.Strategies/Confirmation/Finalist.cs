namespace HyperSearch;

/// <summary>One of the trials that may be the best.</summary>
/// <param name="Trial">Its number.</param>
/// <param name="FirstValue">What it came to in the search. It was chosen among others for being good, so it is no evidence: see <see cref="RaceStanding.Optimism"/>.</param>
public readonly record struct Finalist(int Trial, double FirstValue);
