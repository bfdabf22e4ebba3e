using HyperSearch.Core;

namespace HyperSearch.Runner;

/// <summary>The record of a study in memory.</summary>
internal sealed class MemoryStudyRecord(StudyDefinition study, MemoryTrials trials, MemoryAttempts attempts) : IStudyRecord
{
    private readonly Lock _lock = new();
    private readonly Lock _proposing = new();
    private readonly MemoryTrials _trials = trials;
    private readonly MemoryAttempts _attempts = attempts;
    private readonly SortedDictionary<int, SearchRound> _rounds = [];
    private readonly List<(int NextTrial, IReadOnlyList<ParameterDefinition> Parameters)> _previousSpaces = [];
    private MemoryStudyRecord? _wider;
    private StudyDefinition? _reopened;

    public MemoryStudyRecord(StudyDefinition study) : this(study, new(study), new()) { }

    public StudyDefinition Study => _reopened ?? study;

    /// <summary>This record, with the values of options that may change, and what may of its program.</summary>
    public MemoryStudyRecord WithOptionsOf(StudyDefinition now)
    {
        lock (_lock)
            _reopened = study with { Options = now.Options, ChangingOptions = now.ChangingOptions, Program = now.Program };
        return this;
    }

    public DateTimeOffset Created { get; private init; } = TimeProvider.System.GetUtcNow();

    // There is no other machine.
    public TimeSpan Heartbeat => TimeSpan.FromDays(1);

    public Task<IReadOnlyList<Trial>> ReadAsync(CancellationToken cancel = default) =>
        RunUnchanged<IReadOnlyList<Trial>>(() => [.. _trials.All.Select(_trials.WithMeasurements)]);

    public async Task<IReadOnlyList<Trial>> ReadBestAsync(int count, CancellationToken cancel = default) =>
        [.. new TrialRanking(study.Goal).Complete(await ReadAsync(cancel)).Take(count)];

    public Task<TrialCounts> CountAsync(CancellationToken cancel = default)
    {
        lock (_lock)
            return _wider?.CountAsync(cancel) ?? Task.FromResult(TrialCounts.Of(_trials.All));
    }

    public Task<IReadOnlyList<SearchRound>> ReadRoundsAsync(CancellationToken cancel = default)
    {
        lock (_lock)
            return Task.FromResult<IReadOnlyList<SearchRound>>([.. _rounds.Values]);
    }

    public Task<IReadOnlyList<RecordedSpace>> ReadSpacesAsync(CancellationToken cancel = default)
    {
        lock (_lock)
            return Task.FromResult(RecordedSpace.Sequence(_previousSpaces, [.. study.Space.Parameters.Select(parameter => parameter.Definition)]));
    }

    public Task<TimeSpan> ReadRunningTimeAsync(CancellationToken cancel = default) => RunUnchanged(() => TimeIntervals.Union(
        from trial in _trials.All
        from attempt in _attempts.Of(trial)
        let started = attempt.Started
        where started is not null
        select (started.GetValueOrDefault(), attempt.Ended ?? TimeProvider.System.GetUtcNow())));

    public Task<Trial> EnqueueAsync(Point point, CancellationToken cancel = default) => RunUnchanged(() =>
        _trials.Save(new Trial(_trials.Log.Count, TrialState.Waiting, study.Space.PointOf(study.Space.ValuesOf(point))) { Attempt = 0 }));

