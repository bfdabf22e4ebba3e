namespace HyperSearch.Runner;

/// <summary>What one trial reported, by step and tag, with the time of each. Of a step the last value counts, as on record.</summary>
/// <param name="goal">The study's goal.</param>
internal sealed class TrialCurves(Goal goal)
{
    private readonly SortedDictionary<long, SortedDictionary<string, (double Value, DateTimeOffset Time)>> _steps = [];
    private readonly SortedDictionary<string, double> _whole = new(StringComparer.Ordinal);

    /// <summary>The curves of a trial on record, where the times of its steps are not known: they are spread over its run.</summary>
    public static TrialCurves Of(Goal goal, Trial trial, IEnumerable<TrialMetric> metrics)
    {
        var curves = new TrialCurves(goal);
        var (started, finished) = (trial.Started ?? trial.Finished ?? DateTimeOffset.UnixEpoch, trial.Finished ?? trial.Started ?? DateTimeOffset.UnixEpoch);
        TrialMetric[] all = [.. metrics];
        long[] steps = [.. trial.Measurements.Select(measurement => (long)measurement.Step).Concat(all.Where(metric => metric.Step is not null).Select(metric => (long)metric.Step!)).Distinct().Order()];
        foreach (var measurement in trial.Measurements)
            curves.Add(measurement, TimeOf(measurement.Step));
        foreach (var metric in all)
            curves.Add(metric, metric.Step is { } step ? TimeOf(step) : finished);
        return curves;

        DateTimeOffset TimeOf(long step) => started + (finished - started) * ((Array.BinarySearch(steps, step) + 1.0) / steps.Length);
    }

    /// <summary>The tag of a trial's score, beside that of its curve.</summary>
    public static string ScoreTag(Goal goal) => goal.Metric + "/score";

    /// <summary>The tag of a metric beside the goal's.</summary>
    public static string TagOf(Goal goal, string metric) => metric == ScoreTag(goal) ? metric + " (recorded)" : metric;

    public void Add(Measurement measurement, DateTimeOffset time) => Add(measurement.Step, goal.Metric, measurement.Value, time);

    public void Add(TrialMetric metric, DateTimeOffset time)
    {
        if (metric.Step is { } step)
            Add(step, TagOf(goal, metric.Name), metric.Value, time);
        else
            _whole[TagOf(goal, metric.Name)] = metric.Value;
    }

    /// <summary>Adds what is on record and is not known.</summary>
    public void AddIfMissing(TrialMetric metric, DateTimeOffset time)
    {
        if (metric.Step is not { } step || !_steps.TryGetValue(step, out var values) || !values.ContainsKey(TagOf(goal, metric.Name)))
            Add(metric, time);
    }

    /// <summary>All events of the trial, which has ended.</summary>
    public IEnumerable<byte[]> Events(SearchSpace space, Trial trial)
    {
        var finished = trial.Finished ?? trial.Started ?? DateTimeOffset.UnixEpoch;
        foreach (var begin in BeginEvents(space, trial))
            yield return begin;
        // By rising step, since TensorBoard takes a lower one for a new beginning.
        foreach (var (step, values) in _steps)
            yield return EventMessages.Scalars(values.Values.Max(value => value.Time), step, values.Select(value => (value.Key, value.Value.Value)));
        var last = _steps.Count > 0 ? Math.Max(0, _steps.Keys.Last()) : 0;
        var whole = _whole.Where(metric => _steps.Values.All(values => !values.ContainsKey(metric.Key))).Select(metric => (metric.Key, metric.Value)).ToList();
        if (trial is { State: TrialState.Complete, Value: { } score })
            whole.Add((ScoreTag(goal), score));
        if (whole.Count > 0)
            yield return EventMessages.Scalars(finished, last, whole);
        yield return EventMessages.Plugin(finished, last, HyperparameterMessages.EndTag, HyperparameterMessages.Plugin, HyperparameterMessages.OfEnd(trial, finished));
    }

    /// <summary>The events with which a trial begins.</summary>
    public static IEnumerable<byte[]> BeginEvents(SearchSpace space, Trial trial)
    {
        var started = trial.Started ?? trial.Finished ?? DateTimeOffset.UnixEpoch;
        yield return EventMessages.Begin(started);
        yield return EventMessages.Plugin(started, 0, HyperparameterMessages.StartTag, HyperparameterMessages.Plugin, HyperparameterMessages.OfBegin(space, trial));
    }

    private void Add(long step, string tag, double value, DateTimeOffset time)
    {
        if (!_steps.TryGetValue(step, out var values))
            _steps.Add(step, values = new(StringComparer.Ordinal));
        values[tag] = (value, time);
    }
}
