namespace HyperSearch.Strategies;

/// <summary>Scores points by how much is to be gained from a trial there; larger is better.</summary>
/// <param name="points">(n): the points.</param>
/// <param name="scores">(n): where their scores are written.</param>
internal delegate void AcquisitionFunction(ReadOnlySpan<Point> points, Span<double> scores);
