namespace HyperSearch;

/// <summary>A change on the way from the default to the best trial.</summary>
/// <param name="Parameter">What changes; null for the default itself.</param>
/// <param name="From">Its value before; null where it was not active.</param>
/// <param name="To">Its value after; null where it is not active.</param>
/// <param name="Value">The score that the model expects after the change, and after those that it brings with it, which follow it.</param>
public sealed record AblationStep(string? Parameter, ParameterValue? From, ParameterValue? To, double Value);
