namespace HyperSearch.Core;

/// <summary>One start of a trial.</summary>
/// <param name="Trial">The trial's number.</param>
/// <param name="Number">Which one, counted from 1.</param>
/// <param name="End">How it ended; null while it runs.</param>
public sealed record TrialAttempt(int Trial, int Number, AttemptEnd? End)
{
    /// <summary>The process that ran it, in words; null where it is not known.</summary>
    public string? Worker { get; init; }

    /// <summary>What that process computed with, such as "AVX2"; null where it is not known.</summary>
    public string? Instructions { get; init; }

    public DateTimeOffset? Started { get; init; }

    /// <summary>When it ended; of a process that died, when it was found dead.</summary>
    public DateTimeOffset? Ended { get; init; }

    /// <summary>Whether it led to a result.</summary>
    public bool HasResult => End is AttemptEnd.Complete or AttemptEnd.Pruned or AttemptEnd.Failed;
}

/// <summary>How an attempt ended.</summary>
public enum AttemptEnd
{
    /// <summary>With the trial's value.</summary>
    Complete,

    /// <summary>The pruner stopped it.</summary>
    Pruned,

    /// <summary>With an error.</summary>
    Failed,

    /// <summary>Its process was gone, or was not heard of for longer than its lease.</summary>
    Died,

    /// <summary>The run was interrupted, and gave the trial back.</summary>
    Interrupted,

    /// <summary>A person failed the trial.</summary>
    ByHand,
}
