namespace HyperSearch;

/// <summary>A round of a strategy that works in rounds, as it is recorded and reported.</summary>
/// <param name="Number">Its number, from 1.</param>
/// <param name="Ranges">Where the round looks: every parameter with the bounds or options that it has in this round.</param>
/// <param name="Reason">Why the ranges are what they are, in words.</param>
public sealed record SearchRound(int Number, IReadOnlyList<ParameterDefinition> Ranges, string Reason)
{
    /// <summary>The number of the first trial that was proposed in it; set by the record.</summary>
    public int FirstTrial { get; init; }
}
