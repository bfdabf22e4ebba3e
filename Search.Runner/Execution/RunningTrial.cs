using HyperSearch.Core;

namespace HyperSearch.Runner;

/// <summary>The trial that an objective sees while it runs. Safe for use by several threads, also after its end.</summary>
internal sealed class RunningTrial : ITrial
{
    private readonly Lock _gate = new();
    private readonly IStudyRecord _record;
    private readonly Trial _trial;
    private readonly PointReader _reader;
    private readonly Pruning? _pruning;
    private readonly List<Measurement> _measurements = [];

    private readonly CheckpointFile? _file;
    private readonly Action<Exception>? _saveFailed;
    private bool _isStopped;
    private bool _isEnded;
    private bool _hasProgressed;

    /// <param name="record">Where it is recorded.</param>
    /// <param name="space">The study's space.</param>
    /// <param name="trial">The trial.</param>
    /// <param name="pruning">What may stop it; null for nothing.</param>
    /// <param name="file">Where it saves its checkpoint; null where none is kept.</param>
    /// <param name="saveFailed">Told of a checkpoint that could not be saved.</param>
    public RunningTrial(IStudyRecord record, SearchSpace space, Trial trial, Pruning? pruning = null, CheckpointFile? file = null, Action<Exception>? saveFailed = null)
    {
        (_record, _trial, _pruning, _file, _saveFailed) = (record, trial, pruning, file, saveFailed);
        _reader = trial.ReaderIn(space);
        Seed = TrialSeed.Of(record.Study, trial);
        if (file?.Read() is not var (checkpoint, measurements))
            return;
        Checkpoint = checkpoint;
        // The record dropped these when the trial was taken up again.
        foreach (var measurement in measurements)
            Add(measurement);
    }

    public int Number => _trial.Number;

    public ulong Seed { get; }

    /// <summary>The last measurement reported; null before the first.</summary>
    public Measurement? LastMeasurement
    {
        get
        {
            lock (_gate)
                return _measurements.Count > 0 ? _measurements[^1] : null;
        }
    }

    /// <summary>Whether the pruner has told it to stop.</summary>
    public bool IsStopped
    {
        get
        {
            lock (_gate)
                return _isStopped;
        }
    }

    public Checkpoint? Checkpoint { get; private set; }

    public T Suggest<T>(Parameter<T> parameter) => _reader.Suggest(parameter);

    public bool Report(int step, double value)
    {
        Trial reported;
        History? live;
        lock (_gate)
        {
            if (_isEnded)
                return false;
            var measurement = new Measurement(step, value);
            if (_measurements is [.., var last] && step <= last.Step)
                throw new ArgumentException($"Steps must rise from report to report, but step {step} follows step {last.Step}.", nameof(step));
            _hasProgressed = true;
            Add(measurement);
            // What a promoted trial was stopped at is decided.
            if (_pruning is null || step <= _trial.PromotedAt)
                return !_isStopped;
            reported = _trial with { Measurements = [.. _measurements] };
            live = _pruning.Observe(reported);
        }
        // A pruner may take its time; the trial can end meanwhile.
        var isStopped = _pruning.ShouldStop(reported, live);
        lock (_gate)
        {
            // What is answered after the trial's end goes nowhere.
            if (!_isEnded)
                _record.ReportDecision(_trial, PruningDecision.Of(reported, isStopped, live));
            _isStopped |= isStopped && !_isEnded;
            return !_isStopped && !_isEnded;
        }
    }

    public void SaveCheckpoint(int step, Action<Stream> write)
    {
        Measurement[] measurements;
        lock (_gate)
        {
            if (_isEnded)
                return;
            _hasProgressed = true;
            measurements = [.. _measurements];
        }
        try
        {
            _file?.Write(step, measurements, write, IfRunning);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // A trial that cannot save what an interruption would need goes on without: a disk that is full is no fault of its own.
            _saveFailed?.Invoke(exception);
        }
    }

    /// <summary>
    /// Ends it: from here on what the objective reports and saves goes nowhere, be it by a thread that was left behind or by one of
    /// its own.
    /// </summary>
    public void End()
    {
        lock (_gate)
            _isEnded = true;
    }

    private void IfRunning(Action act)
    {
        lock (_gate)
        {
            if (!_isEnded)
                act();
        }
    }

    /// <summary>Lets it start anew, if it has a checkpoint and has not gone on from it.</summary>
    /// <returns>Whether it had one.</returns>
    public bool DiscardCheckpoint()
    {
        lock (_gate)
        {
            if (Checkpoint is null || _hasProgressed)
                return false;
            Checkpoint = null;
            _measurements.Clear();
            return true;
        }
    }

    private void Add(Measurement measurement)
    {
        _record.Report(_trial, measurement);
        _measurements.Add(measurement);
    }
}
