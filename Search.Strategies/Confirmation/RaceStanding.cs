namespace HyperSearch;

/// <summary>What is known of the finalists after some runs.</summary>
/// <param name="Goal">What is looked for.</param>
/// <param name="Entries">The finalists, in the order that they were given in.</param>
public sealed record RaceStanding(Goal Goal, IReadOnlyList<RaceEntry> Entries)
{
    /// <summary>The one whose true mean is expected to be the best; null before each of those that are left has run often enough.</summary>
    public RaceEntry? Winner { get; init; }

    /// <summary>Whether no noise has shown, in too few runs to say that there is none.</summary>
    internal bool NeedsMore { get; init; }

    /// <summary>By how much the winner's first score was better than its mean, in the metric's unit; below 0 where it was worse.</summary>
    public double? Optimism => Winner is { } winner ? Goal.Loss(winner.Mean) - Goal.Loss(winner.Finalist.FirstValue) : null;

    /// <summary>How many runs there were, those that failed too.</summary>
    public int Runs => Entries.Sum(entry => entry.Runs + entry.Failures);
}
