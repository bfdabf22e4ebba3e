namespace HyperSearch;

/// <summary>A run of a trial's settings after the search, apart from all trials: no strategy, budget or ranking knows of it.</summary>
/// <param name="Trial">The number of the trial whose settings ran.</param>
/// <param name="Replicate">Which run of its kind this is, from 0.</param>
/// <param name="IsTest">Whether it was scored on the test part: see <see cref="ITrial.IsTest"/>. Else it is part of a race of finalists: see <c>ConfirmationRace</c>.</param>
public sealed record Confirmation(int Trial, int Replicate, bool IsTest)
{
    /// <summary>Its <see cref="ITrial.Seed"/>.</summary>
    public required ulong Seed { get; init; }

    /// <summary>Its <see cref="ITrial.Split"/>.</summary>
    public required ulong Split { get; init; }

    /// <summary>What it came to, finite; null where it failed.</summary>
    public double? Value { get; init; }

    /// <summary>Why it failed; null where it did not.</summary>
    public string? Error { get; init; }

    public DateTimeOffset? Started { get; init; }

    public DateTimeOffset? Finished { get; init; }

    /// <summary>The machine and the process that ran it.</summary>
    public string? Worker { get; init; }
}
