using HyperSearch.Core;

namespace HyperSearch.Runner;

/// <summary>Tells a trial's objective to end before its time: because the run is interrupted, or a limit was exceeded.</summary>
/// <remarks>
/// What an objective has registered for that runs on a thread of the pool, and what it throws is a warning: neither the signal nor
/// the timer that cancels waits for it or fails by it.
/// </remarks>
#pragma warning disable CA1001 // The source is not disposed: a thread that was left behind may still ask it.
internal sealed class TrialCancellation : IDisposable
#pragma warning restore CA1001
{
    private readonly CancellationTokenSource _source = new();
    private readonly CancellationTokenRegistration _interrupt;
    private readonly ITimer? _timeOut;
    private readonly int _number;
    private readonly Action<string> _warn;

    /// <param name="number">The trial's number.</param>
    /// <param name="timeOut">How long it may run from now on; null for no limit.</param>
    /// <param name="warn">Told of what the objective's own callbacks throw.</param>
    /// <param name="interrupt">Set when the run is interrupted.</param>
    public TrialCancellation(int number, TimeSpan? timeOut, Action<string> warn, CancellationToken interrupt)
    {
        (_number, _warn) = (number, warn);
        _interrupt = interrupt.Register(Cancel);
        if (timeOut is { } time)
            _timeOut = TimeProvider.System.CreateTimer(_ => Cancel(), null, time, Timeout.InfiniteTimeSpan);
    }

    /// <summary>What the objective is given.</summary>
    public CancellationToken Token => _source.Token;

    public void Cancel() => _ = CancelAsync();

    public void Dispose()
    {
        _interrupt.Dispose();
        _timeOut?.Dispose();
    }

    private async Task CancelAsync()
    {
        try
        {
            await _source.CancelAsync();
        }
        catch (AggregateException exception)
        {
            _warn($"What trial {_number} registered for its cancellation threw {ErrorText.InOneLine(exception.InnerException ?? exception)}");
        }
    }
}
