using System.Collections.Concurrent;
using HyperSearch.Core;
using HyperSearch.Runner;

namespace HyperSearch.Dashboard;

/// <summary>The studies of a store that are looked at. While somebody listens, the store is watched; else nothing is done.</summary>
/// <param name="store">The store; this does not dispose of it.</param>
/// <param name="report">Told why the store could not be read while nobody asked.</param>
internal sealed class LiveStudies(SqlStudyStore store, Action<string> report) : IAsyncDisposable
{
    // Whatever the store's signal says.
    private static readonly TimeSpan LookAnyway = TimeSpan.FromSeconds(5);

    // A study that nobody looks at any more is forgotten.
    private static readonly TimeSpan Kept = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<string, LiveStudy> _studies = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource _ending = new();
    private readonly Lock _lock = new();
    private int _listeners;
    private Task _watching = Task.CompletedTask;

    /// <summary>Beats when something that somebody listens to has changed.</summary>
    public Pulse Pulse { get; } = new();

    /// <summary>All studies, in a line each.</summary>
    public LiveList List { get; } = new(store);

    /// <summary>The study of a name, which there may not be.</summary>
    public LiveStudy Of(string name)
    {
        ForgetOthers(name);
        return _studies.GetOrAdd(name, _ => new(store, name));
    }

    /// <summary>Has the store watched until the answer is disposed.</summary>
    /// <param name="study">Which study is listened to; null for the list alone.</param>
    public IDisposable Listen(LiveStudy? study)
    {
        lock (_lock)
        {
            _listeners++;
            if (study is not null)
            {
                study.Listeners++;
                // One that was forgotten meanwhile is known again.
                _studies[study.Name] = study;
            }
            if (_watching.IsCompleted)
                _watching = Task.Run(WatchAsync);
        }
        return new Listening(this, study);
    }

    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        await _watching;
        _ending.Dispose();
    }

    private async Task WatchAsync()
    {
        using var signal = store.OpenSignal();
        var reported = "";
        var looked = TimeProvider.System.GetTimestamp();
        while (!_ending.IsCancellationRequested && !HasEnded())
        {
            try
            {
                await Task.Delay(Pace.Least, _ending.Token);
                if (signal.MayHaveChanged() || TimeProvider.System.GetElapsedTime(looked) >= LookAnyway)
                {
                    looked = TimeProvider.System.GetTimestamp();
                    foreach (var study in _studies.Values)
                        study.MayHaveChanged = true;
                    List.MayHaveChanged = true;
                }
                var isNew = await List.RefreshAsync(_ending.Token);
                foreach (var study in _studies.Values.Where(study => study.Listeners > 0))
                    isNew |= await study.RefreshAsync(_ending.Token);
                if (isNew)
                    Pulse.Beat();
                reported = "";
            }
            catch (OperationCanceledException) when (_ending.IsCancellationRequested)
            {
                return;
            }
#pragma warning disable CA1031 // Whatever it is, it is tried again: a store may be back soon.
            catch (Exception exception)
#pragma warning restore CA1031
            {
                // Once, however long it lasts.
                var message = Passwords.Mask(exception is StoreException ? exception.Message : ErrorText.Of(exception));
                if (message != reported)
                    report(message);
                reported = message;
                await Task.Delay(LookAnyway, _ending.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private bool HasEnded()
    {
        lock (_lock)
        {
            if (_listeners > 0)
                return false;
            // Whoever comes next begins anew.
            _watching = Task.CompletedTask;
            return true;
        }
    }

    private void ForgetOthers(string name)
    {
        lock (_lock)
        {
            foreach (var study in _studies.Values.Where(study => study.Name != name && study.IsOfNoUse(Kept)))
                _studies.TryRemove(study.Name, out _);
        }
    }

    private void Leave(LiveStudy? study)
    {
        lock (_lock)
        {
            _listeners--;
            if (study is not null)
                study.Listeners--;
        }
    }

    private sealed class Listening(LiveStudies studies, LiveStudy? study) : IDisposable
    {
        private bool _hasLeft;

        public void Dispose()
        {
            if (!Interlocked.Exchange(ref _hasLeft, true))
                studies.Leave(study);
        }
    }
}
