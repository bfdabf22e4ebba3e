using Search.Core;

namespace Search.Runner;

/// <summary>The record of a study in memory.</summary>
internal sealed class MemoryStudyRecord(StudyDefinition study) : IStudyRecord
{
    private readonly Lock _lock = new();
    private readonly HistoryLog _log = new(study);
    private readonly SortedDictionary<int, Trial> _trials = [];
    private readonly Dictionary<int, SortedDictionary<int, double>> _measurements = [];
    private readonly SortedDictionary<int, SearchRound> _rounds = [];
    private readonly List<(int NextTrial, IReadOnlyList<ParameterDefinition> Parameters)> _earlier = [];
    private MemoryStudyRecord? _wider;

    public StudyDefinition Study => study;

    public DateTimeOffset Created { get; private init; } = TimeProvider.System.GetUtcNow();

    // There is no other machine.
    public TimeSpan Heartbeat => TimeSpan.FromDays(1);

    public Task<IReadOnlyList<Trial>> ReadAsync(CancellationToken cancel = default) =>
        Unchanged<IReadOnlyList<Trial>>(() => [.. _trials.Values.Select(WithMeasurements)]);

    public async Task<IReadOnlyList<Trial>> ReadBestAsync(int count, CancellationToken cancel = default) =>
        [.. new BestFirst(study.Goal).Complete(await ReadAsync(cancel)).Take(count)];

    public Task<TrialCounts> CountAsync(CancellationToken cancel = default)
    {
        lock (_lock)
            return _wider?.CountAsync(cancel) ?? Task.FromResult(TrialCounts.Of(_trials.Values));
    }

    public Task<IReadOnlyList<SearchRound>> ReadRoundsAsync(CancellationToken cancel = default)
    {
        lock (_lock)
            return Task.FromResult<IReadOnlyList<SearchRound>>([.. _rounds.Values]);
    }

    public Task<IReadOnlyList<RecordedSpace>> ReadSpacesAsync(CancellationToken cancel = default)
    {
        lock (_lock)
            return Task.FromResult(RecordedSpace.Sequence(_earlier, [.. study.Space.Parameters.Select(parameter => parameter.Definition)]));
    }

    public Task<Trial> EnqueueAsync(Point point, CancellationToken cancel = default) => Unchanged(() =>
        Keep(new Trial(_log.Count, TrialState.Waiting, study.Space.PointOf(study.Space.ValuesOf(point))) { Attempt = 0 }));

    public Task<Trial?> StartAsync(Func<History, Proposal?> propose, int? mostTrials, Func<History, int?>? promote, CancellationToken cancel = default) => Unchanged(() =>
    {
        cancel.ThrowIfCancellationRequested();
        return ClaimWaiting() ?? Promote(promote) ?? StartNew(propose, mostTrials);
    });

    /// <summary>The record of the same trials in a wider space, which takes the place of this one.</summary>
    /// <exception cref="StudyChangedException">The study differs otherwise.</exception>
    public MemoryStudyRecord Widen(StudyDefinition wider)
    {
        lock (_lock)
        {
            if (study.ObjectionsToWidening(wider, _trials.Values) is { Count: > 0 } objections)
                throw StudyChangedException.BeyondWidening(study.Name, objections);
            _wider = new(study with { Space = wider.Space }) { Created = Created };
            _wider._earlier.AddRange([.. _earlier, (_log.Count, [.. study.Space.Parameters.Select(parameter => parameter.Definition)])]);
            foreach (var (number, round) in _rounds)
                _wider._rounds.Add(number, round);
            foreach (var (number, trial) in _trials)
                _wider._trials.Add(number, Moved(trial, wider.Space));
            foreach (var (number, measurements) in _measurements)
                _wider._measurements.Add(number, measurements);
            foreach (var trial in _wider._trials.Values.SelectMany(trial => trial.Results).OrderBy(trial => trial.FinishOrder)
                .Concat(_wider._trials.Values.Where(trial => !trial.IsFinished)))
                _wider._log.Add(trial);
            return _wider;
        }
    }

    public void Report(Trial trial, Measurement measurement)
    {
        if (!double.IsFinite(measurement.Value))
            throw new ArgumentException($"A measurement must be finite, but at step {measurement.Step} it is {measurement.Value}.", nameof(measurement));
        lock (_lock)
            if (_wider is not null)
                _wider.Report(trial, measurement);
            else if (IsHeld(trial) && !(measurement.Step <= trial.PromotedAt))
                _measurements[trial.Number][measurement.Step] = measurement.Value;
    }

