using HyperSearch.Core;

namespace HyperSearch.Runner;

/// <summary>The record of a study in memory.</summary>
internal sealed class MemoryStudyRecord(StudyDefinition study) : IStudyRecord
{
    private readonly Lock _lock = new();
    private readonly Lock _proposing = new();
    private readonly HistoryLog _log = new(study);
    private readonly SortedDictionary<int, Trial> _trials = [];
    private readonly Dictionary<int, SortedDictionary<int, double>> _measurements = [];
    private readonly SortedDictionary<int, SearchRound> _rounds = [];
    private readonly List<(int NextTrial, IReadOnlyList<ParameterDefinition> Parameters)> _earlier = [];
    private readonly string _here = WorkerIdentity.OfThisProcess.ToString();
    private readonly SortedDictionary<int, List<TrialAttempt>> _attempts = []; // that ended without a result
    private MemoryStudyRecord? _wider;
    private StudyDefinition? _reopened;

    public StudyDefinition Study => _reopened ?? study;

    /// <summary>This record, with the values of options that may change.</summary>
    public MemoryStudyRecord WithOptionsOf(StudyDefinition now)
    {
        lock (_lock)
            _reopened = study with { Options = now.Options, ChangingOptions = now.ChangingOptions };
        return this;
    }

    public DateTimeOffset Created { get; private init; } = TimeProvider.System.GetUtcNow();

    // There is no other machine.
    public TimeSpan Heartbeat => TimeSpan.FromDays(1);

    public Task<IReadOnlyList<Trial>> ReadAsync(CancellationToken cancel = default) =>
        Unchanged<IReadOnlyList<Trial>>(() => [.. _trials.Values.Select(WithMeasurements)]);

    public async Task<IReadOnlyList<Trial>> ReadBestAsync(int count, CancellationToken cancel = default) =>
        [.. new TrialRanking(study.Goal).Complete(await ReadAsync(cancel)).Take(count)];

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

    // Nobody is left to hand out a trial whose process died.
    public Task<Trial?> StartAsync(Func<History, Proposal?> propose, StartLimits limits, Func<History, int?>? promote, CancellationToken cancel = default) => Answer(() =>
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limits.MostAttempts, 1, nameof(limits));
        var (history, proposal) = (default(History), default(Proposal));
        if (IsOver(out var trial))
            return trial;
        // One proposal at a time, while others go on recording.
        lock (_proposing)
        {
            (history, proposal) = (null, null);
            while (!IsOver(out trial))
                proposal = propose(history!);
            return trial;
        }

