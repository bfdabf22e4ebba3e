namespace Search.Runner;

/// <summary>Cancels the trial that started last when the process uses more managed memory than it may.</summary>
internal sealed class MemoryWatch : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);

    private readonly long _ceiling;
    private readonly Lock _lock = new();
    private readonly List<Watched> _trials = [];
    private readonly Timer _timer;

    /// <param name="ceiling">In bytes.</param>
    public MemoryWatch(long ceiling)
    {
        _ceiling = ceiling;
        _timer = new Timer(_ => Look(), null, Interval, Interval);
    }

    /// <summary>Watches a trial until the answer is disposed.</summary>
    public Watched Watch(int number, CancellationTokenSource cancel)
    {
        var watched = new Watched(this, number, cancel);
        lock (_lock)
            _trials.Add(watched);
        return watched;
    }

    public void Dispose() => _timer.Dispose();

    private void Look()
    {
        // The second look, after a collection, counts what is really in use.
        if (GC.GetTotalMemory(false) <= _ceiling || GC.GetTotalMemory(true) is var used && used <= _ceiling)
            return;
        lock (_lock)
            _trials.LastOrDefault(trial => trial.Reason is null)?.Stop(used, _ceiling);
    }

    /// <summary>A trial that is watched.</summary>
    internal sealed class Watched(MemoryWatch watch, int number, CancellationTokenSource cancel) : IDisposable
    {
        /// <summary>Why the trial was cancelled; null where it was not.</summary>
        public string? Reason { get; private set; }

        public void Stop(long used, long ceiling)
        {
            Reason = $"Trial {number} was cancelled: the process uses {used:N0} bytes of managed memory, and its ceiling is {ceiling:N0}.";
            cancel.Cancel();
        }

        public void Dispose()
        {
            lock (watch._lock)
                watch._trials.Remove(this);
        }
    }
}
