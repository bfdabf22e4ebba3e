using HyperSearch.Core;

namespace HyperSearch.Runner;

/// <summary>What a run has done so far. Safe for use by several threads.</summary>
public sealed class RunMonitor(Goal goal)
{
    private readonly Lock _lock = new();
    private readonly TrialRanking _ranking = new(goal);
    private readonly SortedSet<int> _running = [];
    private readonly List<string> _warnings = [];
    private readonly long _started = TimeProvider.System.GetTimestamp();
    private int _ended;
    private Trial? _best;
    private int? _round;

    /// <summary>Tells of the best trial that was known before the run.</summary>
    public void Begin(Trial? best) => _best = best;

    /// <summary>A trial of this round was proposed.</summary>
    public void Began(SearchRound round)
    {
        lock (_lock)
            _round = round.Number;
    }

    public void Started(Trial trial)
    {
        lock (_lock)
            _running.Add(trial.Number);
    }

    /// <summary>A trial ended; <paramref name="result"/> is null where it was interrupted.</summary>
    public void Ended(Trial trial, TrialResult? result)
    {
        lock (_lock)
        {
            _running.Remove(trial.Number);
            if (result is null)
                return;
            _ended++;
            var ended = trial with { State = result.State, Value = result.Value };
            if (ended.State == TrialState.Complete && (_best is null || _ranking.Compare(ended, _best) < 0))
                _best = ended;
        }
    }

    /// <summary>Something happened that the user should know of.</summary>
    public void Warn(string warning)
    {
        lock (_lock)
            _warnings.Add(warning);
    }

    public RunSnapshot Snapshot()
    {
        lock (_lock)
            return new([.. _running], _ended, [.. _warnings], _best, _round, TimeProvider.System.GetElapsedTime(_started));
    }
}

/// <summary>What a run had done at one moment.</summary>
/// <param name="Running">The numbers of the trials that run in this process.</param>
/// <param name="Ended">How many trials this run has ended.</param>
/// <param name="Warnings">What the user should know of, in order.</param>
/// <param name="Best">The best complete trial known to this process; null where there is none.</param>
/// <param name="Round">The round of the newest proposal; null where the strategy does not work in rounds.</param>
/// <param name="Elapsed">How long the run has taken.</param>
public sealed record RunSnapshot(IReadOnlyList<int> Running, int Ended, IReadOnlyList<string> Warnings, Trial? Best, int? Round, TimeSpan Elapsed)
{
    /// <summary>Trials a second in this process; null before the first has ended.</summary>
    public double? Rate => Ended > 0 ? Ended / Elapsed.TotalSeconds : null;
}
