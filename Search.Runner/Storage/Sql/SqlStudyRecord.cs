using System.Data.Common;
using Dapper;
using HyperSearch.Core;

namespace HyperSearch.Runner;

/// <summary>The record of a study in a database that several processes share.</summary>
internal sealed class SqlStudyRecord(StudyDefinition study, StudyRow row, ISqlDatabase database, WriteQueue queue, WorkerRegistration worker, RecordSession session) : IStudyRecord
{
    private readonly TrialStarter _starter = new(study, queue, worker, session);

    public StudyDefinition Study => study;

    public TimeSpan Heartbeat => worker.Heartbeat;

    public Task<IReadOnlyList<Trial>> ReadAsync(CancellationToken cancel = default) => Task.Run<IReadOnlyList<Trial>>(
        () => ReadUnchanged(connection => TrialQuery.ReadAll(connection, study.Space, row, isMeasured: true)), cancel);

    public Task<IReadOnlyList<Trial>> ReadWithoutMeasurementsAsync(CancellationToken cancel = default) => Task.Run<IReadOnlyList<Trial>>(
        () => ReadUnchanged(connection => TrialQuery.ReadAll(connection, study.Space, row, isMeasured: false)), cancel);

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
        queue.RunLastAsync(connection => Enqueue(session.Table(connection), point)).WaitAsync(cancel);

    public Task<Trial?> StartAsync(Func<History, Proposal?> propose, StartLimits limits, Func<History, int?>? promote, CancellationToken cancel = default) =>
        _starter.StartAsync(propose, limits, promote, cancel);

    public Task<IReadOnlyList<TrialAttempt>> ReadAttemptsAsync(int trial, CancellationToken cancel = default) => Task.Run(
        () => database.Read(connection => AttemptTable.Read(connection, row.Id, trial)), cancel);

    public async Task<IReadOnlyList<Trial>> CorrectAsync(TrialCorrection correction, IReadOnlyCollection<int> trials, string? reason = null, CancellationToken cancel = default)
    {
        var (before, objection) = await queue.RunAsync(connection => Correct(session.Table(connection), correction, trials, reason)).WaitAsync(cancel);
        return objection is null ? before : throw new StoreException(objection);
    }

    public void Report(Trial trial, Measurement measurement)
    {
        if (worker.Id is { } holder && !(measurement.Step <= trial.PromotedAt))
            queue.Post(connection => session.Table(connection).InsertMeasurement(trial, measurement, holder));
    }

    public void ReportDecision(Trial trial, PruningDecision decision)
    {
        if (worker.Id is { } holder)
            queue.Post(connection => session.Table(connection).InsertDecision(trial, decision, holder));
    }

    public Task<IReadOnlyList<PruningDecision>> ReadDecisionsAsync(CancellationToken cancel = default) => Task.Run(
        () => database.Read(connection => PruningDecisionRow.ReadAll(connection, row.Id)), cancel);

    public async Task<bool> FinishAsync(Trial trial, TrialResult result)
    {
        var recorded = result with { Error = StorableText.Of(result.Error) };
        return worker.Id is { } holder && await queue.RunAsync(connection => Finish(session.Table(connection), trial, recorded, holder));
    }

    public async Task<bool> ReleaseAsync(Trial trial) =>
        worker.Id is { } holder && await queue.RunAsync(connection => session.Table(connection).Release(trial, holder));

    public Task HeartbeatAsync() => worker.HeartbeatAsync();

    private bool Finish(TrialTable trials, Trial trial, TrialResult result, long holder)
    {
        session.Invalidate();
        return trials.Finish(trial, result, holder);
    }

    private IReadOnlyList<Trial> ReadBest(DbConnection connection, int count)
    {
        // The order of TrialRanking.
        var best = connection.ReadNumbers(
            $"SELECT number FROM trials WHERE study = @id AND state = 'complete' ORDER BY value {(study.Goal.IsMaximize ? "DESC" : "ASC")}, number LIMIT @count",
            ("@id", row.Id), ("@count", count));
        var trial = new TrialQuery(connection, study.Space, row, "t.study = @id AND t.number = @number", "t.number", "@id", "@number");
        return [.. best.SelectMany(number => trial.Read(null, row.Id, (int)number))];
    }

    private Trial Enqueue(TrialTable trials, Point point)
    {
        var trial = new Trial(session.Snapshot(trials).Count, TrialState.Waiting, study.Space.PointOf(study.Space.ValuesOf(point))) { Attempt = 0 };
        trials.Insert(trial);
        session.Append(trial);
        return trial;
    }

    private (IReadOnlyList<Trial> Before, string? Objection) Correct(TrialTable trials, TrialCorrection correction, IReadOnlyCollection<int> numbers, string? reason)
    {
        var now = Timestamps.Parse(session.Snapshot(trials).Now);
        var answer = new TrialCorrector(trials, study.Name, now).Correct(correction, numbers, reason);
        if (answer.Objection is null)
            session.Invalidate();
        return answer;
    }

    private T ReadUnchanged<T>(Func<DbConnection, T> read) => database.Read(connection =>
    {
        session.RequireUnchanged(connection, StudyRow.Find(connection, row.Id)?.Version);
        return read(connection);
    });
}
