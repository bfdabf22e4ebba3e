using System.Data.Common;
using HyperSearch.Core;

namespace HyperSearch.Runner;

/// <summary>What a record keeps from one transaction to the next. Used by the queue's thread alone, but for <see cref="RequireUnchanged"/>.</summary>
internal sealed class RecordSession(StudyDefinition study, StudyRow row, ISqlDatabase database, WriteQueue queue)
{
    private TrialTable? _trials;
    private HistoryLog _log = new(study);
    private int _rollbacksSeen;
    private int _transactionSeen;
    private int _lockedIn;

    /// <summary>What becomes of trials whose process died.</summary>
    public Recovery Recovery { get; } = new();

    /// <summary>The number of the last round that is on record.</summary>
    public int RoundsRecorded { get; set; }

    /// <summary>What is known of the trials, with what has been recorded since the last time, by this process or another.</summary>
    /// <remarks>Until the next result once in a transaction is enough: what is started is added at once.</remarks>
    public HistoryLog UpdateLog(TrialTable trials, StudySnapshot snapshot)
    {
        if (_transactionSeen != queue.Transactions)
        {
            foreach (var trial in trials.Reader.ReadSince(_log, snapshot))
                _log.Add(trial);
        }
        _transactionSeen = queue.Transactions;
        return _log;
    }

    /// <summary>Adds a trial that this process wrote: it need not be read back, where somebody looked at what came before.</summary>
    public void Append(Trial trial)
    {
        if (_transactionSeen == queue.Transactions)
            _log.Add(trial);
    }

    /// <summary>The study's trials, which nobody else writes to until the transaction ends.</summary>
    public TrialTable Table(DbConnection connection)
    {
        if (_rollbacksSeen != queue.Rollbacks)
        {
            (_log, _rollbacksSeen, _transactionSeen, RoundsRecorded) = (new(study), queue.Rollbacks, 0, 0);
            Recovery.Reset();
        }
        if (_trials?.Connection != connection)
            _trials = new(connection, database.Dialect, study.Space, row);
        if (_lockedIn != queue.Transactions)
            _trials.Lock();
        _lockedIn = queue.Transactions;
        return _trials;
    }

    /// <summary>There are new results: what is known is to be read anew.</summary>
    public void Invalidate() => _transactionSeen = 0;

    /// <summary>How far the study is.</summary>
    /// <exception cref="StudyChangedException">It is no longer what this process opened.</exception>
    public StudySnapshot Snapshot(TrialTable trials, int deaths = int.MaxValue)
    {
        var snapshot = trials.Reader.Snapshot(deaths);
        RequireUnchanged(trials.Connection, snapshot.Version);
        return snapshot;
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
