namespace HyperSearch.Runner;

/// <summary>
/// Makes the order of starts and results independent of timing: with N workers trial k starts when just the results of the
/// trials up to k−N are recorded. Safe for use by several threads.
/// </summary>
/// <remarks>
/// The order is S₀ … S₍N−1₎, then result and next start by turns: R₀ S_N R₁ S₍N+1₎ … A worker that is ready before its turn waits.
/// </remarks>
/// <param name="workers">N.</param>
internal sealed class ReproducibleOrder(int workers)
{
    private readonly object _gate = new();
    private readonly SortedSet<int> _running = [];
    private int _notStarted = workers;
    private TimeSpan _waitTime;

    /// <summary>How long workers have waited for their turn, all together.</summary>
    public TimeSpan WaitTime
    {
        get
        {
            lock (_gate)
                return _waitTime;
        }
    }

    /// <summary>Runs one of the first N starts, alone. <paramref name="start"/> gives the trial's number, or null where there is none left.</summary>
    public void StartFirst(Func<int?> start)
    {
        lock (_gate)
        {
            try
            {
                if (start() is { } number)
                    _running.Add(number);
            }
            finally
            {
                _notStarted--;
                Monitor.PulseAll(_gate);
            }
        }
    }

    /// <summary>
    /// Runs the start of a worker that had nothing to start in its turn: of a trial that another process gave back, which the order
    /// cannot foresee.
    /// </summary>
    public void StartLate(Func<int?> start)
    {
        lock (_gate)
        {
            if (start() is { } number)
                _running.Add(number);
        }
    }

    /// <summary>Waits until all first starts are made and every lower trial that runs has its result.</summary>
    /// <returns>False where the run was interrupted before that.</returns>
    public bool WaitForTurn(int number, CancellationToken interrupt)
    {
        var begun = TimeProvider.System.GetTimestamp();
        using var wake = interrupt.Register(() =>
        {
            lock (_gate)
                Monitor.PulseAll(_gate);
        });
        lock (_gate)
        {
            while (!interrupt.IsCancellationRequested && (_notStarted > 0 || _running.Min != number))
                Monitor.Wait(_gate);
            _waitTime += TimeProvider.System.GetElapsedTime(begun);
            return !interrupt.IsCancellationRequested;
        }
    }

    /// <summary>Ends a turn: the trial's result is recorded, or given up, and <paramref name="next"/> has started; null where none has.</summary>
    public void EndTurn(int number, int? next)
    {
        lock (_gate)
        {
            _running.Remove(number);
            if (next is { } started)
                _running.Add(started);
            Monitor.PulseAll(_gate);
        }
    }
}
