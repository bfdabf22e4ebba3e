using HyperSearch.Core;

namespace HyperSearch.Runner;

/// <summary>A trial that was asked for and is to be told of, once. Safe for use by several threads.</summary>
/// <param name="trial">The trial, as it was handed out.</param>
/// <param name="running">What it reports.</param>
/// <param name="end">Records its end; null where it goes back to waiting.</param>
internal sealed class HeldTrial(Trial trial, RunningTrial running, Func<HeldTrial, TrialResult?, Task<bool>> end)
{
    private int _isTold;

    public Trial Trial => trial;

    public RunningTrial Running => running;

    /// <summary>How it ended, as far as this process knows; null until then, and where it was given back.</summary>
    public TrialResult? Result { get; private set; }

    /// <summary>Tells the score: of one that the pruner has stopped the last measurement.</summary>
    /// <returns>False where it came too late.</returns>
    /// <exception cref="InvalidOperationException">The trial was told before.</exception>
    public Task<bool> TellAsync(double value) => EndAsync(running is { IsStopped: true, LastMeasurement: { } last }
        ? TrialResult.Pruned(last.Value)
        : double.IsFinite(value) ? running.Complete(value) : TrialResult.Failed($"The score that was told is {value}: it must be finite."));

    /// <summary>Tells that it has failed.</summary>
    /// <inheritdoc cref="TellAsync" path="/returns"/>
    /// <inheritdoc cref="TellAsync" path="/exception"/>
    public Task<bool> FailAsync(string error) => EndAsync(TrialResult.Failed(error));

    /// <summary>Gives it back untold.</summary>
    /// <inheritdoc cref="TellAsync" path="/returns"/>
    /// <inheritdoc cref="TellAsync" path="/exception"/>
    public Task<bool> ReleaseAsync() => EndAsync(null);

    private async Task<bool> EndAsync(TrialResult? result)
    {
        if (Interlocked.Exchange(ref _isTold, 1) != 0)
            throw new InvalidOperationException($"Trial {trial.Number} was told before: a trial has one result.");
        running.End();
        Result = result;
        try
        {
            return await end(this, result);
        }
        catch
        {
            // The store may be back when it is told again.
            _isTold = 0;
            throw;
        }
    }
}
