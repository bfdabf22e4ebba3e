using Search.Core;

namespace Search.Runner;

/// <summary>The trial that an objective sees while it runs.</summary>
internal sealed class RunningTrial : ITrial
{
    private readonly IStudyRecord _record;
    private readonly Trial _trial;
    private readonly PointReader _reader;
    private readonly Pruning? _pruning;
    private readonly List<Measurement> _measurements = [];

    private readonly CheckpointFile? _file;
    private readonly Action<Exception>? _unsaved;
    private bool _hasGoneOn;

    /// <param name="record">Where it is recorded.</param>
    /// <param name="space">The study's space.</param>
    /// <param name="trial">The trial.</param>
    /// <param name="pruning">What may stop it; null for nothing.</param>
    /// <param name="file">Where it saves its checkpoint; null where none is kept.</param>
    /// <param name="unsaved">Told of a checkpoint that could not be saved.</param>
    public RunningTrial(IStudyRecord record, SearchSpace space, Trial trial, Pruning? pruning = null, CheckpointFile? file = null, Action<Exception>? unsaved = null)
    {
        (_record, _trial, _pruning, _file, _unsaved) = (record, trial, pruning, file, unsaved);
        _reader = new PointReader(space, trial);
        Seed = TrialSeed.Of(record.Study, trial);
        if (file?.Read() is not var (checkpoint, measurements))
            return;
        Checkpoint = checkpoint;
        // The record dropped these when the trial was taken up again.
        foreach (var measurement in measurements)
            Keep(measurement);
    }

    public int Number => _trial.Number;

    public ulong Seed { get; }

    /// <summary>The last measurement reported; null before the first.</summary>
    public Measurement? Last => _measurements.Count > 0 ? _measurements[^1] : null;

    /// <summary>Whether the pruner has told it to stop.</summary>
    public bool IsStopped { get; private set; }

    public Checkpoint? Checkpoint { get; private set; }

    public T Suggest<T>(Parameter<T> parameter) => _reader.Suggest(parameter);

    public bool Report(int step, double value)
    {
        if (!double.IsFinite(value))
            throw new ArgumentException($"A reported value must be finite, but at step {step} it is {value}.", nameof(value));
        if (Last is { } last && step <= last.Step)
            throw new ArgumentException($"Steps must rise from report to report, but step {step} follows step {last.Step}.", nameof(step));
        _hasGoneOn = true;
        Keep(new Measurement(step, value));
        // What a promoted trial was stopped at is decided.
        if (!(step <= _trial.PromotedAt))
            IsStopped |= _pruning?.ShouldStop(_trial with { Measurements = [.. _measurements] }) ?? false;
        return !IsStopped;
    }

    public void SaveCheckpoint(int step, Action<Stream> write)
    {
        _hasGoneOn = true;
        try
        {
            _file?.Write(step, _measurements, write);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // A trial that cannot save what an interruption would need goes on without: a disk that is full is no fault of its own.
            _unsaved?.Invoke(exception);
        }
    }

    /// <summary>Lets it start anew, if it has a checkpoint and has not gone on from it.</summary>
    /// <returns>Whether it had one.</returns>
    public bool ForgetCheckpoint()
    {
        if (Checkpoint is null || _hasGoneOn)
            return false;
        Checkpoint = null;
        _measurements.Clear();
        return true;
    }

    private void Keep(Measurement measurement)
    {
        _record.Report(_trial, measurement);
        _measurements.Add(measurement);
    }
}
