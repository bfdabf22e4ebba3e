namespace HyperSearch;

/// <summary>What a strategy answers: where the next trial should be, and why.</summary>
/// <param name="Point">
/// One code per parameter. It need not be exact: the runner takes the nearest values and blanks the inactive parameters
/// (<see cref="SearchSpace.Complete(ReadOnlySpan{double})"/>).
/// </param>
public sealed record Proposal(Point Point)
{
    /// <summary>What explains the proposal in a report, such as "round 2" or "expected improvement 0.013"; or null.</summary>
    public string? Note { get; init; }

    /// <summary>The round that the proposal belongs to; null where the strategy does not work in rounds.</summary>
    public SearchRound? Round { get; init; }

    /// <summary>The number of the trial that is to be repeated, whose point it has; null where it is none.</summary>
    public int? ReplicateOf { get; init; }

    /// <summary>The trial that runs at this proposal: its point is complete, and the same to the last bit when it is made of recorded values.</summary>
    /// <param name="space">The study's space.</param>
    /// <param name="number">The trial's number.</param>
    /// <param name="observed">How many results the proposal saw.</param>
    public Trial ToTrial(SearchSpace space, int number, int observed) =>
        new(number, TrialState.Running, space.Complete(Point.Codes)) { Observed = observed, Note = Note, ReplicateOf = ReplicateOf };
}
