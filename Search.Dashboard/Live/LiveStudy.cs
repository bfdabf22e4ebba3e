using HyperSearch.Core;
using HyperSearch.Runner;

namespace HyperSearch.Dashboard;

/// <summary>A study that is looked at, as it is on record, with what is made of it once for all who look.</summary>
#pragma warning disable CA1001 // A semaphore that nobody waits for by its handle has nothing to dispose of.
internal sealed class LiveStudy(SqlStudyStore store, string name)
#pragma warning restore CA1001
{
    /// <summary>The share of the time that a study may be read and shown in.</summary>
    public const double Share = 0.02;

    // How long a study has run is asked less often: that takes all attempts.
    private const double ShareOfRunningTime = 0.005;

    private const int MostChanges = 60;

    private readonly SemaphoreSlim _turn = new(1);
    private readonly StudyFollower _follower = new(store, name);
    private readonly LiveInsight _insight = new();
    private readonly Pace _pace = new(Share);
    private readonly Pace _runningPace = new(ShareOfRunningTime);
    private readonly Queue<(long Revision, FollowedChange Change)> _changes = [];
    private readonly Lock _changesLock = new();
    // Rises from one process to the next too.
    private long _revision = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();
    private PageStudy? _page;
    private PageContent? _content;
    private (TimeSpan Time, DateTimeOffset At)? _running;
    private long _askedAt = TimeProvider.System.GetTimestamp();
    private bool _wasRead;
    private bool _isBehind;

    public string Name => name;

    /// <summary>Whether something may have been written to the store since it was read.</summary>
    public bool MayHaveChanged { get; set; } = true;

    /// <summary>How many listen.</summary>
    public int Listeners { get; set; }

    /// <summary>Whether nobody listens, and there is none of its name, or nobody has asked for it for so long.</summary>
    public bool IsOfNoUse(TimeSpan time) => Listeners == 0 && (_wasRead && _follower.Record is null || TimeProvider.System.GetElapsedTime(_askedAt) > time);

    /// <summary>How far it is, for those who listen.</summary>
    public (long Revision, int Trials) State { get; private set; }

    /// <summary>Reads what is new, where it is time to.</summary>
    /// <returns>Whether something is.</returns>
    public async Task<bool> RefreshAsync(CancellationToken cancel)
    {
        await _turn.WaitAsync(cancel);
        try
        {
            return await RefreshWithinTurnAsync(cancel);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Looks at the study as it is; where nobody listens, it is read first.</summary>
    /// <exception cref="RefusedException">There is no such study.</exception>
    public async Task<T> LookAsync<T>(Func<PageStudy, IStudyRecord, Task<T>> look, CancellationToken cancel)
    {
        _askedAt = TimeProvider.System.GetTimestamp();
        await _turn.WaitAsync(cancel);
        try
        {
            MayHaveChanged |= Listeners == 0;
            await RefreshWithinTurnAsync(cancel);
            if (_follower.Record is not { } record)
                throw RefusedException.NoStudy(name);
            return await look(await PageAsync(record, cancel), record);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>The study's data, made once for a revision.</summary>
    /// <exception cref="RefusedException">There is no such study.</exception>
    public Task<PageContent> ReadContentAsync(CancellationToken cancel) => LookAsync((page, _) =>
    {
        if (_content is { } made && made.Tag == TagOf(page))
            return Task.FromResult(made);
        var begun = Pace.Moment.Now;
        _content = PageContent.OfJson(TagOf(page), json => PageJson.WriteStudy(json, page, PageLimits.Server));
        _pace.Add("write", begun);
        return Task.FromResult(_content);
    }, cancel);

    /// <summary>What its parameters mean for the score.</summary>
    /// <exception cref="RefusedException">There is no such study.</exception>
    public async Task<PageContent> ReadInsightAsync(ImportanceMethod method, CancellationToken cancel)
    {
        var page = await LookAsync((page, _) => Task.FromResult(page), cancel);
        return await _insight.Of(page, method).WaitAsync(cancel);
    }

    /// <summary>What has happened since a revision, in all.</summary>
    public FollowedChange ChangesSince(long revision)
    {
        var all = new FollowedChange();
        lock (_changesLock)
        {
            foreach (var (_, change) in _changes.Where(one => one.Revision > revision))
                all.Add(change);
        }
        return all;
    }

    private async Task<bool> RefreshWithinTurnAsync(CancellationToken cancel)
    {
        if (_wasRead && (!MayHaveChanged || !_pace.IsDue))
            return false;
        MayHaveChanged = false;
        var begun = Pace.Moment.Now;
        _pace.Begin();
        var had = _follower.Record is not null;
        FollowedChange? change;
        try
        {
            change = await _follower.RefreshAsync(cancel);
        }
        catch
        {
            // A part of what is new may be known by now.
            MayHaveChanged = _isBehind = true;
            throw;
        }
        _pace.Add("read", begun);
        _wasRead = true;
        if (change is null ? !had : !change.IsAny && !_isBehind)
            return false;
        (_page, _content, _isBehind) = (null, null, false);
        if (change is null)
            _running = null;
        _revision++;
        lock (_changesLock)
        {
            _changes.Enqueue((_revision, change ?? new()));
            if (_changes.Count > MostChanges)
                _changes.Dequeue();
        }
        State = (_revision, _follower.Trials.Count);
        return true;
    }

    private async Task<PageStudy> PageAsync(IStudyRecord record, CancellationToken cancel)
    {
        if (_page is not null)
            return _page;
        var begun = Pace.Moment.Now;
        Trial[] trials = [.. _follower.Trials.Select(one => one.Trial)];
        _page = new()
        {
            Study = record.Study,
            Created = record.Created,
            Trials = trials,
            Extras = new([.. _follower.Trials.SelectMany(one => one.Metrics)], [], []),
            Attempts = [.. _follower.Trials.SelectMany(one => one.Attempts)],
            Rounds = _follower.Rounds.Count == 0 ? [] : RoundsReport.Of(record.Study.Goal, _follower.Rounds, await record.ReadSpacesAsync(cancel), trials),
            Earlier = record.Study.Earlier.Count == 0 ? null : EarlierReport.Of(record.Study, trials),
            RunningTime = await RunningTimeAsync(record, trials, cancel),
            Revision = _revision,
        };
        _pace.Add("gather", begun);
        return _page;
    }

    private async Task<TimeSpan> RunningTimeAsync(IStudyRecord record, Trial[] trials, CancellationToken cancel)
    {
        var now = TimeProvider.System.GetUtcNow();
        if (_running is not { } known || _runningPace.IsDue)
        {
            var begun = Pace.Moment.Now;
            known = (await record.ReadRunningTimeAsync(cancel), now);
            _runningPace.Begin();
            _runningPace.Add("read", begun);
            _running = known;
        }
        return trials.Any(trial => trial.State == TrialState.Running) ? known.Time + (now - known.At) : known.Time;
    }

    private static string TagOf(PageStudy page) => $"{page.Revision}";
}
