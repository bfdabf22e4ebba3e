using HyperSearch.Core;
using HyperSearch.Runner;

namespace HyperSearch.Dashboard;

/// <summary>All studies of a store, in a line each.</summary>
#pragma warning disable CA1001 // A semaphore that nobody waits for by its handle has nothing to dispose of.
internal sealed class LiveList(SqlStudyStore store)
#pragma warning restore CA1001
{
    // Less than a study's own: to count all trials of all studies takes longer, and matters less.
    private const double Share = 0.01;

    private readonly SemaphoreSlim _turn = new(1);
    private readonly Pace _pace = new(Share);
    private (IReadOnlyList<StudySummary> Studies, long Revision)? _list;

    /// <summary>Whether something may have been written to the store since it was read.</summary>
    public bool MayHaveChanged { get; set; } = true;

    /// <summary>Rises when the list is another, from one process to the next too.</summary>
    public long Revision { get; private set; } = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>Reads the list, where it is time to.</summary>
    /// <returns>Whether it is another.</returns>
    public async Task<bool> RefreshAsync(CancellationToken cancel)
    {
        await _turn.WaitAsync(cancel);
        try
        {
            if (_list is not null && (!MayHaveChanged || !_pace.IsDue))
                return false;
            MayHaveChanged = false;
            var begun = Pace.Moment.Now;
            var studies = await store.ListAsync(cancel);
            _pace.Begin();
            _pace.Add("read", begun);
            if (_list is { } known && studies.SequenceEqual(known.Studies))
                return false;
            _list = (studies, ++Revision);
            return true;
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>The list as it is.</summary>
    public async Task<(IReadOnlyList<StudySummary> Studies, long Revision)> ReadAsync(CancellationToken cancel)
    {
        MayHaveChanged = true;
        await RefreshAsync(cancel);
        await _turn.WaitAsync(cancel);
        try
        {
            return _list!.Value;
        }
        finally
        {
            _turn.Release();
        }
    }
}
