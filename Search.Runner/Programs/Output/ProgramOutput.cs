using HyperSearch.Core;

namespace HyperSearch.Runner;

/// <summary>
/// What a program says, line by line: the goal's metric is the curve of the trial, and its last value is the score; other numbers
/// become metrics. Safe for use by several threads.
/// </summary>
/// <param name="trial">The trial.</param>
/// <param name="log">Takes the lines; null for none.</param>
internal sealed class ProgramOutput(ITrial trial, TrialLog? log)
{
    /// <summary>So many names of metrics are recorded for a trial, each of so many characters at most.</summary>
    public const int MostMetrics = 100, MostInName = 100;

    private readonly Lock _gate = new();
    private readonly OutputLog _log = new(log);
    private readonly OutputTail _tail = new();
    private readonly TaskCompletionSource _stop = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Thinning _curve = new();
    private readonly Dictionary<string, Thinning> _curves = new(StringComparer.Ordinal);
    private readonly Dictionary<string, double> _last = new(StringComparer.Ordinal);
    private bool _isClosed;
    private bool? _countsSteps;
    private int? _lastStep = trial.Checkpoint?.Step;
    private double? _lastOfOutput;
    private double? _lastOfErrors;

    /// <summary>Done when the program is to be stopped: because the trial was told to stop, or because of <see cref="Fault"/>.</summary>
    public Task Stopped => _stop.Task;

    /// <summary>What a report has thrown; null for nothing.</summary>
    public Exception? Fault { get; private set; }

    /// <summary>The last value of the goal's metric in the output, or in the errors where the output has none; null for none.</summary>
    public double? Last => _lastOfOutput ?? _lastOfErrors;

    /// <summary>The last step that was reported, also by an attempt before this one; null for none.</summary>
    public int? LastStep
    {
        get
        {
            lock (_gate)
                return _lastStep;
        }
    }

    /// <summary>What stands behind the goal's name and is no number; null for nothing.</summary>
    public string? Unread { get; private set; }

    /// <summary>The names of other numbers that it has said.</summary>
    public IReadOnlyCollection<string> Names => _last.Keys;

    /// <summary>Its last lines, safe to show.</summary>
    public IEnumerable<string> LastLines => _tail.Lines;

    /// <summary>Reads a stream to its end.</summary>
    /// <param name="stream">The output, or the errors.</param>
    /// <param name="isOutput">Which of them.</param>
    public void ReadAll(Stream stream, bool isOutput)
    {
        var lines = new LineAssembler(line => Add(line, isOutput));
        var bytes = new byte[16 << 10];
        try
        {
            while (stream.Read(bytes) is > 0 and var count)
                lines.Add(bytes.AsSpan(0, count));
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException)
        {
            // So ends a terminal that nobody prints to any more.
        }
        lines.End();
    }

    /// <summary>Has what the program says from here on be logged, and nothing else.</summary>
    public void Close()
    {
        lock (_gate)
            _isClosed = true;
    }

    /// <summary>Records what is known at the end only.</summary>
    public void Finish()
    {
        lock (_gate)
        {
            _isClosed = true;
            _log.Flush();
            if (Fault is not null)
                return;
            foreach (var (name, value) in _last)
            {
                if (double.IsFinite(value))
                    trial.Record(name, value);
            }
        }
    }

    /// <summary>Takes the numbers of a result file: the goal's metric there is the score, whatever the output has said.</summary>
    public void TakeResult(IReadOnlyList<SaidNumber> numbers)
    {
        lock (_gate)
        {
            _lastOfErrors = null;
            _lastOfOutput = numbers.Where(number => number.Name == trial.Metric).Select(number => (double?)number.Value).LastOrDefault();
            foreach (var (name, value) in numbers.Where(number => IsMetric(number.Name)))
                _last[name] = value;
        }
    }

    private void Add(string line, bool isOutput)
    {
        lock (_gate)
        {
            _log.Add(line);
            _tail.Add(line);
            if (_isClosed)
                return;
            try
            {
                Take(OutputLine.Read(line, trial.Metric), isOutput);
            }
#pragma warning disable CA1031 // It comes out of the thread that waits for the program.
            catch (Exception exception)
#pragma warning restore CA1031
            {
                Fault = exception;
                Stop();
            }
        }
    }

    private void Take(OutputLine line, bool isOutput)
    {
        Unread = line.Unread ?? Unread;
        var value = line.Numbers.Where(number => number.Name == trial.Metric).Select(number => (double?)number.Value).LastOrDefault();
        if (isOutput)
            _lastOfOutput = value ?? _lastOfOutput;
        else
            _lastOfErrors = value ?? _lastOfErrors;
        _countsSteps ??= value is null ? null : line.Step is null;
        var step = value is null ? line.Step : _countsSteps == true ? (_lastStep ?? 0) + 1 : line.Step;
        var others = line.Numbers.Where(number => IsMetric(number.Name)).ToArray();
        foreach (var (name, number) in others)
            _last[name] = number;
        if (step is not { } known)
            return;
        if (value is { } reported && double.IsFinite(reported))
            Report(known, reported, others);
        else if (value is null)
            RecordAll(others, known);
    }

    private void Report(int step, double value, SaidNumber[] others)
    {
        if (step <= _lastStep)
            return;
        _lastStep = step;
        if (!_curve.KeepsNext())
            return;
        if (!trial.Report(step, value, others.Where(other => double.IsFinite(other.Value)).Select(other => (other.Name, other.Value))))
            Stop();
    }

    private void RecordAll(SaidNumber[] numbers, int step)
    {
        foreach (var (name, number) in numbers)
        {
            if (double.IsFinite(number) && CurveOf(name).KeepsNext())
                trial.Record(name, number, step);
        }
    }

    private Thinning CurveOf(string name)
    {
        if (!_curves.TryGetValue(name, out var curve))
            _curves.Add(name, curve = new());
        return curve;
    }

    private bool IsMetric(string name) => name != trial.Metric && !name.Equals("step", StringComparison.OrdinalIgnoreCase) && !name.Equals("epoch", StringComparison.OrdinalIgnoreCase)
        && (_last.ContainsKey(name) || (_last.Count < MostMetrics && name.Length <= MostInName && NameRule.Objection("metric", name) is null));

    private void Stop()
    {
        _isClosed = true;
        _stop.TrySetResult();
    }
}
