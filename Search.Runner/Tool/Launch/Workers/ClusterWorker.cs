namespace HyperSearch.Tool;

/// <summary>A worker as its cluster knows it.</summary>
/// <param name="Name">What it is called there.</param>
/// <param name="State">How it stands, in the cluster's word.</param>
internal sealed record ClusterWorker(string Name, string State)
{
    /// <summary>What the record calls it.</summary>
    public string RecordName { get; init; } = Name;

    /// <summary>The host it runs on, or ran on at last; null where it has not run.</summary>
    public string? Host { get; init; }

    /// <summary>How long it has run, in the cluster's word; null where it has not.</summary>
    public string? Time { get; init; }

    /// <summary>How often it was started again; null where that is not known.</summary>
    public int? Restarts { get; init; }

    /// <summary>Why it waits or has ended; null where there is nothing to say.</summary>
    public string? Why { get; init; }

    /// <summary>The last lines that it has printed, where it did not end well.</summary>
    public IReadOnlyList<string> LastLines { get; init; } = [];
}
