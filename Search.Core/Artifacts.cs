namespace HyperSearch;

/// <summary>Which trials keep the artifacts that they saved (<see cref="ITrial.SaveArtifact"/>). The others' go when their trial has ended.</summary>
public sealed record Artifacts
{
    private Artifacts(int? most) => Most = most;

    /// <summary>All trials.</summary>
    public static Artifacts All { get; } = new(most: null);

    /// <summary>No trial: what is saved goes nowhere.</summary>
    public static Artifacts None { get; } = new(0);

    /// <summary>How many trials at most, the best complete ones; null for all.</summary>
    public int? Most { get; }

    /// <summary>The best complete trials; one that falls behind loses its own for good.</summary>
    /// <param name="count">How many; at least 1.</param>
    public static Artifacts OfBest(int count) => count >= 1
        ? new(count)
        : throw new ArgumentOutOfRangeException(nameof(count), count, "At least the best trial's artifacts are kept; Artifacts.None keeps those of no trial.");

    public override string ToString() => Most switch
    {
        null => "Artifacts.All",
        0 => "Artifacts.None",
        var most => $"Artifacts.OfBest({most})",
    };
}
