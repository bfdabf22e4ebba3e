using HyperSearch.Core;
using HyperSearch.Runner;

namespace HyperSearch;

/// <summary>A trial that a program has asked for, and whose score it is to tell. Safe for use by several threads.</summary>
public sealed class AskedTrial<TSettings> : ITrial
{
    private readonly HeldTrial _held;

    internal AskedTrial(TSettings settings, HeldTrial held) => (Settings, _held) = (settings, held);

    /// <summary>What the study's settings function made of the trial's point.</summary>
    public TSettings Settings { get; }

    /// <inheritdoc cref="ITrial.Number"/>
    public int Number => Running.Number;

    /// <inheritdoc cref="ITrial.Seed"/>
    public ulong Seed => Running.Seed;

    public ulong Split => Running.Split;

    /// <summary>Whether the pruner has told it to stop: after that <see cref="TellAsync"/> records it as pruned, whatever the score.</summary>
    public bool ShouldStop => Running.IsStopped;

    /// <inheritdoc cref="ITrial.Report(int, double)"/>
    public bool Report(int step, double value) => Running.Report(step, value);

    /// <inheritdoc/>
    public string Metric => Running.Metric;

    /// <inheritdoc cref="ITrial.Report(int, double, IEnumerable{ValueTuple{string, double}})"/>
    public bool Report(int step, double value, IEnumerable<(string Metric, double Value)> curves) => ((ITrial)Running).Report(step, value, curves);

    /// <inheritdoc/>
    public Checkpoint? Checkpoint => Running.Checkpoint;

    /// <inheritdoc/>
    public T Suggest<T>(Parameter<T> parameter) => Running.Suggest(parameter);

    /// <inheritdoc/>
    public void SaveCheckpoint(int step, Action<Stream> write) => Running.SaveCheckpoint(step, write);

    /// <inheritdoc/>
    public void Record(string metric, double value, int? step = null) => Running.Record(metric, value, step);

    /// <inheritdoc/>
    public void Note(string text) => Running.Note(text);

    /// <inheritdoc/>
    public void SaveArtifact(string name, Action<Stream> write) => Running.SaveArtifact(name, write);

    /// <summary>Tells the score.</summary>
    /// <param name="value">The metric of the study's goal; one that is not finite counts as a failure.</param>
    /// <returns>False where it came too late: another worker had taken the trial over, or it was ended by hand.</returns>
    /// <exception cref="InvalidOperationException">The trial was told before.</exception>
    public Task<bool> TellAsync(double value) => _held.TellAsync(value);

    /// <summary>Tells that the trial has failed.</summary>
    /// <param name="error">Why.</param>
    /// <inheritdoc cref="TellAsync" path="/returns"/>
    /// <inheritdoc cref="TellAsync" path="/exception"/>
    public Task<bool> FailAsync(string error) => _held.FailAsync(error);

    /// <inheritdoc cref="FailAsync(string)"/>
    public Task<bool> FailAsync(Exception error)
    {
        ArgumentNullException.ThrowIfNull(error);
        return FailAsync(ErrorText.Of(error));
    }

    /// <summary>Gives the trial back untold: whoever asks next gets it.</summary>
    /// <inheritdoc cref="TellAsync" path="/returns"/>
    /// <inheritdoc cref="TellAsync" path="/exception"/>
    public Task<bool> ReleaseAsync() => _held.ReleaseAsync();

    private RunningTrial Running => _held.Running;
}
