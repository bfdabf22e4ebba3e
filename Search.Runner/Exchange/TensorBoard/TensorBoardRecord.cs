using System.Collections.Concurrent;
using HyperSearch.Core;

namespace HyperSearch.Runner;

/// <summary>A study's record, of which what this process writes goes to a folder of TensorBoard as well.</summary>
/// <remarks>A folder that cannot be written to is warned of once and harms no trial.</remarks>
internal sealed class TensorBoardRecord : IStudyRecord, IDisposable
{
    private readonly IStudyRecord _record;
    private readonly TensorBoardFolder _folder;
    private readonly ConcurrentDictionary<int, TensorBoardRun> _runs = [];
    private string? _warning;

    private TensorBoardRecord(IStudyRecord record, string folder) => (_record, _folder) = (record, new(folder, record.Study));

    /// <summary>Begins to write, with the trials that have ended before.</summary>
    /// <param name="record">The record.</param>
    /// <param name="folder">The folder of all studies.</param>
    public static async Task<TensorBoardRecord> OpenAsync(IStudyRecord record, string folder)
    {
        var board = new TensorBoardRecord(record, folder);
        await board.WriteMissingAsync();
        return board;
    }

    /// <summary>What `tensorboard --logdir` is to be given.</summary>
    public string Path => _folder.Path;

    /// <summary>What could not be written; null where all was.</summary>
    public string? Warning => _warning is null ? null : $"What TensorBoard shows is not all: {_warning} The record is whole; the next run or export with --tensorboard writes what is missing.";

    /// <summary>Writes the trials that have ended and are not there yet, by whomever they were run.</summary>
    public async Task WriteMissingAsync(CancellationToken cancel = default)
    {
        var metrics = await _record.ReadMetricsAsync(cancel);
        Try(() => _folder.WriteStudy(metrics.Select(metric => metric.Name)));
        if ((await _record.ReadWithoutMeasurementsAsync(cancel)).All(trial => !trial.IsFinished || _folder.IsWhole(trial)))
            return;
        // Metrics after the trials: all those of one that has ended are on record with its result.
        var trials = await _record.ReadAsync(cancel);
        var byTrial = (await _record.ReadMetricsAsync(cancel)).ToLookup(metric => metric.Trial);
        foreach (var trial in trials.Where(trial => trial.IsFinished && !_folder.IsWhole(trial)))
            Try(() => _folder.Write(trial, TrialCurves.Of(Study.Goal, trial, byTrial[trial.Number])));
    }

    public async Task<Trial?> StartAsync(Func<History, Proposal?> propose, StartLimits limits, Func<History, int?>? promote, CancellationToken cancel = default)
    {
        var trial = await _record.StartAsync(propose, limits, promote, cancel);
        if (trial is not null)
            _runs[trial.Number] = new(_folder, Study.Goal, trial, Try);
        return trial;
    }

    public void Report(Trial trial, Measurement measurement)
    {
        _record.Report(trial, measurement);
        _runs.GetValueOrDefault(trial.Number)?.Add(measurement);
    }

    public void ReportMetric(Trial trial, TrialMetric metric)
    {
        _record.ReportMetric(trial, metric);
        _runs.GetValueOrDefault(trial.Number)?.Add(metric);
    }

    public async Task<bool> FinishAsync(Trial trial, TrialResult result)
    {
        var isRecorded = await _record.FinishAsync(trial, result);
        if (!_runs.TryRemove(trial.Number, out var run))
            return isRecorded;
        // What an earlier attempt recorded, up to its checkpoint.
        var earlier = isRecorded && trial.Attempt > 1 ? await _record.ReadMetricsAsync(trial.Number) : [];
        run.End(isRecorded ? result : null, earlier);
        return isRecorded;
    }

    public Task<bool> ReleaseAsync(Trial trial)
    {
        if (_runs.TryRemove(trial.Number, out var run))
            run.End(null, []);
        return _record.ReleaseAsync(trial);
    }

    public void Dispose()
    {
        foreach (var run in _runs.Values)
            run.End(null, []);
    }

    private void Try(Action write)
    {
        try
        {
            write();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            Interlocked.CompareExchange(ref _warning, exception.Message, null);
        }
    }

    // All else is the record's own.

    public StudyDefinition Study => _record.Study;

    public DateTimeOffset Created => _record.Created;

    public TimeSpan Heartbeat => _record.Heartbeat;

