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
    public TimeSpan Lease => TimeSpan.FromDays(1);

    public Task<IReadOnlyList<Trial>> ReadAsync(CancellationToken cancel = default) =>
        Unchanged<IReadOnlyList<Trial>>(() => [.. _trials.Values.Select(WithMeasurements)]);

    public async Task<IReadOnlyList<Trial>> ReadBestAsync(int count, CancellationToken cancel = default) =>
    [
        .. (await ReadAsync(cancel)).Where(trial => trial.State == TrialState.Complete)
            .OrderBy(trial => study.Goal.Loss(trial.Value!.Value)).ThenBy(trial => trial.Number)
            .Take(count),
    ];

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

    public Task<Trial?> StartAsync(Func<History, Proposal?> propose, int? mostTrials, CancellationToken cancel = default) => Unchanged(() =>
    {
        cancel.ThrowIfCancellationRequested();
        return ClaimWaiting() ?? StartNew(propose, mostTrials);
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
            foreach (var trial in _trials.Values.OrderBy(trial => trial.FinishOrder ?? int.MaxValue))
            {
                var values = study.Space.ValuesOf(trial).ToArray();
                var point = trial.Observed is null && wider.Space.IsConditional ? wider.Space.Complete(values) : wider.Space.PointOf(values);
                _wider.Keep(trial with { Point = point, Values = wider.Space.Beyond(point, values) });
                if (_measurements.TryGetValue(trial.Number, out var measurements))
                    _wider._measurements[trial.Number] = measurements;
            }
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
            else if (IsHeld(trial))
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
#pragma warning disable CA1031 // What the strategy throws comes out of the task.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            return Task.FromException<T>(exception);
        }
    }

    private Trial? ClaimWaiting()
    {
        if (_log.Unfinished.FirstOrDefault(trial => trial.State == TrialState.Waiting) is not { } waiting)
            return null;
        return Keep(waiting with { State = TrialState.Running, Attempt = waiting.Attempt + 1, Started = TimeProvider.System.GetUtcNow() });
    }

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
            Observed = history.Finished.Count,
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
            _measurements[trial.Number] = [];
        _log.Add(trial);
        return trial;
    }

    private Trial WithMeasurements(Trial trial) => trial.IsFinished
        ? trial
        : trial with { Measurements = [.. _measurements.GetValueOrDefault(trial.Number, []).Select(pair => new Measurement(pair.Key, pair.Value))] };
}
