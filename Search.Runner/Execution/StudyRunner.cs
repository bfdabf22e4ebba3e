using HyperSearch.Core;

namespace HyperSearch.Runner;

/// <summary>Runs a study: so many workers, each of which starts a trial, runs it, records it, and starts the next.</summary>
/// <remarks>
/// What an objective throws is that trial's failure (<see cref="TrialRun"/>). Exceptions of the strategy and of the store end the
/// run and come out of <see cref="RunAsync"/>.
/// </remarks>
public sealed class StudyRunner(Study study, SearchSpace space, IStudyRecord record, RunOptions options)
{
    /// <summary>So many failures at the start of a run, without one success, end it.</summary>
    public const int MostFailuresAtStart = 10;

    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(500);

    private readonly Pruning? _pruning = options.Prune && (options.Pruner ?? study.Pruner) is { } pruner ? new(pruner, record.Study) : null;
    private readonly ReproducibleOrder? _order = options.Reproducible ? new(options.Workers) : null;
    private int _finished;
    private int _failed;
    private string? _lastError;
    private RunCheckpoints? _checkpoints;
    private OnceWarnings? _warnings;
    private TrialStarts? _starts;

    /// <summary>What the run has done so far, for showing while it goes on.</summary>
    public RunMonitor Monitor { get; } = new(record.Study.Goal, options.Progress, options.Logger) { Goals = record.Study.Goals };

