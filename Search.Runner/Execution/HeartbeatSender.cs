using HyperSearch.Core;

namespace HyperSearch.Runner;

/// <summary>Sends the heartbeats of this process to a record. One that could not be sent is warned about, and the next is tried.</summary>
internal sealed class HeartbeatSender(IStudyRecord record, Action<string> warn)
{
    /// <summary>Sends them until it is told to stop.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        using var timer = new PeriodicTimer(record.Heartbeat, TimeProvider.System);
        var isWell = true;
        try
        {
            while (await timer.WaitForNextTickAsync(stop))
                isWell = await SendAsync(isWell);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
        }
    }

    // Trials go on without the store until they have something to record: it may be back by then.
    private async Task<bool> SendAsync(bool wasWell)
    {
        try
        {
            await record.HeartbeatAsync();
            return true;
        }
        catch (StoreException exception)
        {
            if (wasWell)
                warn($"For a while the record did not hear that this process lives, and another machine may have taken its trials over. {exception.Message}");
            return false;
        }
    }
}
