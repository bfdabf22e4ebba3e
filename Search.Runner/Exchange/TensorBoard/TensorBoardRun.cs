using HyperSearch.Core;

namespace HyperSearch.Runner;

/// <summary>A trial that runs: a file that grows with each report, and a whole one at its end. Safe for use by several threads.</summary>
internal sealed class TensorBoardRun
{
    private readonly Lock _gate = new();
    private readonly TensorBoardFolder _folder;
    private readonly Goal _goal;
    private readonly Trial _trial;
    private readonly Action<Action> _try;
    private readonly TrialCurves _curves;
    private FileStream? _file;

    /// <param name="folder">The study's folder.</param>
    /// <param name="goal">The study's goal.</param>
    /// <param name="trial">The trial.</param>
    /// <param name="try">Runs what may fail.</param>
    public TensorBoardRun(TensorBoardFolder folder, Goal goal, Trial trial, Action<Action> @try)
    {
        (_folder, _goal, _trial, _try) = (folder, goal, trial, @try);
        // What a promoted trial had measured stays as it was.
        _curves = TrialCurves.Of(goal, trial, []);
        _try(() => _file = folder.Begin(trial));
    }

    public void Add(Measurement measurement)
    {
        lock (_gate)
        {
            if (measurement.Step <= _trial.PromotedAt)
                return;
            _curves.Add(measurement, Now);
            Append(measurement.Step, _goal.Metric, measurement.Value);
        }
    }

    public void Add(TrialMetric metric)
    {
        lock (_gate)
        {
            _curves.Add(metric, Now);
            if (metric.Step is { } step)
                Append(step, TrialCurves.TagOf(_goal, metric.Name), metric.Value);
        }
    }

    /// <summary>Ends it.</summary>
    /// <param name="result">What it came to; null where it goes on elsewhere.</param>
    /// <param name="metrics">What is on record besides.</param>
    public void End(TrialResult? result, IEnumerable<TrialMetric> metrics)
    {
        lock (_gate)
        {
            _file?.Dispose();
            _file = null;
            if (result is null)
                return;
            foreach (var metric in metrics)
                _curves.AddIfMissing(metric, _trial.Started ?? Now);
            _try(() => _folder.Write(_trial with { State = result.State, Value = result.Value, Finished = Now }, _curves));
        }
    }

    private static DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    private void Append(int step, string tag, double value)
    {
        if (_file is not null)
            _try(() => EventFile.Write(_file, EventMessages.Scalars(Now, step, [(tag, value)])));
    }
}
