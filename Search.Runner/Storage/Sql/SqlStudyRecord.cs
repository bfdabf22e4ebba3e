using System.Data.Common;
using HyperSearch.Core;

namespace HyperSearch.Runner;

/// <summary>The record of a study in a database that several processes share.</summary>
internal sealed class SqlStudyRecord(
    StudyDefinition study, StudyRow row, ISqlDatabase database, WriteQueue queue, WorkerRegistration worker, RecordSession session, SqlArtifacts artifacts, RecordReads reads) : IStudyRecord, ILeasedTrials
{
    private readonly TrialStarter _starter = new(study, queue, worker, session);

    public StudyDefinition Study => study;

    public DateTimeOffset Created => row.CreatedAt;

    public TimeSpan Heartbeat => worker.Heartbeat;

    public Task<IReadOnlyList<Trial>> ReadAsync(CancellationToken cancel = default) => reads.RunAsync<IReadOnlyList<Trial>>(
        () => ReadUnchanged(connection => TrialQuery.ReadAll(connection, study.Space, row, isMeasured: true)), cancel);

    public Task<IReadOnlyList<Trial>> ReadWithoutMeasurementsAsync(CancellationToken cancel = default) => reads.RunAsync<IReadOnlyList<Trial>>(
        () => ReadUnchanged(connection => TrialQuery.ReadAll(connection, study.Space, row, isMeasured: false)), cancel);

    public Task<StudyChanges> ReadChangesAsync(int results, int most, CancellationToken cancel = default) => reads.RunAsync(
        () => ReadUnchanged(connection => ChangesQuery.Read(connection, study.Space, row, results, most)), cancel);

    public Task<IReadOnlyList<Trial>> ReadBestAsync(int count, CancellationToken cancel = default) => reads.RunAsync(
        () => ReadUnchanged(connection => ReadBest(connection, count)), cancel);

    // Without the points and measurements of all the others.
    public Task<IReadOnlyList<TrialFailure>> ReadFailuresAsync(CancellationToken cancel = default) => reads.RunAsync<IReadOnlyList<TrialFailure>>(
        () => database.Read(connection => connection.ReadRows("SELECT number, error FROM trials WHERE study = @id AND state = 'failed' ORDER BY number",
            failed => new TrialFailure(failed.Int(0), failed.TextOrNull(1) ?? ""), ("@id", row.Id))), cancel);

    public Task<TrialCounts> CountAsync(CancellationToken cancel = default) => reads.RunAsync(
        () => database.Read(connection => TrialCountsRow.Read(connection, row.Id)), cancel);

    public Task<IReadOnlyList<SearchRound>> ReadRoundsAsync(CancellationToken cancel = default) => reads.RunAsync(
        () => database.Read(connection => RoundRow.ReadAll(connection, row.Id)), cancel);

    public Task<IReadOnlyList<RecordedSpace>> ReadSpacesAsync(CancellationToken cancel = default) => reads.RunAsync(
        () => database.Read(connection => StudyRow.ReadSpaces(connection, row.Id)), cancel);

    public Task<Trial> EnqueueAsync(Point point, CancellationToken cancel = default) =>
        queue.RunLastAsync(connection => Enqueue(session.Table(connection), point)).WaitAsync(cancel);

    public Task<Trial?> StartAsync(Func<History, Proposal?> propose, StartLimits limits, Func<History, int?>? promote, CancellationToken cancel = default) =>
        _starter.StartAsync(propose, limits, promote, cancel);

    public Task<IReadOnlyList<TrialAttempt>> ReadAttemptsAsync(int trial, CancellationToken cancel = default) => reads.RunAsync(
        () => database.Read(connection => AttemptTable.Read(connection, row.Id, TrialSet.Of(trial))), cancel);

    public Task<IReadOnlyList<TrialAttempt>> ReadAttemptsAsync(CancellationToken cancel = default) => reads.RunAsync(
        () => database.Read(connection => AttemptTable.Read(connection, row.Id)), cancel);

    public Task<TimeSpan> ReadRunningTimeAsync(CancellationToken cancel = default) => reads.RunAsync(
        () => database.Read(connection => RunningTime.Read(connection, database.Dialect, row.Id)), cancel);

    public async Task<IReadOnlyList<Trial>> CorrectAsync(TrialCorrection correction, IReadOnlyCollection<int> trials, string? reason = null, CancellationToken cancel = default)
    {
        var (before, objection) = await queue.RunAsync(connection => Correct(session.Table(connection), correction, trials, reason)).WaitAsync(cancel);
        return objection is null ? before : throw new StoreException(objection);
    }

    public void Report(Trial trial, Measurement measurement)
    {
        if (!(measurement.Step <= trial.PromotedAt))
            Post((trials, holder) => trials.InsertMeasurement(trial, measurement, holder));
    }

    public void ReportDecision(Trial trial, PruningDecision decision) =>
        Post((trials, holder) => trials.InsertDecision(trial, decision, holder));

    public Task<IReadOnlyList<PruningDecision>> ReadDecisionsAsync(CancellationToken cancel = default) => reads.RunAsync(
        () => database.Read(connection => PruningDecisionRow.Read(connection, row.Id, trial: null)), cancel);

    public Task<IReadOnlyList<PruningDecision>> ReadDecisionsAsync(int trial, CancellationToken cancel = default) => reads.RunAsync(
        () => database.Read(connection => PruningDecisionRow.Read(connection, row.Id, trial)), cancel);

    public void ReportBegin(Trial trial, int? checkpoint) =>
        Post((trials, holder) => trials.Extras.Begin(trial, checkpoint, holder));

    public void ReportMetric(Trial trial, TrialMetric metric) =>
        Post((trials, holder) => trials.Extras.Insert(trial, metric, holder));

    public Task<IReadOnlyList<TrialMetric>> ReadMetricsAsync(CancellationToken cancel = default) => reads.RunAsync(
        () => database.Read(connection => TrialExtraRows.ReadMetrics(connection, row.Id)), cancel);

    public Task<IReadOnlyList<TrialMetric>> ReadMetricsAsync(int trial, CancellationToken cancel = default) => reads.RunAsync(
        () => database.Read(connection => TrialExtraRows.ReadMetrics(connection, row.Id, TrialSet.Of(trial))), cancel);

    public void ReportNote(Trial trial, TrialNote note) =>
        Post((trials, holder) => trials.Extras.Insert(trial, note, holder));

    public Task<IReadOnlyList<TrialNote>> ReadNotesAsync(CancellationToken cancel = default) => reads.RunAsync(
        () => database.Read(connection => TrialExtraRows.ReadNotes(connection, row.Id)), cancel);

    public Task<IReadOnlyList<TrialNote>> ReadNotesAsync(int trial, CancellationToken cancel = default) => reads.RunAsync(
        () => database.Read(connection => TrialExtraRows.ReadNotes(connection, row.Id, TrialSet.Of(trial))), cancel);

    public void ReportLog(Trial trial, TrialLogPiece piece, IReadOnlyList<int> dropped) =>
        Post((trials, holder) => trials.Extras.Insert(trial, piece, dropped, holder));

    public Task<IReadOnlyList<TrialLogPiece>> ReadLogAsync(int trial, CancellationToken cancel = default) => reads.RunAsync(
        () => database.Read(connection => TrialExtraRows.ReadLog(connection, row.Id, trial)), cancel);

    public Task<bool> AddConfirmationAsync(Confirmation confirmation) => queue.RunAsync(connection => ConfirmationTable.Insert(connection, row.Id, confirmation));

    public Task<IReadOnlyList<Confirmation>> ReadConfirmationsAsync(CancellationToken cancel = default) => reads.RunAsync(
        () => database.Read(connection => ConfirmationTable.Read(connection, row.Id)), cancel);

    public async Task<bool> SaveArtifactAsync(Trial trial, string name, Action<Stream> write) =>
        worker.Id is { } holder && await artifacts.SaveAsync(row.Id, trial, name, write, holder);

    public Task<IReadOnlyList<TrialArtifact>> ReadArtifactsAsync(CancellationToken cancel = default) => reads.RunAsync(() => artifacts.Read(row.Id), cancel);

    public Task<IReadOnlyList<TrialArtifact>> ReadArtifactsAsync(int trial, CancellationToken cancel = default) =>
        reads.RunAsync(() => artifacts.Read(row.Id, TrialSet.Of(trial)), cancel);

    public Task<Stream> OpenArtifactAsync(TrialArtifact artifact, CancellationToken cancel = default) => reads.RunAsync(() => artifacts.Open(artifact), cancel);

    public Task KeepArtifactsOfBestAsync(int count) => artifacts.KeepBestAsync(row.Id, count, study.Goals);

    public ICheckpoints? OpenCheckpoints(long largest, Action<string> warn) => database.OpenCheckpoints(row.Id, worker, largest, warn);

    public async Task<bool> FinishAsync(Trial trial, TrialResult result)
    {
        var recorded = result with { Error = StorableText.Of(result.Error) };
        return worker.Id is { } holder && await queue.AskAsync(connection => Finish(session.Table(connection), trial, recorded, holder));
    }

    public async Task<bool> ReleaseAsync(Trial trial) =>
        worker.Id is { } holder && await queue.RunAsync(connection => session.Release(connection, trial, holder));

    public Task HeartbeatAsync() => worker.HeartbeatAsync();

    public Task HandOverAsync() => worker.HandOverAsync();

    public Task<TrialHolder?> FindHolderAsync(int trial, CancellationToken cancel = default) => reads.RunAsync(
        () => ReadUnchanged(connection => HolderQuery.Read(connection, study.Space, row, trial)), cancel);

    public void ActAs(long other) => worker.ActAs(other);

    public async Task<bool> RenewAsync(Trial trial) => worker.Id is { } holder && await queue.RunAsync(connection =>
        session.Table(connection).Renew(trial, holder));

    private void Post(Action<TrialTable, long> write)
    {
        if (worker.Id is { } holder)
            queue.Post(connection => write(session.Table(connection), holder));
    }

    private Answer<bool> Finish(TrialTable trials, Trial trial, TrialResult result, long holder)
    {
        session.Invalidate();
        return trials.Finish(trial, result, holder);
    }

    private IReadOnlyList<Trial> ReadBest(DbConnection connection, int count)
    {
        // The order of TrialRanking.
        var best = connection.ReadNumbers(
            $"SELECT number FROM trials WHERE study = @id AND state = 'complete' AND infeasible = 0 ORDER BY value {(study.Goal.IsMaximize ? "DESC" : "ASC")}, number LIMIT @count",
            ("@id", row.Id), ("@count", count));
        var trial = new TrialQuery(connection, study.Space, row, "t.study = @id AND t.number = @number", "t.number", "@id", "@number");
        return [.. best.SelectMany(number => trial.Read(row.Id, (int)number))];
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
