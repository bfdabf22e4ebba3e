using System.Data.Common;
using Dapper;
using HyperSearch.Core;

namespace HyperSearch.Runner;

/// <summary>The record of a study in a database that several processes share.</summary>
#pragma warning disable CA1001 // A semaphore that nobody waits for by its handle has nothing to dispose of.
internal sealed partial class SqlStudyRecord(StudyDefinition study, StudyRow row, ISqlDatabase database, WriteQueue queue, WorkerRegistration worker) : IStudyRecord
#pragma warning restore CA1001
{
    // Used by the queue's thread alone.
    private TrialTable? _trials;
    private HistoryLog _log = new(study);
    private int _rollbacksSeen;
    private int _transactionSeen;
    private int _lockedIn;
    private int _roundsRecorded;
    private readonly Recovery _recovery = new();

    public StudyDefinition Study => study;

    public TimeSpan Heartbeat => worker.Heartbeat;

    public Task<IReadOnlyList<Trial>> ReadAsync(CancellationToken cancel = default) => Task.Run<IReadOnlyList<Trial>>(
        () => ReadUnchanged(connection => TrialNumbering.Require(study.Name, new TrialQuery(connection, study.Space, row, "t.study = @id", "t.number", "@id").Read(null, row.Id))), cancel);

    public Task<IReadOnlyList<Trial>> ReadBestAsync(int count, CancellationToken cancel = default) => Task.Run(
        () => ReadUnchanged(connection => ReadBest(connection, count)), cancel);

    // Without the points and measurements of all the others.
    public Task<IReadOnlyList<TrialFailure>> ReadFailuresAsync(CancellationToken cancel = default) => Task.Run<IReadOnlyList<TrialFailure>>(
        () => database.Read(connection => connection
            .Query<(int Number, string? Error)>("SELECT number, error FROM trials WHERE study = @id AND state = 'failed' ORDER BY number", new { id = row.Id })
            .Select(trial => new TrialFailure(trial.Number, trial.Error ?? "")).ToArray()), cancel);

    public Task<TrialCounts> CountAsync(CancellationToken cancel = default) => Task.Run(
        () => database.Read(connection => TrialCountsRow.Read(connection, row.Id)), cancel);

    public Task<IReadOnlyList<SearchRound>> ReadRoundsAsync(CancellationToken cancel = default) => Task.Run(
        () => database.Read(connection => RoundRow.ReadAll(connection, row.Id)), cancel);

    public Task<IReadOnlyList<RecordedSpace>> ReadSpacesAsync(CancellationToken cancel = default) => Task.Run(
        () => database.Read(connection => StudyRow.ReadSpaces(connection, row.Id)), cancel);

    public Task<Trial> EnqueueAsync(Point point, CancellationToken cancel = default) =>
        queue.RunLastAsync(connection => Enqueue(Table(connection), point)).WaitAsync(cancel);

    public Task<IReadOnlyList<TrialAttempt>> ReadAttemptsAsync(int trial, CancellationToken cancel = default) => Task.Run(
        () => database.Read(connection => AttemptTable.Read(connection, row.Id, trial)), cancel);

    public async Task<IReadOnlyList<Trial>> CorrectAsync(TrialCorrection correction, IReadOnlyCollection<int> trials, string? reason = null, CancellationToken cancel = default)
    {
        var (before, objection) = await queue.RunAsync(connection => Correct(Table(connection), correction, trials, reason)).WaitAsync(cancel);
        return objection is null ? before : throw new StoreException(objection);
    }

    public void Report(Trial trial, Measurement measurement)
    {
        if (worker.Id is { } holder && !(measurement.Step <= trial.PromotedAt))
            queue.Post(connection => Table(connection).InsertMeasurement(trial, measurement, holder));
    }

    public async Task<bool> FinishAsync(Trial trial, TrialResult result)
    {
        var recorded = result with { Error = StorableText.Of(result.Error) };
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
        // The order of TrialRanking.
        var best = connection.Query<int>(
            $"SELECT number FROM trials WHERE study = @id AND state = 'complete' ORDER BY value {(study.Goal.IsMaximize ? "DESC" : "ASC")}, number LIMIT @count",
            new { id = row.Id, count });
        var trial = new TrialQuery(connection, study.Space, row, "t.study = @id AND t.number = @number", "t.number", "@id", "@number");
        return [.. best.SelectMany(number => trial.Read(null, row.Id, number))];
    }

    private Trial Enqueue(TrialTable trials, Point point)
    {
        var trial = new Trial(Snapshot(trials).Count, TrialState.Waiting, study.Space.PointOf(study.Space.ValuesOf(point))) { Attempt = 0 };
        trials.Insert(trial);
        AppendToLog(trial);
        return trial;
    }

    private (IReadOnlyList<Trial> Before, string? Objection) Correct(TrialTable trials, TrialCorrection correction, IReadOnlyCollection<int> numbers, string? reason)
    {
        var now = Timestamps.Parse(Snapshot(trials).Now);
        var answer = new TrialCorrector(trials, study.Name, now).Correct(correction, numbers, reason);
        if (answer.Objection is null)
            _transactionSeen = 0;
        return answer;
    }

    private StudySnapshot Snapshot(TrialTable trials, int deaths = int.MaxValue)
    {
        var snapshot = trials.Reader.Snapshot(deaths);
        RequireUnchanged(trials.Connection, snapshot.Version);
        return snapshot;
    }

    private T ReadUnchanged<T>(Func<DbConnection, T> read) => database.Read(connection =>
    {
        RequireUnchanged(connection, StudyRow.Find(connection, row.Id)?.Version);
        return read(connection);
    });

    // Where the study is no longer what this process opened, a point that it proposed would be of another space, or of no study.
    private void RequireUnchanged(DbConnection connection, string? version)
    {
        if (version == row.Version)
            return;
        if (StudyRow.Find(connection, row.Id) is not { } now || now.Created != row.Created)
            throw new StudyChangedException($"Study '{study.Name}' was deleted while this process had it open.");
        if (now.Name != row.Name)
            throw new StudyChangedException($"Study '{study.Name}' was renamed to '{now.Name}' while this process had it open. Go on with --name.");
        throw new StudyChangedException(study.Name, now.ToStudy().DifferencesTo(study));
    }

    // With what has been recorded since the last time, by this process or another. Until the next result once in a transaction
    // is enough: what is started is added at once.
    private HistoryLog UpdateLog(TrialTable trials, StudySnapshot snapshot)
    {
        if (_transactionSeen != queue.Transactions)
        {
            foreach (var trial in trials.Reader.ReadSince(_log, snapshot))
                _log.Add(trial);
        }

        _transactionSeen = queue.Transactions;
        return _log;
    }

    // Spares reading back what this process wrote, where somebody looked at what came before.
    private void AppendToLog(Trial trial)
    {
        if (_transactionSeen == queue.Transactions)
            _log.Add(trial);
    }

    private TrialTable Table(DbConnection connection)
    {
        if (_rollbacksSeen != queue.Rollbacks)
        {
            (_log, _rollbacksSeen, _transactionSeen, _roundsRecorded) = (new(study), queue.Rollbacks, 0, 0);
            _recovery.Reset();
        }
        if (_trials?.Connection != connection)
            _trials = new(connection, database.Dialect, study.Space, row);
        if (_lockedIn != queue.Transactions)
            _trials.Lock();
        _lockedIn = queue.Transactions;
        return _trials;
    }
}
