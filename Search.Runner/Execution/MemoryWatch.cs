namespace HyperSearch.Runner;

/// <summary>
/// Cancels the trial that started last when the process uses more managed memory than it may, and the next only when that one
/// has ended and its memory was not enough.
/// </summary>
internal sealed class MemoryWatch : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);

    private readonly long _ceiling;
    private readonly Func<bool, long> _used;
    private readonly Lock _lock = new();
    private readonly List<WatchedTrial> _trials = [];
    private readonly ITimer _timer;
    private int _ended;
    private bool _isChecking;

    /// <param name="ceiling">In bytes.</param>
    /// <param name="used">The bytes in use, after a collection if that is asked for; by default those of this process.</param>
    /// <param name="clock">Says when to look.</param>
    public MemoryWatch(long ceiling, Func<bool, long>? used = null, TimeProvider? clock = null)
    {
        (_ceiling, _used) = (ceiling, used ?? GC.GetTotalMemory);
        _timer = (clock ?? TimeProvider.System).CreateTimer(_ => Check(), null, Interval, Interval);
    }

    /// <summary>Watches a trial until the answer is disposed, which is when its thread has ended.</summary>
    public WatchedTrial Watch(int number, TrialCancellation cancel)
    {
        var watched = new WatchedTrial(this, number, cancel);
        lock (_lock)
            _trials.Add(watched);
        return watched;
    }

    public void Dispose() => _timer.Dispose();

    private void Check()
    {
        // A collection can take longer than the interval.
        if (Interlocked.Exchange(ref _isChecking, true))
            return;
        try
        {
            var ended = Volatile.Read(ref _ended);
            // The second look, after a collection, counts what is really in use.
            if (IsWaiting() || _used(false) <= _ceiling || _used(true) is var used && used <= _ceiling)
                return;
            lock (_lock)
            {
                // What one that has ended meanwhile gave back is not in the figure yet.
                if (_ended == ended && !IsWaiting())
                    _trials.LastOrDefault()?.Cancel(used, _ceiling);
            }
        }
        finally
        {
            Volatile.Write(ref _isChecking, false);
        }
    }

    // Whether some trial was cancelled, for whatever reason, and still has its memory.
    private bool IsWaiting()
    {
        lock (_lock)
            return _trials.Exists(trial => trial.IsCancelled);
    }

    /// <summary>A trial that is watched.</summary>
    internal sealed class WatchedTrial(MemoryWatch watch, int number, TrialCancellation cancel) : IDisposable
    {
        /// <summary>Why the trial was cancelled; null where it was not.</summary>
        public string? Reason { get; private set; }

        public bool IsCancelled => cancel.Token.IsCancellationRequested;

        public void Cancel(long used, long ceiling)
        {
            Reason = $"Trial {number} was cancelled: the process uses {used:N0} bytes of managed memory, and its ceiling is {ceiling:N0}.";
            cancel.Cancel();
        }

        public void Dispose()
        {
            lock (watch._lock)
            {
                if (watch._trials.Remove(this))
                    watch._ended++;
            }
        }
    }
}
