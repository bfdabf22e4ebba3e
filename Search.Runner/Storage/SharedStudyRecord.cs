using System.Data.Common;
using Dapper;
using Search.Core;

namespace Search.Runner;

/// <summary>The record of a study in a database that several processes share.</summary>
internal sealed class SharedStudyRecord(StudyDefinition study, StudyRow row, ISharedDatabase database, WriteQueue queue, Worker worker) : IStudyRecord
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
        () => ReadUnchanged(connection => WithoutGaps(new TrialQuery(connection, study.Space, row, "t.study = @id", "t.number", "@id").Read(null, row.Id))), cancel);

    public Task<IReadOnlyList<Trial>> ReadBestAsync(int count, CancellationToken cancel = default) => Task.Run(
        () => ReadUnchanged(connection => ReadBest(connection, count)), cancel);

    public Task<TrialCounts> CountAsync(CancellationToken cancel = default) => Task.Run(
        () => database.Read(connection => TrialCountsRow.Of(connection, row.Id)), cancel);

    public Task<IReadOnlyList<SearchRound>> ReadRoundsAsync(CancellationToken cancel = default) => Task.Run(
        () => database.Read(connection => RoundRow.All(connection, row.Id)), cancel);

    public Task<IReadOnlyList<RecordedSpace>> ReadSpacesAsync(CancellationToken cancel = default) => Task.Run(
        () => database.Read(connection => StudyRow.SpacesOf(connection, row.Id)), cancel);

    public Task<Trial> EnqueueAsync(Point point, CancellationToken cancel = default) =>
        queue.RunLastAsync(connection => Enqueue(Table(connection), point)).WaitAsync(cancel);

    public async Task<Trial?> StartAsync(Func<History, Proposal?> propose, int? mostTrials, Func<History, int?>? promote, CancellationToken cancel = default)
    {
        await worker.RegisterAsync();
        cancel.ThrowIfCancellationRequested();
        var start = queue.RunLastAsync(connection => Start(Table(connection), propose, mostTrials, promote));
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
        if (worker.Id is { } holder && !(measurement.Step <= trial.PromotedAt))
            queue.RunSoon(connection => Table(connection).Measure(trial, measurement, holder));
    }

    public async Task<bool> FinishAsync(Trial trial, TrialResult result)
    {
        if (result.Value is { } value && !double.IsFinite(value))
            throw new ArgumentException($"A score must be finite, but it is {value}.", nameof(result));
        var recorded = result with { Error = RecordedText.Of(result.Error) };
        return worker.Id is { } holder && await queue.RunAsync(connection => Finish(Table(connection), trial, recorded, holder));
    }

    public async Task<bool> ReleaseAsync(Trial trial) =>
        worker.Id is { } holder && await queue.RunAsync(connection => Table(connection).Release(trial, holder));

    public Task HeartbeatAsync() => worker.HeartbeatAsync();

    private bool Finish(TrialTable trials, Trial trial, TrialResult result, long holder)
    {
        _transactionSeen = 0;
        return trials.Finish(trial, result, holder);
    }

    private IReadOnlyList<Trial> ReadBest(DbConnection connection, int count)
    {
        var best = connection.Query<int>(
            $"SELECT number FROM trials WHERE study = @id AND state = 'complete' ORDER BY value {(study.Goal.IsMaximize ? "DESC" : "ASC")}, number LIMIT @count",
            new { id = row.Id, count });
        var trial = new TrialQuery(connection, study.Space, row, "t.study = @id AND t.number = @number", "t.number", "@id", "@number");
        return [.. best.SelectMany(number => trial.Read(null, row.Id, number))];
    }

    // Trials are numbered from 0, and so is the order in which results arrived.
    private List<Trial> WithoutGaps(List<Trial> trials)
    {
        Require(trials.Select(trial => trial.Number), "the numbers of the trials");
        var places = trials.SelectMany(trial => trial.Results).Select(trial => trial.FinishOrder ?? -1).Order().ToList();
        Require(places, "the places of the results");
        if (trials.Find(trial => trial.Observed < 0 || trial.Observed > places.Count) is { } foresighted)
            throw new RowException($"Trial {foresighted.Number} of study '{study.Name}' cannot be read: it has observed {foresighted.Observed} results, of {places.Count}");
        return trials;

        void Require(IEnumerable<int> numbers, string what)
        {
            foreach (var (index, number) in numbers.Index())
                if (number != index)
                    throw new RowException($"Study '{study.Name}' cannot be read: {what} have no gap and none stands twice, but where {index} should be there is {number}");
        }
    }

    private async Task ReleaseAsync(Task<Trial?> start)
    {
        if (await start is { } trial)
            await ReleaseAsync(trial);
    }

    private Trial? Start(TrialTable trials, Func<History, Proposal?> propose, int? mostTrials, Func<History, int?>? promote)
    {
        var holder = worker.Id!.Value;
        ReleaseTheDead(trials, holder);
        var standing = Standing(trials);
        if ((standing.FirstWaiting ?? Promote(trials, standing, promote)) is { } waiting)
            return trials.Claim(waiting, holder, standing.Now);
        if (standing.Count >= mostTrials)
            return null;
        var isProposed = false;
        var history = History.Deferred(study, standing.Count, standing.Results, () => isProposed
            ? throw new InvalidOperationException("A strategy must look at its history before it returns its proposal: later, the record is another.")
            : CaughtUp(trials, standing));
        var answer = propose(history);
        isProposed = true;
        if (answer is not { } proposal)
            return null;
        var values = study.Space.ValuesOf(study.Space.Complete(proposal.Point.Codes)).ToList();
        // By way of the values, so that a point read back later is the same to the last bit.
        var trial = new Trial(history.Number, TrialState.Running, study.Space.PointOf(values))
        {
            Observed = history.Observed,
            Note = RecordedText.Of(proposal.Note),
            Started = Times.Parse(standing.Now),
        };
        trials.Insert(trial, values, holder, standing.Now);
        if (proposal.Round is { } round && round.Number > _roundsKept)
        {
            trials.Insert(round, trial.Number);
            _roundsKept = round.Number;
        }
        Know(trial);
        return trial;
    }

    private Trial Enqueue(TrialTable trials, Point point)
    {
        var values = study.Space.ValuesOf(point).ToList();
        var trial = new Trial(Standing(trials).Count, TrialState.Waiting, study.Space.PointOf(values)) { Attempt = 0 };
        trials.Insert(trial, values);
        Know(trial);
        return trial;
    }

    private Standing Standing(TrialTable trials)
    {
        var standing = trials.Standing();
        RequireUnchanged(trials.Connection, standing.Edition);
        return standing;
    }

    private T ReadUnchanged<T>(Func<DbConnection, T> read) => database.Read(connection =>
    {
        RequireUnchanged(connection, StudyRow.Find(connection, row.Id)?.Edition);
        return read(connection);
    });

    // Where the study is no longer what this process opened, a point that it proposed would be of another space, or of no study.
    private void RequireUnchanged(DbConnection connection, string? edition)
    {
        if (edition == row.Edition)
            return;
        if (StudyRow.Find(connection, row.Id) is not { } now || now.Created != row.Created)
            throw new StudyChangedException($"Study '{study.Name}' was deleted while this process had it open.");
        if (now.Name != row.Name)
            throw new StudyChangedException($"Study '{study.Name}' was renamed to '{now.Name}' while this process had it open. Go on with --name.");
        throw new StudyChangedException(study.Name, now.ToStudy().DifferencesTo(study));
    }

    // The trial waits from then on.
    private int? Promote(TrialTable trials, Standing standing, Func<History, int?>? promote)
    {
        if (promote is null)
            return null;
        var log = CaughtUp(trials, standing);
        // Those that another process has promoted are known as pruned.
        foreach (var trial in trials.ReadPromoted())
            log.Add(trial);
        if (promote(log.Live()) is not { } number)
            return null;
        trials.Promote(number);
        return number;
    }

    private void ReleaseTheDead(TrialTable trials, long holder)
    {
        if (_lookedAfterOthers is { } last && TimeProvider.System.GetElapsedTime(last) < LookAfterOthers)
            return;
        var now = Times.Parse(trials.Now());
        foreach (var other in trials.OtherHolders(holder).Where(other => other.IsDead(now)))
            trials.ReleaseAll(other.Id);
        _lookedAfterOthers = TimeProvider.System.GetTimestamp();
    }

    // With what has been recorded since the last time, by this process or another. Until the next result once in a transaction
    // is enough: what is started is added at once.
    private HistoryLog CaughtUp(TrialTable trials, Standing standing)
    {
        if (_transactionSeen != queue.Transactions)
            foreach (var trial in trials.ReadSince(_log, standing))
                _log.Add(trial);
        _transactionSeen = queue.Transactions;
        return _log;
    }

    // Spares reading back what this process wrote, where somebody looked at what came before.
    private void Know(Trial trial)
    {
        if (_transactionSeen == queue.Transactions)
            _log.Add(trial);
    }

    private TrialTable Table(DbConnection connection)
    {
        if (_rollbacksSeen != queue.Rollbacks)
            (_log, _rollbacksSeen, _transactionSeen, _lookedAfterOthers, _roundsKept) = (new(study), queue.Rollbacks, 0, null, 0);
        if (_trials?.Connection != connection)
            _trials = new(connection, database, study.Space, row);
        if (_lockedIn != queue.Transactions)
            _trials.Lock();
        _lockedIn = queue.Transactions;
        return _trials;
    }
}
