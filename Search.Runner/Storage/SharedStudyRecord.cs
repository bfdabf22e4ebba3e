using System.Data.Common;
using Dapper;
using Search.Core;

namespace Search.Runner;

/// <summary>The record of a study in a database that several processes share.</summary>
internal sealed class SharedStudyRecord(StudyDefinition study, long id, ISharedDatabase database, WriteQueue queue, Worker worker) : IStudyRecord
{
    private static readonly TimeSpan LookAfterOthers = TimeSpan.FromMilliseconds(100);

    // Used by the queue's thread alone.
    private TrialTable? _trials;
    private HistoryLog _log = new(study);
    private int _rollbacksSeen;
    private int _transactionSeen;
    private int _lockedIn;
    private int _roundsKept;
    private long? _lookedAfterOthers;

    public StudyDefinition Study => study;

    public TimeSpan Heartbeat => worker.Heartbeat;

    public Task<IReadOnlyList<Trial>> ReadAsync(CancellationToken cancel = default) => Task.Run<IReadOnlyList<Trial>>(
        () => database.Read(connection => new TrialQuery(connection, study.Space, "t.study = @id", "t.number", "@id").Read(null, id)), cancel);

    public Task<TrialCounts> CountAsync(CancellationToken cancel = default) => Task.Run(
        () => database.Read(connection => TrialCountsRow.Of(connection, id)), cancel);

    public Task<IReadOnlyList<SearchRound>> ReadRoundsAsync(CancellationToken cancel = default) => Task.Run(
        () => database.Read(connection => RoundRow.All(connection, id)), cancel);

    public Task<Trial> EnqueueAsync(Point point, CancellationToken cancel = default) =>
        queue.RunLastAsync(connection => Enqueue(Table(connection), point)).WaitAsync(cancel);

    public async Task<Trial?> StartAsync(Func<History, Proposal?> propose, int? mostTrials, CancellationToken cancel = default)
    {
        await worker.RegisterAsync();
        cancel.ThrowIfCancellationRequested();
        var start = queue.RunLastAsync(connection => Start(Table(connection), propose, mostTrials));
        try
        {
            return await start.WaitAsync(cancel);
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested && !start.IsCompleted)
        {
            _ = ReleaseAsync(start);
            throw;
        }
    }

    public void Report(Trial trial, Measurement measurement)
    {
        if (!double.IsFinite(measurement.Value))
            throw new ArgumentException($"A measurement must be finite, but at step {measurement.Step} it is {measurement.Value}.", nameof(measurement));
        if (worker.Id is { } holder)
            queue.RunSoon(connection => Table(connection).Measure(trial, measurement, holder));
    }

    public async Task<bool> FinishAsync(Trial trial, TrialResult result)
    {
        if (result.Value is { } value && !double.IsFinite(value))
            throw new ArgumentException($"A score must be finite, but it is {value}.", nameof(result));
        var recorded = result with { Error = RecordedText.Of(result.Error) };
        return worker.Id is { } holder && await queue.RunAsync(connection => Table(connection).Finish(trial, recorded, holder));
    }

    public async Task<bool> ReleaseAsync(Trial trial) =>
        worker.Id is { } holder && await queue.RunAsync(connection => Table(connection).Release(trial, holder));

    public Task HeartbeatAsync() => worker.HeartbeatAsync();

    private async Task ReleaseAsync(Task<Trial?> start)
    {
        if (await start is { } trial)
            await ReleaseAsync(trial);
    }

    private Trial? Start(TrialTable trials, Func<History, Proposal?> propose, int? mostTrials)
    {
        var holder = worker.Id!.Value;
        var now = trials.Now();
        CatchUp(trials);
        if (Claim(trials, holder, now) is { } claimed)
            return claimed;
        if (_log.Count >= mostTrials)
            return null;
        var history = _log.Next();
        if (propose(history) is not { } proposal)
            return null;
        var values = study.Space.ValuesOf(study.Space.Complete(proposal.Point.Codes)).ToList();
        // By way of the values, so that a point read back later is the same to the last bit.
        var trial = new Trial(history.Number, TrialState.Running, study.Space.PointOf(values))
        {
            Observed = history.Finished.Count,
            Note = RecordedText.Of(proposal.Note),
            Started = Times.Parse(now),
        };
        trials.Insert(trial, values, holder, now);
        if (proposal.Round is { } round && round.Number > _roundsKept)
        {
            trials.Insert(round, trial.Number);
            _roundsKept = round.Number;
        }
        _log.Add(trial);
        return trial;
    }

    private Trial Enqueue(TrialTable trials, Point point)
    {
        CatchUp(trials);
        var values = study.Space.ValuesOf(point).ToList();
        var trial = new Trial(_log.Count, TrialState.Waiting, study.Space.PointOf(values)) { Attempt = 0 };
        trials.Enqueue(trial, values);
        _log.Add(trial);
        return trial;
    }

    private Trial? Claim(TrialTable trials, long holder, string now)
    {
        ReleaseTheDead(trials, holder, now);
        if (trials.FirstWaiting() is not { } number)
            return null;
        var trial = _log.Unfinished.First(unfinished => unfinished.Number == number) with
        {
            State = TrialState.Running,
            Attempt = trials.Claim(number, holder, now),
            Started = Times.Parse(now),
            Measurements = [],
        };
        _log.Add(trial);
        return trial;
    }

    private void ReleaseTheDead(TrialTable trials, long holder, string now)
    {
        if (_lookedAfterOthers is { } last && TimeProvider.System.GetElapsedTime(last) < LookAfterOthers)
            return;
        foreach (var other in trials.OtherHolders(holder).Where(other => other.IsDead(Times.Parse(now))))
            trials.ReleaseAll(other.Id);
        _lookedAfterOthers = TimeProvider.System.GetTimestamp();
    }

    // What has been recorded since the last time, by this process or another. Once in a transaction is enough: results come
    // before starts there, and what is started is added at once.
    private void CatchUp(TrialTable trials)
    {
        if (_rollbacksSeen != queue.Rollbacks)
            (_log, _rollbacksSeen, _lookedAfterOthers, _roundsKept) = (new(study), queue.Rollbacks, null, 0);
        if (_transactionSeen == queue.Transactions)
            return;
        foreach (var trial in trials.ReadSince(_log))
            _log.Add(trial);
        _transactionSeen = queue.Transactions;
    }

    private TrialTable Table(DbConnection connection)
    {
        if (_trials?.Connection != connection)
            _trials = new(connection, database, study.Space, id);
        if (_lockedIn != queue.Transactions)
            _trials.Lock();
        _lockedIn = queue.Transactions;
        return _trials;
    }
}
