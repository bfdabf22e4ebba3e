using HyperSearch.Core;

namespace HyperSearch.Runner;

/// <summary>Starts the trials of a study, as far as its budget and its rules to stop go. Safe for use by several threads.</summary>
internal sealed class TrialStarts
{
    private readonly Study _study;
    private readonly IStudyRecord _record;
    private readonly Budget _budget;
    private readonly IStrategy _strategy;
    private readonly Pruning? _pruning;
    private readonly RunCheckpoints? _checkpoints;
    private readonly RunMonitor _monitor;
    private readonly TotalTime? _totalTime;
    private readonly TimeProvider _clock = TimeProvider.System;
    private readonly long _began;
    private bool _hasMore = true;
    private RunEnd? _stopped;

    private TrialStarts(Study study, IStudyRecord record, RunOptions options, Pruning? pruning, RunCheckpoints? checkpoints, RunMonitor monitor, TotalTime? totalTime)
    {
        (_study, _record, _pruning, _checkpoints, _monitor) = (study, record, pruning, checkpoints, monitor);
        _budget = options.Budget ?? study.Budget;
        _strategy = options.Strategy ?? study.Strategy ?? new AutoSearch();
        _totalTime = totalTime;
        _began = _clock.GetTimestamp();
    }

    /// <summary>Begins a run, or a session.</summary>
    /// <param name="study">The study.</param>
    /// <param name="record">Its record.</param>
    /// <param name="options">What this run does otherwise than the study says.</param>
    /// <param name="pruning">What stops trials and takes them up again; null for nothing.</param>
    /// <param name="checkpoints">What trials have left; null where checkpoints are not kept, and nothing is taken up again.</param>
    /// <param name="monitor">Told of rounds.</param>
    public static async Task<TrialStarts> BeginAsync(Study study, IStudyRecord record, RunOptions options, Pruning? pruning, RunCheckpoints? checkpoints, RunMonitor monitor)
    {
        var totalTime = (options.Budget ?? study.Budget).TotalTime is { } total ? await TotalTime.BeginAsync(total, record, TimeProvider.System) : null;
        if (pruning is not null)
            await pruning.ReadAsync(record);
        return new(study, record, options, pruning, checkpoints, monitor, totalTime);
    }

    /// <summary>How many points the space has, where all of them were tried; else null.</summary>
    public int? AllTried { get; private set; }

    /// <summary>What a rule of the study's said that has ended it; null where none has.</summary>
    public string? StopReason { get; private set; }

    /// <summary>Whether what was stopped may be taken up again.</summary>
    public bool CanPromote => _pruning is { CanPromote: true } && _checkpoints is not null;

    public bool IsOutOfTime => (_budget.Time is { } time && _clock.GetElapsedTime(_began) >= time) || _totalTime?.IsUsedUp == true;

    /// <summary>The trial that is to run next; null where there is none.</summary>
    public async Task<Trial?> StartAsync(CancellationToken cancel)
    {
        while (!IsOutOfTime)
        {
            var trial = await _record.StartAsync(Propose, new StartLimits(_budget.Trials, _study.Policy.MostAttempts), CanPromote ? Promote : null, cancel);
            if (_checkpoints?.LookUp() != true || trial is not null)
                return trial;
        }
        return null;
    }

    /// <summary>Why nothing more was started.</summary>
    public async Task<RunEnd> EndAsync() =>
        _stopped is { } stopped ? stopped
        : AllTried is not null ? RunEnd.AllTried
        // The last trial of the budget may have ended after the time.
        : IsOutOfTime && !((await _record.CountAsync(CancellationToken.None)).Finished >= _budget.Trials) ? _totalTime?.IsUsedUp == true ? RunEnd.OutOfTotalTime : RunEnd.OutOfTime
        : !_hasMore ? RunEnd.NothingToPropose
        : RunEnd.Done;

    private Proposal? Propose(History history)
    {
        _pruning?.Observe(history.Results);
        // For good, so that all who ask for trials end, also where one of the last is better after all.
        if (IsStopped(history))
            return null;
        Proposal? proposal;
        // A start that was given up may still be at it, also one of an earlier run.
        lock (_strategy)
        {
            proposal = Proposer.Propose(_strategy, history, out var allTried);
            AllTried = allTried;
        }
        _hasMore = proposal is not null;
        if (proposal?.Round is { } round)
            _monitor.RoundStarted(round);
        return proposal;
    }

    private bool IsStopped(History history)
    {
        foreach (var rule in (Stop?[])[_study.Stop, _study.StopWhenFlat])
        {
            if (_stopped is null && rule?.ReasonOf(history, _budget.Trials) is { } reason)
                (StopReason, _stopped) = (reason, rule is StopWhenFlat ? RunEnd.Flat : RunEnd.Stopped);
        }
        return _stopped is not null;
    }

    private int? Promote(History history) => _pruning!.Promote(history, _checkpoints!.CanGoOn);
}