    public Task<IReadOnlyList<Trial>> ReadAsync(CancellationToken cancel = default) => _record.ReadAsync(cancel);

    public Task<IReadOnlyList<Trial>> ReadWithoutMeasurementsAsync(CancellationToken cancel = default) => _record.ReadWithoutMeasurementsAsync(cancel);

    public Task<IReadOnlyList<Trial>> ReadBestAsync(int count, CancellationToken cancel = default) => _record.ReadBestAsync(count, cancel);

    public Task<IReadOnlyList<TrialFailure>> ReadFailuresAsync(CancellationToken cancel = default) => _record.ReadFailuresAsync(cancel);

    public Task<TrialCounts> CountAsync(CancellationToken cancel = default) => _record.CountAsync(cancel);

    public Task<IReadOnlyList<SearchRound>> ReadRoundsAsync(CancellationToken cancel = default) => _record.ReadRoundsAsync(cancel);

    public Task<IReadOnlyList<RecordedSpace>> ReadSpacesAsync(CancellationToken cancel = default) => _record.ReadSpacesAsync(cancel);

    public Task<Trial> EnqueueAsync(Point point, CancellationToken cancel = default) => _record.EnqueueAsync(point, cancel);

    public void ReportDecision(Trial trial, PruningDecision decision) => _record.ReportDecision(trial, decision);

    public Task<IReadOnlyList<PruningDecision>> ReadDecisionsAsync(CancellationToken cancel = default) => _record.ReadDecisionsAsync(cancel);

    public Task<IReadOnlyList<PruningDecision>> ReadDecisionsAsync(int trial, CancellationToken cancel = default) => _record.ReadDecisionsAsync(trial, cancel);

    public ICheckpoints? OpenCheckpoints(long largest, Action<string> warn) => _record.OpenCheckpoints(largest, warn);

    public void ReportBegin(Trial trial, int? checkpoint) => _record.ReportBegin(trial, checkpoint);

    public Task<IReadOnlyList<TrialMetric>> ReadMetricsAsync(CancellationToken cancel = default) => _record.ReadMetricsAsync(cancel);

    public Task<bool> AddConfirmationAsync(Confirmation confirmation) => _record.AddConfirmationAsync(confirmation);

    public Task<IReadOnlyList<Confirmation>> ReadConfirmationsAsync(CancellationToken cancel = default) => _record.ReadConfirmationsAsync(cancel);

    public void ReportNote(Trial trial, TrialNote note) => _record.ReportNote(trial, note);

    public Task<IReadOnlyList<TrialNote>> ReadNotesAsync(CancellationToken cancel = default) => _record.ReadNotesAsync(cancel);

    public void ReportLog(Trial trial, TrialLogPiece piece, IReadOnlyList<int> dropped) => _record.ReportLog(trial, piece, dropped);

    public Task<IReadOnlyList<TrialLogPiece>> ReadLogAsync(int trial, CancellationToken cancel = default) => _record.ReadLogAsync(trial, cancel);

    public Task<IReadOnlyList<Trial>> CorrectAsync(TrialCorrection correction, IReadOnlyCollection<int> trials, string? reason = null, CancellationToken cancel = default) =>
        _record.CorrectAsync(correction, trials, reason, cancel);

    public Task<bool> SaveArtifactAsync(Trial trial, string name, Action<Stream> write) => _record.SaveArtifactAsync(trial, name, write);

    public Task<IReadOnlyList<TrialArtifact>> ReadArtifactsAsync(CancellationToken cancel = default) => _record.ReadArtifactsAsync(cancel);

    public Task<Stream> OpenArtifactAsync(TrialArtifact artifact, CancellationToken cancel = default) => _record.OpenArtifactAsync(artifact, cancel);

    public Task KeepArtifactsOfBestAsync(int count) => _record.KeepArtifactsOfBestAsync(count);

    public Task<IReadOnlyList<TrialAttempt>> ReadAttemptsAsync(int trial, CancellationToken cancel = default) => _record.ReadAttemptsAsync(trial, cancel);

    public Task<IReadOnlyList<TrialAttempt>> ReadAttemptsAsync(CancellationToken cancel = default) => _record.ReadAttemptsAsync(cancel);

    public Task<TimeSpan> ReadRunningTimeAsync(CancellationToken cancel = default) => _record.ReadRunningTimeAsync(cancel);

    public Task HeartbeatAsync() => _record.HeartbeatAsync();
}