    /// <summary>Runs until nothing is left to start.</summary>
    /// <param name="interrupt">Stops the run: trials that honour it go back to waiting, others are recorded.</param>
    public async Task<RunOutcome> RunAsync(CancellationToken interrupt = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Workers, 1);
        if (options.Reproducible && _pruning is not null)
            throw new InvalidOperationException("A reproducible run cannot prune: what a pruner sees depends on timing.");
        _warnings = new(Monitor.Warn);
        _checkpoints = RunCheckpoints.Open(options.CheckpointFolder, record, space, study.Policy, _warnings);
        _checkpoints?.RemoveLeftovers();
        _starts = await TrialStarts.BeginAsync(study, record, options, _pruning, _checkpoints, Monitor);
        using var memory = study.Policy.MemoryLimit is { } ceiling ? new MemoryWatch(ceiling) : null;
        var trialRun = new TrialRun(study, memory, Monitor.Warn);
        using var failure = CancellationTokenSource.CreateLinkedTokenSource(interrupt);
        using var stopHeartbeat = new CancellationTokenSource();
        var heartbeat = new HeartbeatSender(record, Monitor.Warn).RunAsync(stopHeartbeat.Token);
        try
        {
            await Task.WhenAll(Enumerable.Range(0, options.Workers).Select(_ => StartWorker(trialRun, failure)));
        }
        finally
        {
            await stopHeartbeat.CancelAsync();
            await heartbeat;
        }
        var end = await EndAsync(interrupt);
        var kept = end.IsOfStudy && (options.Pruner ?? study.Pruner) is IPromotingPruner && _checkpoints is not null ? await _checkpoints.KeepPrunedAsync(record) : default;
        // A process that died may have left some.
        if (study.Keep.Most is not null && (await record.ReadArtifactsAsync(CancellationToken.None)).Count > 0)
            KeepArtifacts();
        return new(end, _finished, _lastError) { AllTried = _starts.AllTried, StopReason = _starts.StopReason, WaitTime = _order?.WaitTime ?? TimeSpan.Zero, KeptCheckpoints = kept.Trials, KeptCheckpointBytes = kept.Bytes };
    }

    // Trials compute for as long as they run, so each worker has a thread of its own rather than one of the pool.
    private Task StartWorker(TrialRun trialRun, CancellationTokenSource failure) => Task.Factory.StartNew(
        () =>
        {
            try
            {
                Work(trialRun, failure.Token);
            }
            catch
            {
                failure.Cancel();
                throw;
            }
        },
        CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private void Work(TrialRun trialRun, CancellationToken interrupt)
    {
        var next = Start(_order is null ? null : _order.StartFirst, interrupt);
        while (next is not null || WaitForWork(interrupt))
            next = next is { } trial ? RunAndStartNext(trialRun, trial, interrupt) : Start(_order is null ? null : _order.StartLate, interrupt);
    }

    private Trial? RunAndStartNext(TrialRun trialRun, Trial trial, CancellationToken interrupt)
    {
        // Read here, since what a store throws is no failure of the trial.
        var saved = _checkpoints?.Read(trial);
        RunningTrial? running = null;
        using var log = new TrialLog(record, trial);
        var result = trialRun.Run(() => running = new(record, space, trial, _pruning, _checkpoints, running is null ? saved : _checkpoints?.Read(trial), _warnings, study.Keep != Artifacts.None), trial.Number, log, interrupt);
        log.Dispose();
        if (_order?.WaitForTurn(trial.Number, interrupt) == false)
            result = null;
        if (result is null)
        {
            record.ReleaseAsync(trial).GetAwaiter().GetResult();
            return null;
        }
        Monitor.TrialEnded(trial, result);
        Count(result);
        // Both are queued before either is waited for, so that one commit serves both.
        var finish = record.FinishAsync(trial, result);
        var start = StartNext(interrupt);
        if (!finish.GetAwaiter().GetResult())
            Monitor.Warn(RunMonitor.TooLate(trial.Number));
        else if (result.State != TrialState.Pruned || _pruning?.CanPromote != true)
            _checkpoints?.Remove(trial);
        if (running is { HasArtifacts: true })
            KeepArtifacts();
        var next = Wait(start, interrupt);
        _order?.EndTurn(trial.Number, next?.Number);
        return next;
    }

    private void KeepArtifacts()
    {
        if (study.Keep.Most is { } most)
            record.KeepArtifactsOfBestAsync(most).GetAwaiter().GetResult();
    }

    // Whether to look again for something to start, after a pause: a trial that another worker gives back, or dies over, or whose
    // result gets another one promoted.
    private bool WaitForWork(CancellationToken interrupt)
    {
        if (!(options.StayUntilDone || _starts!.CanPromote) || interrupt.IsCancellationRequested || HasFailed || _starts!.IsOutOfTime)
            return false;
        var counts = record.CountAsync(CancellationToken.None).GetAwaiter().GetResult();
        return counts.Running + counts.Waiting > 0 && !interrupt.WaitHandle.WaitOne(PollInterval);
    }

    private Trial? Start(Action<Func<int?>>? inTurn, CancellationToken interrupt)
    {
        Trial? started = null;
        if (inTurn is null)
            return Wait(StartNext(interrupt), interrupt);
        inTurn(() => (started = Wait(StartNext(interrupt), interrupt))?.Number);
        return started;
    }

    private Task<Trial?> StartNext(CancellationToken interrupt) =>
        interrupt.IsCancellationRequested || HasFailed ? Task.FromResult<Trial?>(null) : _starts!.StartAsync(interrupt);

    private static Trial? Wait(Task<Trial?> start, CancellationToken interrupt)
    {
        try
        {
            return start.GetAwaiter().GetResult();
        }
        catch (OperationCanceledException) when (interrupt.IsCancellationRequested)
        {
            return null;
        }
    }

    private void Count(TrialResult result)
    {
        Interlocked.Increment(ref _finished);
        if (result.State != TrialState.Failed)
            return;
        Interlocked.Increment(ref _failed);
        _lastError = result.Error;
    }

    private bool AllFailed => _failed >= MostFailuresAtStart && _failed == _finished;

    private bool HasFailed => AllFailed || _failed >= study.Policy.MostFailures;

    private Task<RunEnd> EndAsync(CancellationToken interrupt) =>
        interrupt.IsCancellationRequested ? Task.FromResult(RunEnd.Interrupted)
        : AllFailed ? Task.FromResult(RunEnd.AllFailed)
        : HasFailed ? Task.FromResult(RunEnd.TooManyFailures)
        : _starts!.EndAsync();
}