    // Nobody is left to hand out a trial whose process died.
    public Task<Trial?> StartAsync(Func<History, Proposal?> propose, StartLimits limits, Func<History, int?>? promote, CancellationToken cancel = default) => ToTask(() =>
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
                if (started is not null || _trials.Log.Count >= limits.MostTrials)
                    return true;
                if (history is not null && history.Number == _trials.Log.Count)
                {
                    started = proposal is null ? null : Insert(proposal, history);
                    return true;
                }
                history = _trials.Log.Next();
                return false;
            }
        }
    });

    public Task<IReadOnlyList<TrialAttempt>> ReadAttemptsAsync(int trial, CancellationToken cancel = default)
    {
        lock (_lock)
            return _wider?.ReadAttemptsAsync(trial, cancel) ?? Task.FromResult(_trials.Find(trial) is { } found ? _attempts.Of(found) : []);
    }

    public Task<IReadOnlyList<TrialAttempt>> ReadAttemptsAsync(CancellationToken cancel = default) =>
        Read<IReadOnlyList<TrialAttempt>>(trials => [.. trials.All.SelectMany(_attempts.Of)]);

    public Task<IReadOnlyList<Trial>> CorrectAsync(TrialCorrection correction, IReadOnlyCollection<int> trials, string? reason = null, CancellationToken cancel = default) => RunUnchanged<IReadOnlyList<Trial>>(() =>
    {
        var before = trials.Distinct().Order().Select(number => _trials.Find(number) is { } trial
            ? _trials.WithMeasurements(trial)
            : throw new StoreException(CorrectionRules.TrialNotFound(study.Name, number))).ToArray();
        foreach (var trial in before)
        {
            if (CorrectionRules.ObjectionTo(correction, trial, MemoryAttempts.Worker) is { } objection)
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
            if (study.ObjectionsToWidening(wider, _trials.All) is { Count: > 0 } objections)
                throw StudyChangedException.MoreThanWidening(study.Name, objections);
            var widened = study with { Space = wider.Space };
            _wider = new(widened, _trials.Widen(widened), _attempts) { Created = Created };
            _wider._previousSpaces.AddRange([.. _previousSpaces, (_trials.Log.Count, [.. study.Space.Parameters.Select(parameter => parameter.Definition)])]);
            foreach (var (number, round) in _rounds)
                _wider._rounds.Add(number, round);
            return _wider;
        }
    }

    public void Report(Trial trial, Measurement measurement)
    {
        if (!(measurement.Step <= trial.PromotedAt))
            Report(trial, trials => trials.Add(trial, measurement));
    }

    public void ReportDecision(Trial trial, PruningDecision decision) => Report(trial, trials => trials.Add(decision));

    public Task<IReadOnlyList<PruningDecision>> ReadDecisionsAsync(CancellationToken cancel = default) =>
        Read<IReadOnlyList<PruningDecision>>(trials => [.. trials.Decisions]);

    public void ReportBegin(Trial trial, int? checkpoint) => Report(trial, trials => trials.Extras.Begin(trial, checkpoint));

    public void ReportMetric(Trial trial, TrialMetric metric) => Report(trial, trials => trials.Extras.Add(metric));

    public Task<IReadOnlyList<TrialMetric>> ReadMetricsAsync(CancellationToken cancel = default) => Read(trials => trials.Extras.Metrics);

    public void ReportNote(Trial trial, TrialNote note) => Report(trial, trials => trials.Extras.Add(note));

    public Task<IReadOnlyList<TrialNote>> ReadNotesAsync(CancellationToken cancel = default) => Read(trials => trials.Extras.Notes);

    public void ReportLog(Trial trial, TrialLogPiece piece, IReadOnlyList<int> dropped) => Report(trial, trials => trials.Extras.Add(piece, dropped));

    public Task<IReadOnlyList<TrialLogPiece>> ReadLogAsync(int trial, CancellationToken cancel = default) => Read(trials => trials.Extras.LogOf(trial));

    public Task<bool> AddConfirmationAsync(Confirmation confirmation) => Read(trials => trials.Extras.Add(confirmation));

    public Task<IReadOnlyList<Confirmation>> ReadConfirmationsAsync(CancellationToken cancel = default) => Read(trials => trials.Extras.Confirmations);

    public Task<bool> SaveArtifactAsync(Trial trial, string name, Action<Stream> write) => ToTask(() =>
    {
        using var content = new MemoryStream();
        write(content);
        lock (_lock)
        {
            var isHeld = (_wider?._trials ?? _trials).IsHeld(trial);
            if (isHeld)
                _trials.Artifacts.Add(trial.Number, name, content.ToArray());
            return isHeld;
        }
    });

    public Task<IReadOnlyList<TrialArtifact>> ReadArtifactsAsync(CancellationToken cancel = default) => Read(trials => trials.Artifacts.All);

    public Task<Stream> OpenArtifactAsync(TrialArtifact artifact, CancellationToken cancel = default) => Read(trials => trials.Artifacts.Open(artifact));

    public Task KeepArtifactsOfBestAsync(int count) => Read(trials =>
    {
        var best = ParetoFront.FirstOf(study.Goals, trials.All).Take(count).Select(trial => trial.Number).ToHashSet();
        trials.Artifacts.Remove(number => !best.Contains(number) && trials.Find(number)!.IsFinished);
        return true;
    });

    public Task<bool> FinishAsync(Trial trial, TrialResult result) => Update(trial, (record, held) => record._trials.WithMeasurements(held) with
    {
        State = result.State,
        Value = result.Value,
        FurtherValues = result.FurtherValues,
        Excesses = result.Excesses,
        Error = result.Error,
        FinishOrder = record._trials.Log.Observed,
        Finished = TimeProvider.System.GetUtcNow(),
    });

    public Task<bool> ReleaseAsync(Trial trial) => Update(trial, (record, held) =>
    {
        record._attempts.End(held, AttemptEnd.Interrupted);
        return held with { State = TrialState.Waiting };
    });

    public Task HeartbeatAsync() => Task.CompletedTask;

    private void Report(Trial trial, Action<MemoryTrials> report)
    {
        lock (_lock)
        {
            if (_wider is not null)
                _wider.Report(trial, report);
            else if (_trials.IsHeld(trial))
                report(_trials);
        }
    }

    // Also where the study was widened meanwhile.
    private Task<T> Read<T>(Func<MemoryTrials, T> read)
    {
        lock (_lock)
            return _wider?.Read(read) ?? Task.FromResult(read(_trials));
    }

    private Task<T> RunUnchanged<T>(Func<T> act) => ToTask(() =>
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

    private static Task<T> ToTask<T>(Func<T> act)
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

    private Trial? ClaimWaiting()
    {
        var waiting = _trials.Log.Unfinished.FirstOrDefault(trial => trial.State == TrialState.Waiting);
        return waiting is null ? null : Run(waiting);
    }

    private Trial? Promote(Func<History, int?>? promote)
    {
        if (promote?.Invoke(_trials.Log.Live()) is not { } number)
            return null;
        if (_trials.Find(number) is not { State: TrialState.Pruned } pruned)
            throw new InvalidOperationException($"Only a pruned trial can be promoted, but trial {number} is not.");
        return Run(Reopened(pruned));
    }

    private static Trial Reopened(Trial finished) =>
        finished with { State = TrialState.Waiting, PreviousResult = finished, Value = null, FurtherValues = [], Excesses = [], Error = null, FinishOrder = null, Finished = null };

    private void Correct(TrialCorrection correction, Trial trial, string? reason)
    {
        if (trial.State == TrialState.Running)
            _attempts.End(trial, AttemptEnd.ByHand);
        var open = trial.IsFinished ? Reopened(trial) : trial;
        _trials.Save(correction == TrialCorrection.Requeue
            ? open with { State = TrialState.Waiting }
            : open with
            {
                State = TrialState.Failed,
                Error = CorrectionRules.ErrorText(correction, reason),
                FinishOrder = _trials.Log.Observed,
                Started = open.State == TrialState.Running ? open.Started : null,
                Finished = TimeProvider.System.GetUtcNow(),
            });
    }

    private Trial Run(Trial trial) =>
        _trials.Save(trial with { State = TrialState.Running, Attempt = trial.Attempt + 1, Started = TimeProvider.System.GetUtcNow() });

    private Trial Insert(Proposal proposal, History history)
    {
        if (proposal.Round is { } round)
            _rounds.TryAdd(round.Number, round with { FirstTrial = history.Number });
        return _trials.Save(proposal.ToTrial(study.Space, history.Number, history.Observed) with { Started = TimeProvider.System.GetUtcNow() });
    }

    private Task<bool> Update(Trial trial, Func<MemoryStudyRecord, Trial, Trial> change)
    {
        lock (_lock)
        {
            if (_wider is not null)
                return _wider.Update(trial, change);
            if (!_trials.IsHeld(trial))
                return Task.FromResult(false);
            _trials.Save(change(this, _trials.Find(trial.Number)!));
            return Task.FromResult(true);
        }
    }
}