    public Task<bool> FinishAsync(Trial trial, TrialResult result)
    {
        if (result.Value is { } value && !double.IsFinite(value))
            throw new ArgumentException($"A score must be finite, but it is {value}.", nameof(result));
        return Update(trial, (record, held) => record.WithMeasurements(held) with
        {
            State = result.State,
            Value = result.Value,
            Error = result.Error,
            FinishOrder = record._log.Observed,
            Finished = TimeProvider.System.GetUtcNow(),
        });
    }

    public Task<bool> ReleaseAsync(Trial trial) => Update(trial, (_, held) => held with { State = TrialState.Waiting });

    public Task HeartbeatAsync() => Task.CompletedTask;

    private Task<T> Unchanged<T>(Func<T> act)
    {
        try
        {
            lock (_lock)
                return Task.FromResult(_wider is null ? act() : throw new StudyChangedException(study.Name, _wider.Study.DifferencesTo(study)));
        }
#pragma warning disable CA1031 // What the strategy or the pruner throws comes out of the task.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            return Task.FromException<T>(exception);
        }
    }

    private Trial Moved(Trial trial, SearchSpace wider)
    {
        var values = study.Space.ValuesOf(trial).ToArray();
        var point = trial.Observed is null && wider.IsConditional ? wider.Complete(values) : wider.PointOf(values);
        return trial with { Point = point, Values = wider.Beyond(point, values), Earlier = trial.Earlier is { } earlier ? Moved(earlier, wider) : null };
    }

    private Trial? ClaimWaiting()
    {
        if (_log.Unfinished.FirstOrDefault(trial => trial.State == TrialState.Waiting) is not { } waiting)
            return null;
        return Take(waiting);
    }

    private Trial? Promote(Func<History, int?>? promote)
    {
        if (promote?.Invoke(_log.Live()) is not { } number)
            return null;
        if (!_trials.TryGetValue(number, out var pruned) || pruned.State != TrialState.Pruned)
            throw new InvalidOperationException($"Only a pruned trial can be promoted, but trial {number} is not.");
        return Take(pruned with { Earlier = pruned, Value = null, FinishOrder = null, Finished = null });
    }

    private Trial Take(Trial trial) =>
        Keep(trial with { State = TrialState.Running, Attempt = trial.Attempt + 1, Started = TimeProvider.System.GetUtcNow() });

    private Trial? StartNew(Func<History, Proposal?> propose, int? mostTrials)
    {
        if (_log.Count >= mostTrials)
            return null;
        var history = _log.Next();
        if (propose(history) is not { } proposal)
            return null;
        if (proposal.Round is { } round)
            _rounds.TryAdd(round.Number, round with { FirstTrial = history.Number });
        // By way of the values, as in a store that keeps them.
        var values = study.Space.ValuesOf(study.Space.Complete(proposal.Point.Codes));
        return Keep(new Trial(history.Number, TrialState.Running, study.Space.PointOf(values))
        {
            Observed = history.Observed,
            Note = proposal.Note,
            Started = TimeProvider.System.GetUtcNow(),
        });
    }

    private Task<bool> Update(Trial trial, Func<MemoryStudyRecord, Trial, Trial> change)
    {
        lock (_lock)
        {
            if (_wider is not null)
                return _wider.Update(trial, change);
            if (!IsHeld(trial))
                return Task.FromResult(false);
            Keep(change(this, _trials[trial.Number]));
            return Task.FromResult(true);
        }
    }

    private bool IsHeld(Trial trial) => _trials.TryGetValue(trial.Number, out var recorded)
        && recorded.State == TrialState.Running && recorded.Attempt == trial.Attempt;

    private Trial Keep(Trial trial)
    {
        _trials[trial.Number] = trial;
        if (trial.State == TrialState.Running)
            _measurements[trial.Number] = new(trial.Earlier?.Measurements.ToDictionary(m => m.Step, m => m.Value) ?? []);
        _log.Add(trial);
        return trial;
    }

    private Trial WithMeasurements(Trial trial) => trial.IsFinished
        ? trial
        : trial with { Measurements = [.. _measurements.GetValueOrDefault(trial.Number, []).Select(pair => new Measurement(pair.Key, pair.Value))] };
}
