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

    private readonly Budget _budget = options.Budget ?? study.Budget;
    private readonly IStrategy _strategy = options.Strategy ?? study.Strategy ?? new AutoSearch();
    private readonly Pruning? _pruning = options.Prune && (options.Pruner ?? study.Pruner) is { } pruner ? new(pruner, record.Study) : null;
    private readonly ReproducibleOrder? _order = options.Reproducible ? new(options.Workers) : null;
    private readonly TimeProvider _clock = TimeProvider.System;
    private long _started;
    private int _finished;
    private int _failed;
    private string? _lastError;
    private int? _allTried;
    private bool _hasMore = true;
    private bool _isFlat;
    private TotalTime? _totalTime;
    private RunCheckpoints? _checkpoints;

    /// <summary>What the run has done so far, for showing while it goes on.</summary>
    public RunMonitor Monitor { get; } = new(record.Study.Goal);

    /// <summary>Runs until nothing is left to start.</summary>
    /// <param name="interrupt">Stops the run: trials that honour it go back to waiting, others are recorded.</param>
    public async Task<RunOutcome> RunAsync(CancellationToken interrupt = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Workers, 1);
        if (options.Reproducible && _pruning is not null)
            throw new InvalidOperationException("A reproducible run cannot prune: what a pruner sees depends on timing.");
        _started = _clock.GetTimestamp();
        _totalTime = _budget.TotalTime is { } total ? await TotalTime.BeginAsync(total, record, _clock) : null;
        _checkpoints = options.CheckpointFolder is { } folder ? new(folder, record.Study.Name, space, Monitor.Warn) : null;
        _checkpoints?.RemoveLeftovers();
        if (_pruning is not null)
            await _pruning.ReadAsync(record);
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
        if (end.IsOfStudy && (options.Pruner ?? study.Pruner) is IPromotingPruner && _checkpoints is not null)
            await _checkpoints.RemovePrunedAsync(record);
        return new(end, _finished, _lastError) { AllTried = _allTried, WaitTime = _order?.WaitTime ?? TimeSpan.Zero };
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
        var checkpoint = _checkpoints?.Of(trial);
        var result = trialRun.Run(() => new RunningTrial(record, space, trial, _pruning, checkpoint, _checkpoints is null ? null : _checkpoints.WarnOfFailedSave), trial.Number, interrupt);
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
            Monitor.Warn($"The result of trial {trial.Number} came too late and was discarded: another worker had taken the trial over, or it was ended by hand.");
        else if (result.State != TrialState.Pruned || _pruning?.CanPromote != true)
            checkpoint?.Delete();
        var next = Wait(start, interrupt);
        _order?.EndTurn(trial.Number, next?.Number);
        return next;
    }

    // Whether to look again for something to start, after a pause: a trial that another worker gives back, or dies over, or whose
    // result gets another one promoted.
    private bool WaitForWork(CancellationToken interrupt)
    {
        if (!(options.StayUntilDone || CanPromote) || interrupt.IsCancellationRequested || HasFailed || IsOutOfTime)
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

    private Task<Trial?> StartNext(CancellationToken interrupt) => interrupt.IsCancellationRequested || HasFailed || IsOutOfTime
        ? Task.FromResult<Trial?>(null)
        : record.StartAsync(Propose, new StartLimits(_budget.Trials, study.Policy.MostAttempts), CanPromote ? Promote : null, interrupt);

    private Proposal? Propose(History history)
    {
        _pruning?.Observe(history.Results);
        // For good, so that all workers end, also where one of the last trials is better after all.
        _isFlat |= study.StopWhenFlat?.IsMet(history) == true;
        if (_isFlat)
            return null;
        Proposal? proposal;
        // A start that was given up may still be at it, also one of an earlier run.
        lock (_strategy)
            proposal = Proposer.Propose(_strategy, history, out _allTried);
        _hasMore = proposal is not null;
        if (proposal?.Round is { } round)
            Monitor.RoundStarted(round);
        return proposal;
    }

    private bool CanPromote => _pruning is { CanPromote: true } && _checkpoints is not null;

    private int? Promote(History history) => _pruning!.Promote(history, trial => _checkpoints!.Of(trial).Exists);

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

    private bool IsOutOfTime => (_budget.Time is { } time && _clock.GetElapsedTime(_started) >= time) || _totalTime?.IsUsedUp == true;

    private async Task<RunEnd> EndAsync(CancellationToken interrupt) =>
        interrupt.IsCancellationRequested ? RunEnd.Interrupted
        : AllFailed ? RunEnd.AllFailed
        : HasFailed ? RunEnd.TooManyFailures
        : _isFlat ? RunEnd.Flat
        : _allTried is not null ? RunEnd.AllTried
        // The last trial of the budget may have ended after the time.
        : IsOutOfTime && !((await record.CountAsync(CancellationToken.None)).Finished >= _budget.Trials) ? _totalTime?.IsUsedUp == true ? RunEnd.OutOfTotalTime : RunEnd.OutOfTime
        : !_hasMore ? RunEnd.NothingToPropose
        : RunEnd.Done;
}
