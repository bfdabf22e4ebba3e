using Polly;
using Polly.Retry;
using Search.Core;

namespace Search.Runner;

/// <summary>Runs one trial's objective under the study's policy: retries, time-out, memory ceiling, cancellation.</summary>
/// <remarks>The only place that turns what an objective throws into a result.</remarks>
internal sealed class TrialRun(Study study, MemoryWatch? memory, Action<string> warn)
{
    private readonly TrialPolicy _policy = study.Policy;
    private readonly ResiliencePipeline _retry = Retry(study.Policy);

    /// <summary>How the trial ended, or null where it was interrupted.</summary>
    /// <param name="begin">Makes the trial that the objective sees, anew for each attempt.</param>
    /// <param name="number">The trial's number.</param>
    /// <param name="interrupt">Set when the run is interrupted.</param>
    public TrialResult? Run(Func<RunningTrial> begin, int number, CancellationToken interrupt)
    {
        using var limits = CancellationTokenSource.CreateLinkedTokenSource(interrupt);
        if (_policy.TimeOut is { } timeOut)
            limits.CancelAfter(timeOut);
        using var watched = memory?.Watch(number, limits);
        var result = _policy.TimeOut is null && memory is null
            ? Attempt(begin, limits.Token)
            : AttemptElsewhere(begin, number, limits.Token, interrupt);
        if (result is not null)
            return result;
        if (interrupt.IsCancellationRequested)
            return null;
        return TrialResult.Failed(watched?.Reason ?? $"The trial ran longer than its time-out of {Durations.Format(_policy.TimeOut!.Value)}.");
    }

    // A trial with limits runs on a thread of its own, which can be left behind if the objective ignores the cancellation.
    private TrialResult? AttemptElsewhere(Func<RunningTrial> begin, int number, CancellationToken limits, CancellationToken interrupt)
    {
        var attempt = Task.Factory.StartNew(() => Attempt(begin, limits), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        WaitHandle.WaitAny([((IAsyncResult)attempt).AsyncWaitHandle, limits.WaitHandle]);
        if (attempt.IsCompleted || interrupt.IsCancellationRequested || attempt.Wait(_policy.Grace, CancellationToken.None))
            return attempt.GetAwaiter().GetResult();
        warn($"Trial {number} ignores its cancellation: it is recorded as failed, and its thread is left behind.");
        return null;
    }

    // Null where it was cancelled.
    private TrialResult? Attempt(Func<RunningTrial> begin, CancellationToken cancel)
    {
        try
        {
            return _retry.Execute(token => Once(begin(), token), cancel);
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            return null;
        }
#pragma warning disable CA1031 // Whatever an objective throws is that trial's failure, not the study's.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            return TrialResult.Failed(exception.ToString());
        }
    }

    private TrialResult Once(RunningTrial trial, CancellationToken cancel)
    {
        var value = Score(trial, cancel);
        if (trial.IsStopped)
            return TrialResult.Pruned(trial.Last!.Value.Value);
        return double.IsFinite(value)
            ? TrialResult.Complete(value)
            : TrialResult.Failed($"The objective returned {value}: a score must be finite.");
    }

    // What cannot go on from its checkpoint would not at the next attempt either.
    private double Score(RunningTrial trial, CancellationToken cancel)
    {
        try
        {
            return study.Run(trial, cancel);
        }
        catch (Exception exception) when ((exception is InvalidDataException or EndOfStreamException) && trial.ForgetCheckpoint())
        {
            warn($"Trial {trial.Number} cannot go on from its checkpoint and starts anew: {exception.Message}");
            return study.Run(trial, cancel);
        }
    }

    private static ResiliencePipeline Retry(TrialPolicy policy) => policy.Retries == 0
        ? ResiliencePipeline.Empty
        : new ResiliencePipelineBuilder().AddRetry(new RetryStrategyOptions
        {
            MaxRetryAttempts = policy.Retries,
            Delay = policy.RetryDelay,
            BackoffType = DelayBackoffType.Exponential,
            UseJitter = true,
            ShouldHandle = arguments => ValueTask.FromResult(arguments.Outcome.Exception is { } exception
                && !arguments.Context.CancellationToken.IsCancellationRequested && policy.IsRetried(exception)),
        }).Build();
}
