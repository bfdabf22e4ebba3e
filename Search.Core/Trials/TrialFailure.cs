namespace HyperSearch.Core;

/// <summary>A failed trial and why.</summary>
/// <param name="Number">The trial's number.</param>
/// <param name="Error">Why it failed: the message first, then the stack.</param>
public readonly record struct TrialFailure(int Number, string Error);
