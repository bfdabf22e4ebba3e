namespace HyperSearch.Runner;

/// <summary>The time that a study has had, over all runs.</summary>
/// <remarks>It goes on while this process runs trials, whatever others do: what runs side by side counts once.</remarks>
/// <param name="limit">How much it may have.</param>
/// <param name="before">How much it had when the run began.</param>
/// <param name="clock">Counts what the run adds.</param>
internal sealed class TotalTime(TimeSpan limit, TimeSpan before, TimeProvider clock)
{
    private readonly long _begun = clock.GetTimestamp();

    public bool IsUsedUp => before + clock.GetElapsedTime(_begun) >= limit;
}
