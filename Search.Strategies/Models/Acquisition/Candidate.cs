namespace HyperSearch.Strategies;

/// <summary>A point that may be proposed.</summary>
/// <param name="Codes">A code for each parameter, inactive ones too.</param>
/// <param name="Point">The point that they make.</param>
/// <param name="Score">The value of the acquisition function there.</param>
internal readonly record struct Candidate(double[] Codes, Point Point, double Score);
