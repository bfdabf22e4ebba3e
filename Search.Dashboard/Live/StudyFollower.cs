using HyperSearch.Core;

namespace HyperSearch.Dashboard;

/// <summary>Knows all trials of a study, and reads only what is new: results by their finishing order, and what waits or runs. Not safe for use by several threads.</summary>
/// <param name="store">Where the study is.</param>
/// <param name="name">Its name.</param>
/// <param name="mostAtOnce">How many results are read at once: of a long study a part after the other, so that no transaction is open for long, and no part takes much memory.</param>
internal sealed class StudyFollower(IStudyStore store, string name, int mostAtOnce = 500)
{
    private const int MostTries = 3;

    private readonly List<FollowedTrial?> _trials = [];
    private IStudyRecord? _record;
    private int _results;
    private int _roundsOf;

    /// <summary>The study; null where there is none of the name, or before <see cref="RefreshAsync"/>.</summary>
    public IStudyRecord? Record => _record;

    /// <summary>The trials by number.</summary>
    public IReadOnlyList<FollowedTrial> Trials => _trials!;

    /// <summary>The rounds that were begun.</summary>
    public IReadOnlyList<SearchRound> Rounds { get; private set; } = [];

    /// <summary>Reads what is new. Where what is known does not fit any more, since the study was widened, renamed or deleted, all is read anew.</summary>
    /// <returns>What has happened; null where there is no such study.</returns>
    /// <exception cref="StoreException">The store cannot be read.</exception>
    public async Task<FollowedChange?> RefreshAsync(CancellationToken cancel)
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                var isAnew = _record is null;
                _record ??= await store.FindAsync(name, cancel);
                if (_record is null)
                    return null;
                if (await ReadAsync(_record, isAnew, cancel) is { } change)
                    return change;
            }
            catch (StudyChangedException) when (tries < MostTries)
            {
                // It is found under its name again, if it has it.
            }
            Forget();
            if (tries == MostTries)
                throw new StoreException($"Study '{name}' changes faster than it can be read.");
        }
    }

    // Null where what is known does not fit.
    private async Task<FollowedChange?> ReadAsync(IStudyRecord record, bool isAnew, CancellationToken cancel)
    {
        var happened = new FollowedChange { IsAny = isAnew };
        StudyChanges changes;
        do
        {
            changes = await record.ReadChangesAsync(_results, mostAtOnce, cancel);
            if (changes.Results < _results)
                return null;
            Take(changes, happened);
            _results = changes.Results;
            // What a part was read from is garbage by now: left alone, it would come to several times what is kept.
            if (!changes.IsLast)
                GC.Collect(1);
        }
        while (!changes.IsLast);
        if (_trials.Contains(null))
            return null;
        // A round begins with a trial.
        if (_roundsOf != _trials.Count)
            (Rounds, _roundsOf) = (await record.ReadRoundsAsync(cancel), _trials.Count);
        return happened;
    }

    private void Take(StudyChanges changes, FollowedChange happened)
    {
        var metrics = changes.Metrics.ToLookup(metric => metric.Trial);
        var attempts = changes.Attempts.ToLookup(attempt => attempt.Trial);
        foreach (var trial in changes.Trials)
            Take(new FollowedTrial(trial, [.. metrics[trial.Number]], [.. attempts[trial.Number]]), happened);
    }

    private void Take(FollowedTrial now, FollowedChange happened)
    {
        var number = now.Trial.Number;
        while (_trials.Count <= number)
            _trials.Add(null);
        var before = _trials[number];
        if (before is not null && now.IsAsBefore(before))
            return;
        _trials[number] = now;
        happened.IsAny = true;
        var named = now.Trial.IsFinished ? happened.Ended
            : now.Trial.State == TrialState.Running && now.Trial.Attempt != before?.Trial.Attempt ? happened.Started
            : before is not null && now.HasReportedSince(before) ? happened.Reported
            : null;
        if (named?.Count < FollowedChange.MostNamed)
            named.Add(number);
    }

    private void Forget()
    {
        (_record, _results, Rounds, _roundsOf) = (null, 0, [], 0);
        _trials.Clear();
    }
}
