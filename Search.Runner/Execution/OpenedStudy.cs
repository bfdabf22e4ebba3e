using HyperSearch.Core;

namespace HyperSearch.Runner;

/// <summary>A study that is open for running.</summary>
/// <param name="Record">Its record.</param>
/// <param name="Space">The space of its code, which knows when a parameter is active.</param>
/// <param name="Strategy">What proposes.</param>
/// <param name="IsNew">Whether it was not on record before.</param>
internal sealed record OpenedStudy(IStudyRecord Record, SearchSpace Space, IStrategy Strategy, bool IsNew)
{
    /// <summary>What stops trials early; null for nothing.</summary>
    public IPruner? Pruner { get; init; }

    /// <summary>In what its space has become wider by opening it, a line each.</summary>
    public IReadOnlyList<string> Widened { get; init; } = [];

    /// <summary>Which of its options that may change have another value than last, a line each.</summary>
    public IReadOnlyList<string> Changed { get; init; } = [];
}