        // Whether there is something to start or nothing left, unless a proposal is to be made from the history as it is now.
        bool IsOver(out Trial? started)
        {
            cancel.ThrowIfCancellationRequested();
            lock (_lock)
            {
                RequireUnchanged();
                started = ClaimWaiting() ?? Promote(promote);
                if (started is not null || _log.Count >= limits.MostTrials)
                    return true;
                if (history is not null && history.Number == _log.Count)
                {
                    started = proposal is null ? null : Insert(proposal, history);
                    return true;
                }
                history = _log.Next();
                return false;
            }
        }
    });

    public Task<IReadOnlyList<TrialAttempt>> ReadAttemptsAsync(int trial, CancellationToken cancel = default)
    {
        lock (_lock)
            return _wider?.ReadAttemptsAsync(trial, cancel) ?? Task.FromResult(AttemptsOf(trial));
    }

    public Task<IReadOnlyList<Trial>> CorrectAsync(TrialCorrection correction, IReadOnlyCollection<int> trials, string? reason = null, CancellationToken cancel = default) => Unchanged<IReadOnlyList<Trial>>(() =>
    {
        var before = trials.Distinct().Order().Select(number => _trials.TryGetValue(number, out var trial)
            ? WithMeasurements(trial)
            : throw new StoreException(CorrectionRules.Missing(study.Name, number))).ToArray();
        foreach (var trial in before)
        {
            if (CorrectionRules.ObjectionTo(correction, trial, _here) is { } objection)
                throw new StoreException(objection);
        }

        foreach (var trial in before)
            Correct(correction, trial, reason);
        return before;
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
            foreach (var (number, attempts) in _attempts)
                _wider._attempts.Add(number, attempts);
            foreach (var trial in _wider._trials.Values.SelectMany(trial => trial.Results).OrderBy(trial => trial.FinishOrder)
                .Concat(_wider._trials.Values.Where(trial => !trial.IsFinished)))
            {
                _wider._log.Add(trial);
            }

            return _wider;
        }
    }

    public void Report(Trial trial, Measurement measurement)
    {
        lock (_lock)
        {
            if (_wider is not null)
                _wider.Report(trial, measurement);
            else if (IsHeld(trial) && !(measurement.Step <= trial.PromotedAt))
                _measurements[trial.Number][measurement.Step] = measurement.Value;
        }
    }

    public Task<bool> FinishAsync(Trial trial, TrialResult result)
    {
        return Update(trial, (record, held) => record.WithMeasurements(held) with
        {
            State = result.State,
            Value = result.Value,
            Error = result.Error,
            FinishOrder = record._log.Observed,
            Finished = TimeProvider.System.GetUtcNow(),
        });
    }

    public Task<bool> ReleaseAsync(Trial trial) => Update(trial, (record, held) =>
    {
        record.EndAttempt(held, AttemptEnd.Interrupted);
        return held with { State = TrialState.Waiting };
    });

    public Task HeartbeatAsync() => Task.CompletedTask;

    private Task<T> Unchanged<T>(Func<T> act) => Answer(() =>
    {
        lock (_lock)
        {
            RequireUnchanged();
            return act();
        }
    });

    private void RequireUnchanged()
    {
        if (_wider is not null)
            throw new StudyChangedException(study.Name, _wider.Study.DifferencesTo(study));
    }

    private static Task<T> Answer<T>(Func<T> act)
    {
        try
        {
            return Task.FromResult(act());
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
        var values = trial.ValuesIn(study.Space).ToArray();
        var point = trial.Observed is null && wider.IsConditional ? wider.Complete(values) : wider.PointOf(values);
        return trial with { Point = point, Values = wider.ValuesMoreExactThan(point, values), PreviousResult = trial.PreviousResult is { } earlier ? Moved(earlier, wider) : null };
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
        return Take(Reopened(pruned));
    }

    private static Trial Reopened(Trial finished) =>
        finished with { State = TrialState.Waiting, PreviousResult = finished, Value = null, Error = null, FinishOrder = null, Finished = null };

    private void Correct(TrialCorrection correction, Trial trial, string? reason)
    {
        if (trial.State == TrialState.Running)
            EndAttempt(trial, AttemptEnd.ByHand);
        var open = trial.IsFinished ? Reopened(trial) : trial;
        Keep(correction == TrialCorrection.Requeue
            ? open with { State = TrialState.Waiting }
            : open with
            {
                State = TrialState.Failed,
                Error = CorrectionRules.ErrorOf(correction, reason),
                FinishOrder = _log.Observed,
                Started = open.State == TrialState.Running ? open.Started : null,
                Finished = TimeProvider.System.GetUtcNow(),
            });
    }

    private void EndAttempt(Trial trial, AttemptEnd end)
    {
        if (!_attempts.TryGetValue(trial.Number, out var ended))
            _attempts.Add(trial.Number, ended = []);
        ended.Add(AttemptOf(trial) with { End = end, Ended = TimeProvider.System.GetUtcNow() });
    }

    private TrialAttempt AttemptOf(Trial trial) => new(trial.Attempt, trial.IsFinished ? AttemptEnds.Of(trial.State) : null)
    {
        Worker = _here,
        Instructions = InstructionSet.OfThisProcess,
        Started = trial.Started,
        Ended = trial.Finished,
    };

    private IReadOnlyList<TrialAttempt> AttemptsOf(int number) =>
    [
        // As in a store that keeps them: what ended an attempt, before the result that followed from it.
        .. _attempts.GetValueOrDefault(number, [])
            .Concat(_trials.TryGetValue(number, out var trial) ? trial.Results.Append(trial).Where(one => one.State != TrialState.Waiting).Select(AttemptOf) : [])
            .Where(attempt => attempt.Number > 0).DistinctBy(attempt => attempt.Number).OrderBy(attempt => attempt.Number),
    ];

    private Trial Take(Trial trial) =>
        Keep(trial with { State = TrialState.Running, Attempt = trial.Attempt + 1, Started = TimeProvider.System.GetUtcNow() });

    private Trial Insert(Proposal proposal, History history)
    {
        if (proposal.Round is { } round)
            _rounds.TryAdd(round.Number, round with { FirstTrial = history.Number });
        return Keep(proposal.ToTrial(study.Space, history.Number, history.Observed) with { Started = TimeProvider.System.GetUtcNow() });
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
            _measurements[trial.Number] = new(trial.PreviousResult?.Results.FirstOrDefault(result => result.State == TrialState.Pruned)?.Measurements.ToDictionary(m => m.Step, m => m.Value) ?? []);
        _log.Add(trial);
        return trial;
    }

    private Trial WithMeasurements(Trial trial) => trial.IsFinished
        ? trial
        : trial with { Measurements = [.. _measurements.GetValueOrDefault(trial.Number, []).Select(pair => new Measurement(pair.Key, pair.Value))] };
}
