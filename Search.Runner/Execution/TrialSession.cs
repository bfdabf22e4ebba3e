using HyperSearch.Core;

namespace HyperSearch.Runner;

/// <summary>Trials of a study that somebody asks for and tells of, rather than a run. Safe for use by several threads.</summary>
internal sealed class TrialSession : IAsyncDisposable
{
    private readonly Study _study;
    private readonly OpenedStudy _opened;
    private readonly RunOptions _options;
    private readonly OnceWarnings _warnings;
    private readonly Pruning? _pruning;
    private readonly RunCheckpoints? _checkpoints;
    private readonly CancellationTokenSource _stop = new();
    private TrialStarts? _starts;
    private Task _heartbeat = Task.CompletedTask;

    /// <param name="study">The study.</param>
    /// <param name="opened">It and its record.</param>
    /// <param name="options">What this session does otherwise than the study says.</param>
    /// <param name="monitor">Told of what happens.</param>
    /// <param name="usesCheckpoints">Whether trials may leave checkpoints and go on from them; where not, nothing that was stopped is taken up again.</param>
    public TrialSession(Study study, OpenedStudy opened, RunOptions options, RunMonitor monitor, bool usesCheckpoints = true)
    {
        (_study, _opened, _options, Monitor) = (study, opened, options, monitor);
        _warnings = new(monitor.Warn);
        _pruning = options.Prune && (options.Pruner ?? study.Pruner) is { } pruner ? new(pruner, Record.Study) : null;
        _checkpoints = usesCheckpoints ? RunCheckpoints.Open(options.CheckpointFolder, Record, opened.Space, study.Policy, _warnings) : null;
    }

    public IStudyRecord Record => _opened.Record;

    public RunMonitor Monitor { get; }

    /// <summary>Begins to hand out trials, and to say that this process lives.</summary>
    public async Task BeginAsync()
    {
        _starts = await TrialStarts.BeginAsync(_study, Record, _options, _pruning, _checkpoints, Monitor);
        _heartbeat = new HeartbeatSender(Record, Monitor.Warn).RunAsync(_stop.Token);
    }

    /// <summary>The next trial; null where none is left to start: <see cref="EndAsync"/> tells why.</summary>
    /// <param name="cancel">Gives up waiting; a trial that was started all the same goes back.</param>
    /// <param name="resumes">Whether who asks can go on from a checkpoint.</param>
    /// <exception cref="StudyChangedException">The study was widened, renamed or deleted since it was opened.</exception>
    /// <exception cref="StoreException">The store cannot be used.</exception>
    public async Task<HeldTrial?> AskAsync(CancellationToken cancel, bool resumes = true)
    {
        while (await _starts!.StartAsync(cancel) is { } trial)
        {
            try
            {
                var held = Hold(trial, resumes ? _checkpoints?.Read(trial) : null);
                if (held.Running.DecideWhereItStands())
                    return held;
                await held.TellAsync(held.Running.LastMeasurement!.Value.Value);
            }
            catch
            {
                await Record.ReleaseAsync(trial);
                throw;
            }
        }
        return null;
    }

    /// <summary>Goes on with a trial that another process has asked for.</summary>
    /// <param name="trial">The trial, with what it has reported.</param>
    /// <param name="reports">Whether it is going to report, so that the pruner needs to know of the other trials.</param>
    public async Task<HeldTrial> ContinueAsync(Trial trial, bool reports)
    {
        if (reports && _pruning is not null)
        {
            var trials = await _pruning.ReadAsync(Record);
            // Each of these reports in a process of its own as well.
            foreach (var other in trials.Where(other => other is { State: TrialState.Running, Measurements.Count: > 0 } && other.Number != trial.Number))
                _pruning.Observe(other);
        }
        _checkpoints?.Continue(trial);
        return Hold(trial, saved: null, await ContinuedAttempt.ReadAsync(Record, trial));
    }

    /// <summary>Why nothing is left to start.</summary>
    public Task<RunEnd> EndAsync() => _starts!.EndAsync();

    /// <summary>That, as the outcome of a run.</summary>
    public async Task<RunOutcome> OutcomeAsync() => new(await EndAsync(), Monitor.Snapshot().Ended, null) { AllTried = _starts!.AllTried, StopReason = _starts.StopReason };

    /// <summary>Says no longer that this process lives. The store, which gives back what was not told, is not closed.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _heartbeat;
        _stop.Dispose();
    }

    private HeldTrial Hold(Trial trial, SavedCheckpoint? saved, ContinuedAttempt? continued = null) => new(trial,
        new(Record, _opened.Space, trial, _pruning, _checkpoints, saved, _warnings, _study.Keep != Artifacts.None, continued), FinishAsync);

    // Null: it goes back to waiting.
    private async Task<bool> FinishAsync(HeldTrial held, TrialResult? result)
    {
        var trial = held.Trial;
        if (result is null)
            return await Record.ReleaseAsync(trial);
        if (!await Record.FinishAsync(trial, result))
        {
            Monitor.Warn(RunMonitor.TooLate(trial.Number));
            return false;
        }
        Monitor.TrialEnded(trial, result);
        if (result.State != TrialState.Pruned || _pruning?.CanPromote != true)
            _checkpoints?.Remove(trial);
        if (held.Running.HasArtifacts && _study.Keep.Most is { } most)
            await Record.KeepArtifactsOfBestAsync(most);
        return true;
    }
}
