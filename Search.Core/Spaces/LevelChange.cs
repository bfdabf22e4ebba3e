namespace HyperSearch.Core;

/// <summary>One parameter that differs from its first value, and those before it.</summary>
internal sealed record LevelChange(LevelChange? Before, int Parameter, int Level);

/// <summary>A combination of values that tracing is to try.</summary>
/// <param name="Changes">What differs from the first values.</param>
/// <param name="Next">The place in the order of reading from which on it may be changed further.</param>
internal sealed record LevelCombination(LevelChange? Changes, int Next);
