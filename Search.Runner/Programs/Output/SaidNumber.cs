namespace HyperSearch.Runner;

/// <summary>A number with its name, as a program has said it.</summary>
/// <param name="Name">What stands before it.</param>
/// <param name="Value">The number; it may be NaN or infinite.</param>
internal readonly record struct SaidNumber(string Name, double Value);
