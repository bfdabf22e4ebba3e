using HyperSearch.Runner;

namespace Search.Tests;

/// <summary>Above the ceiling one trial after the other ends, the newest first, and each gets the time to give its memory back.</summary>
public sealed class MemoryWatchTests : IDisposable
{
    private const long Ceiling = 1000;

    private readonly ManualClock _clock = new();
    private readonly List<string> _warnings = [];
    private readonly MemoryWatch _watch;
    private readonly (TrialCancellation Cancel, MemoryWatch.WatchedTrial Watched)[] _trials;
    private long _used, _collectable;
    private Action? _duringCollection;

    public MemoryWatchTests()
    {
        _watch = new(Ceiling, Used, _clock);
        _trials = [.. Enumerable.Range(0, 3).Select(number => new TrialCancellation(number, null, _warnings.Add, CancellationToken.None) is var cancel ? (cancel, _watch.Watch(number, cancel)) : default)];
    }

    public void Dispose()
    {
        _watch.Dispose();
        foreach (var (cancel, _) in _trials)
            cancel.Dispose();
    }

    [Fact]
    public void The_trial_that_started_last_is_cancelled_with_the_figures()
    {
        _used = 1500;

        _clock.Ring();

        Assert.Equal([false, false, true], Cancelled);
        Assert.Equal("Trial 2 was cancelled: the process uses 1,500 bytes of managed memory, and its ceiling is 1,000.", _trials[2].Watched.Reason);
    }

    [Fact]
    public void What_a_collection_frees_does_not_count()
    {
        (_used, _collectable) = (1500, 500);

        _clock.Ring();

        Assert.Equal([false, false, false], Cancelled);
    }

    [Fact]
    public void While_the_cancelled_trial_unwinds_no_other_is_cancelled()
    {
        _used = 1500;

        for (var i = 0; i < 10; i++)
            _clock.Ring();

        Assert.Equal([false, false, true], Cancelled);
    }

    [Fact]
    public void After_it_has_ended_the_next_is_cancelled_if_its_memory_was_not_enough()
    {
        _used = 1500;
        _clock.Ring();
        _trials[2].Watched.Dispose();

        _clock.Ring();

        Assert.Equal([false, true, true], Cancelled);
    }

    [Fact]
    public void After_it_has_ended_no_other_is_cancelled_if_its_memory_was_enough()
    {
        _used = 1500;
        _clock.Ring();
        _used = 900;
        _trials[2].Watched.Dispose();

        _clock.Ring();

        Assert.Equal([false, false, true], Cancelled);
    }

    [Fact]
    public void A_trial_that_was_cancelled_for_its_time_is_waited_for_too()
    {
        _trials[1].Cancel.Cancel();
        _used = 1500;

        _clock.Ring();

        Assert.Equal([false, true, false], Cancelled);
        Assert.Null(_trials[1].Watched.Reason);
    }

    [Fact]
    public void A_figure_from_before_a_trial_ended_cancels_no_other()
    {
        _used = 1500;
        _duringCollection = _trials[2].Watched.Dispose;

        _clock.Ring();

        Assert.Equal([false, false, false], Cancelled);
    }

    [Fact]
    public void A_look_that_comes_while_another_collects_does_nothing()
    {
        _used = 1500;
        _duringCollection = () =>
        {
            _duringCollection = null;
            _clock.Ring();
            Assert.Equal([false, false, false], Cancelled);
        };

        _clock.Ring();

        Assert.Equal([false, false, true], Cancelled);
    }

    private IEnumerable<bool> Cancelled => _trials.Select(trial => trial.Cancel.Token.IsCancellationRequested);

    private long Used(bool collect)
    {
        if (!collect)
            return _used;
        var used = _used - _collectable;
        _duringCollection?.Invoke();
        return used;
    }
}
