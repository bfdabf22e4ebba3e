using HyperSearch.Core;
using Microsoft.Extensions.Logging;

namespace HyperSearch.Runner;

/// <summary>What a run has done so far. Safe for use by several threads.</summary>
public sealed class RunMonitor(Goal goal, IProgress<RunProgress>? progress = null, ILogger? logger = null)
{
    private readonly Lock _lock = new();
    private readonly TrialRanking _ranking = new(goal);
    private readonly List<string> _warnings = [];
    private readonly long _started = TimeProvider.System.GetTimestamp();
    private int _ended;
    private Trial? _best;
    private IReadOnlyList<Trial> _front = [];
    private int? _round;

    /// <summary>Told of each warning when it comes.</summary>
    public Action<string>? Warned { get; init; }

    /// <summary>All goals of the study, the first one being what it is made with.</summary>
    public IReadOnlyList<Goal> Goals { get; init; } = [goal];

    /// <summary>Tells of the best trial that was known before the run.</summary>
    public void SetBest(Trial? best) => _best = best;

    /// <summary>Tells of the front that was known before the run, where there are several goals.</summary>
    public void SetFront(IReadOnlyList<Trial> front)
    {
        lock (_lock)
            _front = front;
    }

    /// <summary>A trial of this round was proposed.</summary>
    public void RoundStarted(SearchRound round)
    {
        lock (_lock)
            _round = round.Number;
    }

    /// <summary>A trial has a result.</summary>
    public void TrialEnded(Trial trial, TrialResult result)
    {
        lock (_lock)
        {
            _ended++;
            var ended = trial with { State = result.State, Value = result.Value, FurtherValues = result.FurtherValues, Excesses = result.Excesses };
            if (Goals.Count > 1)
                _front = ParetoFront.Of(Goals, _front.Where(member => member.Number != ended.Number).Append(ended));
            if (TrialRanking.CanBeBest(ended) && (_best is null || _ranking.Compare(ended, _best) < 0))
                _best = ended;
        }
        if (logger is not null)
            RunLog.TrialEnded(logger, trial.Number, result.State, result.Value, result.Error);
        progress?.Report(Snapshot());
    }

    /// <summary>What is said of a result that the record did not take.</summary>
    internal static string TooLate(int trial) => $"The result of trial {trial} came too late and was discarded: another worker had taken the trial over, or it was ended by hand.";

    /// <summary>Something happened that the user should know of.</summary>
    public void Warn(string warning)
    {
        lock (_lock)
            _warnings.Add(warning);
        if (logger is not null)
            RunLog.Warning(logger, warning);
        Warned?.Invoke(warning);
    }

    public RunProgress Snapshot()
    {
        lock (_lock)
            return new(_ended, [.. _warnings], _best, _round, TimeProvider.System.GetElapsedTime(_started)) { FrontSize = Goals.Count > 1 ? _front.Count : null };
    }
}
