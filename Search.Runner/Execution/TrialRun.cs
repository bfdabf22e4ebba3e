using HyperSearch.Core;
using Polly;
using Polly.Retry;

namespace HyperSearch.Runner;

/// <summary>Runs one trial's objective under the study's policy: retries, time-out, memory ceiling, cancellation.</summary>
/// <remarks>The only place that turns what an objective throws into a result.</remarks>
internal sealed class TrialRun(Study study, MemoryWatch? memory, Action<string> warn)
{
    private readonly TrialPolicy _policy = study.Policy;
    private readonly ResiliencePipeline _retry = Retry(study.Policy, warn);

    /// <summary>How the trial ended, or null where it was interrupted.</summary>
    /// <param name="begin">Makes the trial that the objective sees, anew for each attempt.</param>
    /// <param name="number">The trial's number.</param>
    /// <param name="log">Takes what it prints.</param>
    /// <param name="interrupt">Set when the run is interrupted.</param>
    public TrialResult? Run(Func<RunningTrial> begin, int number, TrialLog log, CancellationToken interrupt)
    {
        using var limits = new TrialCancellation(number, _policy.Timeout, warn, interrupt);
        var attempts = new Attempts(begin, log);
        var watched = memory?.Watch(number, limits);
        var result = _policy.Timeout is null && memory is null
            ? Attempt(attempts, limits.Token)
            : AttemptOnOwnThread(attempts, number, watched, limits.Token, interrupt);
        attempts.End();
        if (result is not null)
            return result;
        if (interrupt.IsCancellationRequested)
            return null;
        return TrialResult.Failed(watched?.Reason ?? $"The trial ran longer than its time-out of {Durations.Format(_policy.Timeout!.Value)}.");
    }

    // A trial with limits runs on a thread of its own, which can be left behind if the objective ignores the cancellation.
    private TrialResult? AttemptOnOwnThread(Attempts attempts, int number, MemoryWatch.WatchedTrial? watched, CancellationToken limits, CancellationToken interrupt)
    {
        var attempt = Task.Factory.StartNew(
            () =>
            {
                using (watched)
                    return Attempt(attempts, limits);
            },
            CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        WaitHandle.WaitAny([((IAsyncResult)attempt).AsyncWaitHandle, limits.WaitHandle]);
        if (attempt.IsCompleted || interrupt.IsCancellationRequested || attempt.Wait(_policy.Grace, CancellationToken.None))
            return attempt.GetAwaiter().GetResult();
        warn($"Trial {number} ignores its cancellation: it {(interrupt.IsCancellationRequested ? "goes back to waiting" : "is recorded as failed")}, and its thread is left behind."
            + (watched is null ? "" : " Until that has ended no other trial is cancelled for its memory."));
        return null;
    }

    // Null where it was cancelled.
    private TrialResult? Attempt(Attempts attempts, CancellationToken cancel)
    {
        try
        {
            return _retry.Execute(token => RunOnce(attempts, token), cancel);
        }
        catch (Exception exception) when (cancel.IsCancellationRequested && IsCancellation(exception))
        {
            return null;
        }
#pragma warning disable CA1031 // Whatever an objective throws is that trial's failure, not the study's.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            return TrialResult.Failed(ErrorText.Of(exception));
        }
    }

    private TrialResult RunOnce(Attempts attempts, CancellationToken cancel)
    {
        var trial = attempts.Begin();
        var value = double.NaN;
        try
        {
            if (trial.DecideWhereItStands())
                value = attempts.Log.During(() => Score(trial, cancel));
        }
        finally
        {
            trial.End();
        }
        if (trial.IsStopped)
            return TrialResult.Pruned(trial.LastMeasurement!.Value.Value);
        return double.IsFinite(value)
            ? trial.Complete(value)
            : TrialResult.Failed($"The objective returned {value}: a score must be finite.");
    }

    // What cannot go on from its checkpoint would not at the next attempt either.
    private double Score(RunningTrial trial, CancellationToken cancel)
    {
        try
        {
            return study.Run(trial, cancel);
        }
        catch (Exception exception) when ((exception is InvalidDataException or EndOfStreamException) && trial.DiscardCheckpoint())
        {
            warn($"Trial {trial.Number} cannot go on from its checkpoint and starts anew: {exception.Message}");
            return study.Run(trial, cancel);
        }
    }

    // Also as Task.Wait and Parallel tell it.
    private static bool IsCancellation(Exception exception) => exception is OperationCanceledException
        || (exception is AggregateException several && several.Flatten().InnerExceptions is { Count: > 0 } all && all.All(one => one is OperationCanceledException));

    private static ResiliencePipeline Retry(TrialPolicy policy, Action<string> warn) => policy.Retries == 0
        ? ResiliencePipeline.Empty
        : new ResiliencePipelineBuilder().AddRetry(new RetryStrategyOptions
        {
            MaxRetryAttempts = policy.Retries,
            Delay = policy.RetryDelay,
            BackoffType = DelayBackoffType.Exponential,
            UseJitter = true,
            ShouldHandle = arguments => ValueTask.FromResult(arguments.Outcome.Exception is { } exception
                && !arguments.Context.CancellationToken.IsCancellationRequested && IsRetried(policy, exception, warn)),
        }).Build();

    private static bool IsRetried(TrialPolicy policy, Exception exception, Action<string> warn)
    {
        try
        {
            return policy.IsRetried(exception);
        }
#pragma warning disable CA1031 // The trial has failed by its own exception, not by this one.
        catch (Exception asked)
#pragma warning restore CA1031
        {
            warn($"The study's IsRetried, asked about {ErrorText.InOneLine(exception)}, threw {ErrorText.InOneLine(asked)}. The trial is not run again.");
            return false;
        }
    }

    /// <summary>The attempts at one trial, of which at most the newest reports.</summary>
    private sealed class Attempts(Func<RunningTrial> begin, TrialLog log)
    {
        private readonly Lock _lock = new();
        private RunningTrial? _newest;
        private bool _isOver;

        public TrialLog Log => log;

        public RunningTrial Begin()
        {
            lock (_lock)
                return _isOver ? throw new OperationCanceledException() : _newest = begin();
        }

        /// <summary>Ends the trial, also for a thread that was left behind.</summary>
        public void End()
        {
            lock (_lock)
                _isOver = true;
            _newest?.End();
        }
    }
}
