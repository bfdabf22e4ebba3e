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

    private readonly RunCheckpoints? _checkpoints;
    private readonly OnceWarnings? _warnings;
    private readonly bool _keepsArtifacts;
    private readonly OutcomeMetrics _outcome;
    private int _notes;
    private bool _isStopped;
    private bool _isEnded;
    private bool _hasProgressed;

    /// <param name="record">Where it is recorded.</param>
    /// <param name="space">The study's space.</param>
    /// <param name="trial">The trial.</param>
    /// <param name="pruning">What may stop it; null for nothing.</param>
    /// <param name="checkpoints">Where it saves its checkpoint; null where none is kept.</param>
    /// <param name="saved">What it goes on from; null where it begins anew.</param>
    /// <param name="warnings">Told of what could not be kept.</param>
    /// <param name="keepsArtifacts">Whether the files that it saves are kept until its end.</param>
    /// <param name="continued">Where another process has brought the same attempt; null for none.</param>
    public RunningTrial(IStudyRecord record, SearchSpace space, Trial trial, Pruning? pruning = null, RunCheckpoints? checkpoints = null, SavedCheckpoint? saved = null, OnceWarnings? warnings = null, bool keepsArtifacts = true, ContinuedAttempt? continued = null)
    {
        (_record, _trial, _pruning, _checkpoints, _warnings, _keepsArtifacts) = (record, trial, pruning, checkpoints, warnings, keepsArtifacts);
        _reader = trial.ReaderIn(space);
        Seed = TrialSeed.Of(record.Study, trial);
        Split = TrialSeed.SplitOf(record.Study, trial);
        _outcome = new(record.Study);
        if (continued is not null)
        {
            _measurements.AddRange(trial.Measurements);
            TakeRecorded(upTo: null);
            (_isStopped, _notes, _hasProgressed) = (continued.IsStopped, continued.Notes, true);
            return;
        }
        if (saved is var (checkpoint, measurements))
        {
            Checkpoint = checkpoint;
            // The record dropped these when the trial was taken up again.
            foreach (var measurement in measurements)
                Add(measurement);
            TakeRecorded(checkpoint.Step);
        }
        Begin();
    }

    public int Number => _trial.Number;

    public ulong Seed { get; init; }

    public ulong Split { get; init; }

    public bool IsTest { get; init; }

    public string Metric => _record.Study.Goal.Metric;

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

    /// <summary>Whether it has saved a file.</summary>
    public bool HasArtifacts { get; private set; }

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
        return Decide(_pruning, reported, live);
    }

    /// <summary>
    /// Has the pruner decide on the last measurement of a trial that is taken up from its checkpoint: the process before may have died
    /// when it was told, or before it was.
    /// </summary>
    /// <returns>Whether it goes on.</returns>
    public bool DecideWhereItStands()
    {
        Trial reported;
        History live;
        lock (_gate)
        {
            if (_pruning is null || Checkpoint is null || _measurements is not [.., var last] || last.Step <= _trial.PromotedAt)
                return true;
            reported = _trial with { Measurements = [.. _measurements] };
            live = _pruning.Observe(reported);
        }
        return Decide(_pruning, reported, live);
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
        _checkpoints?.Save(_trial, step, measurements, write, IfRunning);
    }

    public void Record(string metric, double value, int? step = null)
    {
        if (ObjectionToMetric(metric, Metric) is { } objection)
            throw new ArgumentException(objection, nameof(metric));
        // What is recorded beside the score must not be the end of a trial that took hours.
        if (!double.IsFinite(value))
            _warnings?.Warn($"metric {metric}", $"Trial {Number} recorded {value} as '{metric}'. What is not finite is left out, from here on without a word.");
        else
            IfRunning(() => Record(new TrialMetric(Number, metric, step, value)));
    }

    /// <summary>Why it cannot be complete with a score: a goal or a constraint is without its number; null where it can, or where it would end otherwise.</summary>
    public string? ObjectionTo(double value)
    {
        lock (_gate)
            return _isStopped || !double.IsFinite(value) ? null : _outcome.ObjectionToMissing();
    }

    /// <summary>The result of a trial that has run to its end: it has failed where a goal or a constraint is without its number.</summary>
    /// <param name="value">Its score, finite.</param>
    public TrialResult Complete(double value)
    {
        lock (_gate)
            return _outcome.Complete(value);
    }

    public void Note(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var kept = text.Length <= TrialNote.MostCharacters ? text : $"{text.AsSpan(0, TrialNote.MostCharacters - 1)}…";
        // A trial that goes on from a checkpoint has the notes of earlier attempts.
        IfRunning(() =>
        {
            if (_notes < TrialNote.MostNotes)
                _record.ReportNote(_trial, new(Number, ContinuedAttempt.FirstNote(_trial) + _notes++, kept));
        });
    }

    public void SaveArtifact(string name, Action<Stream> write)
    {
        if (NameRule.Objection("artifact", name) is { } objection)
            throw new ArgumentException(objection, nameof(name));
        lock (_gate)
        {
            if (_isEnded || !_keepsArtifacts)
                return;
            HasArtifacts = true;
        }
        try
        {
            _record.SaveArtifactAsync(_trial, name, write).GetAwaiter().GetResult();
        }
        catch (StoreException exception)
        {
            _warnings?.Warn("artifact", $"An artifact could not be saved: {exception.Message} Trials go on without.");
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
            _outcome.Clear();
            Begin();
            return true;
        }
    }

    // A pruner may take its time; the trial can end meanwhile, and what is answered then goes nowhere.
    private bool Decide(Pruning pruning, Trial reported, History live)
    {
        var isStopped = pruning.ShouldStop(reported, live);
        lock (_gate)
        {
            if (!_isEnded)
                _record.ReportDecision(_trial, PruningDecision.Of(reported, isStopped, live));
            _isStopped |= isStopped && !_isEnded;
            return !_isStopped && !_isEnded;
        }
    }

    /// <summary>Why a metric beside the score cannot be called so; null where it can.</summary>
    public static string? ObjectionToMetric(string metric, string goal) => NameRule.Objection("metric", metric) ?? (metric == goal
        ? $"'{metric}' is the metric of the study's goal, which `Report` records: choose another name for one beside it."
        : null);

    // What an attempt before this one has recorded beside the score.
    private void Begin()
    {
        if (_trial.Attempt > 1)
            _record.ReportBegin(_trial, Checkpoint?.Step);
    }

    private void Record(TrialMetric metric)
    {
        _outcome.Add(metric);
        _record.ReportMetric(_trial, metric);
    }

    // What another process has recorded, or an attempt before this one until its checkpoint, is this attempt's as well.
    private void TakeRecorded(int? upTo)
    {
        if (_outcome.IsEmpty)
            return;
        foreach (var metric in _record.ReadMetricsAsync(Number, CancellationToken.None).GetAwaiter().GetResult())
        {
            if (!(metric.Step > upTo))
                _outcome.Add(metric);
        }
    }

    private void Add(Measurement measurement)
    {
        _record.Report(_trial, measurement);
        _measurements.Add(measurement);
    }
}
