using System.Data.Common;
using HyperSearch.Core;

namespace HyperSearch.Runner;

/// <summary>What a record keeps from one transaction to the next. Used by the queue's thread alone, but for <see cref="RequireUnchanged"/>.</summary>
internal sealed class RecordSession(StudyDefinition study, StudyRow row, ISqlDatabase database, WriteQueue queue)
{
    private TrialTable? _trials;
    private HistoryLog _log = new(study);
    private StudySnapshot? _snapshot;
    private int _snapshotDeaths;
    private Answer<IReadOnlyList<Trial>>? _news;
    private bool _wasLookedAt;
    private int _rollbacksSeen;
    private int _transactionSeen;
    private int _lockedIn;

    /// <summary>What becomes of trials whose process died.</summary>
    public Recovery Recovery { get; } = new();

    /// <summary>The number of the last round that is on record.</summary>
    public int RoundsRecorded { get; set; }

    /// <summary>What is known of the trials, with what has been recorded since the last time, by this process or another.</summary>
    /// <param name="trials">The study's trials.</param>
    /// <param name="snapshot">How far the study is.</param>
    /// <remarks>Until the next result once in a transaction is enough: what is started is added at once.</remarks>
    public HistoryLog UpdateLog(TrialTable trials, StudySnapshot snapshot)
    {
        if (_transactionSeen != queue.Transactions)
        {
            foreach (var trial in (_news ?? trials.Reader.Since(_log, new(snapshot))).Value)
                _log.Add(trial);
        }
        (_transactionSeen, _news, _wasLookedAt) = (queue.Transactions, null, true);
        return _log;
    }

    /// <summary>Adds a new trial that this process wrote: neither it nor the number of trials need be read back, where somebody looked at what came before.</summary>
    public void Append(Trial trial)
    {
        if (_transactionSeen == queue.Transactions)
            _log.Add(trial);
        _news = null;
        if (_snapshot is { } snapshot)
            _snapshot = snapshot with { Count = trial.Number + 1, FirstWaiting = snapshot.FirstWaiting ?? (trial.State == TrialState.Waiting ? trial.Number : null) };
    }

    /// <summary>The study's trials, which nobody else writes to until the transaction ends.</summary>
    public TrialTable Table(DbConnection connection)
    {
        if (_rollbacksSeen != queue.Rollbacks)
        {
            (_log, _rollbacksSeen, RoundsRecorded) = (new(study), queue.Rollbacks, 0);
            Recovery.Reset();
        }
        if (_trials?.Connection != connection)
            _trials = new(connection, database.Dialect, study.Space, row);
        if (_lockedIn != queue.Transactions)
            _trials.Lock();
        // Another record of the same store may be of the same study.
        if (_lockedIn != queue.Transactions || queue.LastUser != this)
            Invalidate();
        (_lockedIn, queue.LastUser) = (queue.Transactions, this);
        return _trials;
    }

    /// <summary>There are new results, or trials that wait or do so no more: what is known is to be read anew.</summary>
    public void Invalidate() => (_transactionSeen, _snapshot, _news) = (0, null, null);

    /// <summary>How far the study is.</summary>
    /// <param name="trials">The study's trials.</param>
    /// <param name="deaths">A trial with which so many processes have died is not among those that wait.</param>
    /// <remarks>Whoever looked at the log before will look again: what is new in it is asked for together with this.</remarks>
    /// <exception cref="StudyChangedException">It is no longer what this process opened.</exception>
    public StudySnapshot Snapshot(TrialTable trials, int deaths = int.MaxValue)
    {
        if (_snapshot is { } known && _snapshotDeaths == deaths)
            return known;
        var asked = trials.Reader.Snapshot(deaths);
        _news = _wasLookedAt && _transactionSeen != queue.Transactions ? trials.Reader.Since(_log, asked) : null;
        _wasLookedAt = false;
        RequireUnchanged(trials.Connection, asked.Value.Version);
        (_snapshot, _snapshotDeaths) = (asked.Value, deaths);
        return asked.Value;
    }

    /// <summary>Gives a waiting trial to a worker.</summary>
    public Answer<Trial?> Claim(TrialTable trials, int number, long worker, string now)
    {
        Invalidate();
        return trials.Claim(number, worker, now);
    }

    /// <summary>Has a trial wait again that a worker holds.</summary>
    /// <returns>False where it does not hold it.</returns>
    public bool Release(DbConnection connection, Trial trial, long worker)
    {
        var trials = Table(connection);
        Invalidate();
        return trials.Release(trial, worker);
    }

    /// <summary>Where the study is no longer what this process opened, a point that it proposed would be of another space, or of no study.</summary>
    /// <exception cref="StudyChangedException">It is not.</exception>
    public void RequireUnchanged(DbConnection connection, string? version)
    {
        if (version == row.Version)
            return;
        if (StudyRow.Find(connection, row.Id) is not { } now || now.Created != row.Created)
            throw new StudyChangedException($"Study '{study.Name}' was deleted while this process had it open.");
        if (now.Name != row.Name)
            throw new StudyChangedException($"Study '{study.Name}' was renamed to '{now.Name}' while this process had it open. Go on with --name.");
        throw new StudyChangedException(study.Name, now.ToStudy().DifferencesTo(study));
    }
}
