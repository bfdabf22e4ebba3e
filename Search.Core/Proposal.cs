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
}
