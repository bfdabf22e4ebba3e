namespace HyperSearch;

/// <summary>A finalist that has run once more.</summary>
/// <param name="Trial">The finalist's number.</param>
/// <param name="Replicate">Which of its runs this is, from 0.</param>
/// <param name="Value">What it came to; null where it failed.</param>
public readonly record struct RaceRun(int Trial, int Replicate, double? Value);
