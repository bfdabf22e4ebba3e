namespace HyperSearch.Strategies;

/// <summary>What a leaf has of one parameter.</summary>
/// <param name="Low">The lowest code, of a parameter that is parted into intervals.</param>
/// <param name="High">The highest.</param>
/// <param name="Values">A bit for each value, of one that is parted into sets.</param>
internal readonly record struct BoxSide(double Low, double High, ulong Values);
