using System.Collections.Concurrent;
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

    private static readonly TimeSpan LookForWork = TimeSpan.FromMilliseconds(500);

    private readonly Budget _budget = options.Budget ?? study.Budget;
    private readonly IStrategy _strategy = options.Strategy ?? study.Strategy ?? new AutoSearch();
    private readonly Pruning? _pruning = options.Prune && study.Pruner is { } pruner ? new(pruner, record.Study) : null;
    private readonly ReproducibleOrder? _order = options.Reproducible ? new(options.Workers) : null;
    private readonly TimeProvider _clock = TimeProvider.System;
    private long _started;
    private int _finished;
    private int _failed;
    private string? _lastError;
    private bool _isWarnedOfCheckpoint;
    private readonly ConcurrentDictionary<string, bool> _checkpointWarnings = new(StringComparer.Ordinal);

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
        if (options.CheckpointFolder is { } checkpoints)
            new CheckpointFolder(checkpoints).RemoveLeftovers(record.Study.Name);
        if (_pruning is not null)
            await _pruning.ReadAsync(record);
        using var memory = study.Policy.MemoryLimit is { } ceiling ? new MemoryWatch(ceiling) : null;
        var trialRun = new TrialRun(study, memory, Monitor.Warn);
        using var failure = CancellationTokenSource.CreateLinkedTokenSource(interrupt);
        using var heart = new CancellationTokenSource();
        var heartbeat = BeatAsync(heart.Token);
        try
        {
            await Task.WhenAll(Enumerable.Range(0, options.Workers).Select(_ => StartWorker(trialRun, failure)));
        }
        finally
        {
            await heart.CancelAsync();
            await heartbeat;
        }
        var end = End(interrupt);
        if (end == RunEnd.Done)
            await RemoveCheckpointsAsync();
        return new(end, _finished, _lastError) { Waited = _order?.Waited ?? TimeSpan.Zero };
    }

    // Those of trials that stay pruned, once no trial is left whose result could get one promoted.
    private async Task RemoveCheckpointsAsync()
    {
        if (study.Pruner is not IPromotingPruner || options.CheckpointFolder is null)
            return;
        var trials = await record.ReadAsync();
        if (trials.All(trial => trial.IsFinished))
        {
            foreach (var trial in trials.Where(trial => trial.State == TrialState.Pruned))
                CheckpointOf(trial)?.Delete();
        }
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
        var next = Start(_order is null ? null : _order.First, interrupt);
        while (next is not null || StaysFor(interrupt))
            next = next is { } trial ? RunAndStartNext(trialRun, trial, interrupt) : Start(_order is null ? null : _order.Late, interrupt);
    }

    private Trial? RunAndStartNext(TrialRun trialRun, Trial trial, CancellationToken interrupt)
    {
        Monitor.Started(trial);
        var checkpoint = CheckpointOf(trial);
        var result = trialRun.Run(() => new RunningTrial(record, space, trial, _pruning, checkpoint, WarnOfCheckpoint), trial.Number, interrupt);
        if (_order?.Await(trial.Number, interrupt) == false)
            result = null;
        Monitor.Ended(trial, result);
        if (result is null)
        {
            record.ReleaseAsync(trial).GetAwaiter().GetResult();
            return null;
        }
        Count(result);
        // Both are queued before either is waited for, so that one commit serves both.
        var finish = record.FinishAsync(trial, result);
        var start = StartNext(interrupt);
        if (!finish.GetAwaiter().GetResult())
            Monitor.Warn($"The result of trial {trial.Number} came too late and was discarded: another worker had taken the trial over, or it was ended by hand.");
        else if (result.State != TrialState.Pruned || _pruning?.Promotes != true)
            checkpoint?.Delete();
        var next = Wait(start, interrupt);
        _order?.Pass(trial.Number, next?.Number);
        return next;
    }

    // Once: if one cannot be saved, the others most likely cannot either.
    private void WarnOfCheckpoint(Exception exception)
    {
        if (Interlocked.Exchange(ref _isWarnedOfCheckpoint, true))
            return;
        Monitor.Warn($"A checkpoint could not be saved: {exception.Message} Trials go on; one that is interrupted starts from an older checkpoint, or anew.");
    }

    // Whether to look again for something to start, after a pause: a trial that another worker gives back, or dies over, or whose
    // result gets another one promoted.
    private bool StaysFor(CancellationToken interrupt)
    {
        if (!(options.StayUntilDone || CanPromote) || interrupt.IsCancellationRequested || HasFailed || IsOutOfTime)
            return false;
        var counts = record.CountAsync(CancellationToken.None).GetAwaiter().GetResult();
        return counts.Running + counts.Waiting > 0 && !interrupt.WaitHandle.WaitOne(LookForWork);
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
        var random = new RandomStream(history.Problem.Seed, history.Number, StreamPurpose.Propose);
        _pruning?.See(history.Results);
        Proposal? proposal;
        // A start that was given up may still be at it, also one of an earlier run.
        lock (_strategy)
            proposal = _strategy.Propose(history, ref random);
        if (proposal?.Round is { } round)
            Monitor.Began(round);
        return proposal;
    }

    private bool CanPromote => _pruning is { Promotes: true } && options.CheckpointFolder is not null;

    private int? Promote(History history) => _pruning!.Promote(history, trial => CheckpointOf(trial)!.Exists);

    private CheckpointFile? CheckpointOf(Trial trial) =>
        options.CheckpointFolder is { } folder ? new(folder, record.Study.Name, space, trial, WarnOnce) : null;

    // A checkpoint is looked at with each start.
    private void WarnOnce(string warning)
    {
        if (_checkpointWarnings.TryAdd(warning, true))
            Monitor.Warn(warning);
    }

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

    private bool IsOutOfTime => _budget.Time is { } time && _clock.GetElapsedTime(_started) >= time;

    private RunEnd End(CancellationToken interrupt) =>
        interrupt.IsCancellationRequested ? RunEnd.Interrupted
        : AllFailed ? RunEnd.AllFailed
        : HasFailed ? RunEnd.TooManyFailures
        : IsOutOfTime ? RunEnd.OutOfTime
        : RunEnd.Done;

    private async Task BeatAsync(CancellationToken stop)
    {
        using var timer = new PeriodicTimer(record.Heartbeat, _clock);
        var isWell = true;
        try
        {
            while (await timer.WaitForNextTickAsync(stop))
                isWell = await BeatOnceAsync(isWell);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
        }
    }

    // Trials go on without the store until they have something to record: it may be back by then.
    private async Task<bool> BeatOnceAsync(bool wasWell)
    {
        try
        {
            await record.HeartbeatAsync();
            return true;
        }
        catch (StoreException exception)
        {
            if (wasWell)
                Monitor.Warn($"For a while the record did not hear that this process lives, and another machine may have taken its trials over. {exception.Message}");
            return false;
        }
    }
}
