using HyperSearch.Core;
using HyperSearch.Runner;

namespace HyperSearch;

/// <summary>A trial that a program has asked for, and whose score it is to tell. Safe for use by several threads.</summary>
public sealed class AskedTrial<TSettings> : ITrial
{
    private readonly RunningTrial _running;
    private readonly Trial _trial;
    private readonly Func<Trial, RunningTrial, TrialResult?, Task<bool>> _end;
    private int _isTold;

    internal AskedTrial(TSettings settings, Trial trial, RunningTrial running, Func<Trial, RunningTrial, TrialResult?, Task<bool>> end) =>
        (Settings, _trial, _running, _end) = (settings, trial, running, end);

    /// <summary>What the study's settings function made of the trial's point.</summary>
    public TSettings Settings { get; }

    /// <inheritdoc cref="ITrial.Number"/>
    public int Number => _running.Number;

    /// <inheritdoc cref="ITrial.Seed"/>
    public ulong Seed => _running.Seed;

    /// <summary>Whether the pruner has told it to stop: after that <see cref="TellAsync"/> records it as pruned, whatever the score.</summary>
    public bool ShouldStop => _running.IsStopped;

    /// <inheritdoc cref="ITrial.Report(int, double)"/>
    public bool Report(int step, double value) => _running.Report(step, value);

    /// <inheritdoc/>
    public string Metric => _running.Metric;

    /// <inheritdoc cref="ITrial.Report(int, double, IEnumerable{ValueTuple{string, double}})"/>
    public bool Report(int step, double value, IEnumerable<(string Metric, double Value)> curves) => ((ITrial)_running).Report(step, value, curves);

    /// <inheritdoc/>
    public Checkpoint? Checkpoint => _running.Checkpoint;

    /// <inheritdoc/>
    public T Suggest<T>(Parameter<T> parameter) => _running.Suggest(parameter);

    /// <inheritdoc/>
    public void SaveCheckpoint(int step, Action<Stream> write) => _running.SaveCheckpoint(step, write);

    /// <inheritdoc/>
    public void Record(string metric, double value, int? step = null) => _running.Record(metric, value, step);

    /// <inheritdoc/>
    public void Note(string text) => _running.Note(text);

    /// <inheritdoc/>
    public void SaveArtifact(string name, Action<Stream> write) => _running.SaveArtifact(name, write);

    /// <summary>Tells the score.</summary>
    /// <param name="value">The metric of the study's goal; one that is not finite counts as a failure.</param>
    /// <returns>False where it came too late: another worker had taken the trial over, or it was ended by hand.</returns>
    /// <exception cref="InvalidOperationException">The trial was told before.</exception>
    public Task<bool> TellAsync(double value) => EndAsync(_running is { IsStopped: true, LastMeasurement: { } last }
        ? TrialResult.Pruned(last.Value)
        : double.IsFinite(value) ? TrialResult.Complete(value) : TrialResult.Failed($"The score that was told is {value}: it must be finite."));

    /// <summary>Tells that the trial has failed.</summary>
    /// <param name="error">Why.</param>
    /// <inheritdoc cref="TellAsync" path="/returns"/>
    /// <inheritdoc cref="TellAsync" path="/exception"/>
    public Task<bool> FailAsync(string error) => EndAsync(TrialResult.Failed(error));

    /// <inheritdoc cref="FailAsync(string)"/>
    public Task<bool> FailAsync(Exception error)
    {
        ArgumentNullException.ThrowIfNull(error);
        return FailAsync(ErrorText.Of(error));
    }

    /// <summary>Gives the trial back untold: whoever asks next gets it.</summary>
    /// <inheritdoc cref="TellAsync" path="/returns"/>
    /// <inheritdoc cref="TellAsync" path="/exception"/>
    public Task<bool> ReleaseAsync() => EndAsync(null);

    private async Task<bool> EndAsync(TrialResult? result)
    {
        if (Interlocked.Exchange(ref _isTold, 1) != 0)
            throw new InvalidOperationException($"Trial {Number} was told before: a trial has one result.");
        _running.End();
        return await _end(_trial, _running, result);
    }
}
