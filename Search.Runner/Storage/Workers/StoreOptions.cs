namespace HyperSearch.Runner;

/// <summary>What a store that several processes share needs to know of this one.</summary>
public sealed record StoreOptions
{
    /// <summary>How long after its last heartbeat this process counts as dead on other machines. On its own machine, until that is started anew, its death is seen at once.</summary>
    public TimeSpan Lease { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>How often this process says that it is alive: by default four times in a lease, so that one that comes late costs nothing.</summary>
    public TimeSpan Heartbeat { get => field == default ? Lease / 4 : field; init; }

    /// <summary>Whether this process reads where it asks, rather than on other threads.</summary>
    internal bool ReadsInline { get; init; }

    /// <summary>Who this process is to the others.</summary>
    public WorkerIdentity Worker { get; init; } = WorkerIdentity.OfThisProcess;

    /// <summary>What the trials of this process compute with, on which the last digits of their scores may depend.</summary>
    public string Instructions { get; init; } = InstructionSet.OfThisProcess;
}
