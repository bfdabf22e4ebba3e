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

    public StudyDefinition Study => study;

    public DateTimeOffset Created { get; } = TimeProvider.System.GetUtcNow();

    // There is no other machine.
    public TimeSpan Heartbeat => TimeSpan.FromDays(1);

    public Task<IReadOnlyList<Trial>> ReadAsync(CancellationToken cancel = default)
    {
        lock (_lock)
            return Task.FromResult<IReadOnlyList<Trial>>([.. _trials.Values.Select(WithMeasurements)]);
    }

    public async Task<IReadOnlyList<Trial>> ReadBestAsync(int count, CancellationToken cancel = default) =>
    [
        .. (await ReadAsync(cancel)).Where(trial => trial.State == TrialState.Complete)
            .OrderBy(trial => study.Goal.Loss(trial.Value!.Value)).ThenBy(trial => trial.Number)
            .Take(count),
    ];

    public Task<TrialCounts> CountAsync(CancellationToken cancel = default)
    {
        lock (_lock)
            return Task.FromResult(TrialCounts.Of(_trials.Values));
    }

    public Task<IReadOnlyList<SearchRound>> ReadRoundsAsync(CancellationToken cancel = default)
    {
        lock (_lock)
            return Task.FromResult<IReadOnlyList<SearchRound>>([.. _rounds.Values]);
    }

    public Task<Trial> EnqueueAsync(Point point, CancellationToken cancel = default)
    {
        lock (_lock)
            return Task.FromResult(Keep(new Trial(_log.Count, TrialState.Waiting, study.Space.PointOf(study.Space.ValuesOf(point))) { Attempt = 0 }));
    }

    public Task<Trial?> StartAsync(Func<History, Proposal?> propose, int? mostTrials, Func<History, int?>? promote, CancellationToken cancel = default)
    {
        try
        {
            lock (_lock)
            {
                cancel.ThrowIfCancellationRequested();
                return Task.FromResult(ClaimWaiting() ?? Promote(promote) ?? StartNew(propose, mostTrials));
            }
        }
#pragma warning disable CA1031 // What the strategy or the pruner throws comes out of the task.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            return Task.FromException<Trial?>(exception);
        }
    }

    public void Report(Trial trial, Measurement measurement)
    {
        if (!double.IsFinite(measurement.Value))
            throw new ArgumentException($"A measurement must be finite, but at step {measurement.Step} it is {measurement.Value}.", nameof(measurement));
        lock (_lock)
            if (IsHeld(trial) && !(measurement.Step <= trial.PromotedAt))
                _measurements[trial.Number][measurement.Step] = measurement.Value;
    }

    public Task<bool> FinishAsync(Trial trial, TrialResult result)
    {
        if (result.Value is { } value && !double.IsFinite(value))
            throw new ArgumentException($"A score must be finite, but it is {value}.", nameof(result));
        return Update(trial, held => WithMeasurements(held) with
        {
            State = result.State,
            Value = result.Value,
            Error = result.Error,
            FinishOrder = _log.Observed,
            Finished = TimeProvider.System.GetUtcNow(),
        });
    }

    public Task<bool> ReleaseAsync(Trial trial) => Update(trial, held => held with { State = TrialState.Waiting });

    public Task HeartbeatAsync() => Task.CompletedTask;

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

    private Task<bool> Update(Trial trial, Func<Trial, Trial> change)
    {
        lock (_lock)
        {
            if (!IsHeld(trial))
                return Task.FromResult(false);
            Keep(change(_trials[trial.Number]));
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
