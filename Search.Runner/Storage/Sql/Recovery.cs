using HyperSearch.Core;

namespace HyperSearch.Runner;

/// <summary>What becomes of trials whose process died. Used within transactions in which nobody else writes to the study's trials.</summary>
/// <remarks>
/// A trial that ends its process takes down its neighbours, so each death is charged to all of them. The innocent ones are told
/// from it by the last attempt, which comes when nothing else is left to start, in a process that runs nothing else: who ends its
/// process then is found out, and who does not has its result.
/// </remarks>
internal sealed class Recovery
{
    private static readonly TimeSpan CheckInterval = TimeSpan.FromMilliseconds(100);

    private long? _lastCheck;
    private int? _exclusiveTrial;

    /// <summary>Asks which other workers hold trials; null where that was asked a moment ago.</summary>
    public Answer<List<WorkerRow>>? AskForOthers(TrialTable trials)
    {
        if (_lastCheck is { } last && TimeProvider.System.GetElapsedTime(last) < CheckInterval)
            return null;
        _lastCheck = TimeProvider.System.GetTimestamp();
        return trials.Holders();
    }

    /// <summary>Has the trials of dead workers wait again, or fail, where too many processes have died with them.</summary>
    /// <param name="trials">The study's trials.</param>
    /// <param name="others">The workers that hold some.</param>
    /// <param name="holder">Who asks.</param>
    /// <param name="limits">How many may have died with a trial.</param>
    /// <param name="now">The present, by the database's clock.</param>
    /// <returns>Whether there were any.</returns>
    public static bool ReleaseTrialsOfDeadWorkers(TrialTable trials, IEnumerable<WorkerRow> others, long holder, StartLimits limits, string now)
    {
        var dead = others.Where(other => other.Id != holder && other.IsDead(Timestamps.Parse(now))).ToList();
        foreach (var worker in dead)
            trials.ReleaseAll(worker, limits.MostAttempts);
        return dead.Count > 0;
    }

    /// <summary>Forgets when it looked after others: that has been rolled back.</summary>
    public void Reset() => _lastCheck = null;

    /// <summary>Whether this worker holds a trial beside which nothing may run.</summary>
    public bool IsExclusive(TrialTable trials, long holder)
    {
        if (_exclusiveTrial is { } number && !trials.Attempts.Holds(holder, number))
            _exclusiveTrial = null;
        return _exclusiveTrial is not null;
    }

    /// <summary>The trial that has its last chance next; null where none waits, or where this worker runs others.</summary>
    public int? ChooseLastAttempt(TrialTable trials, long holder, StartLimits limits)
    {
        if (trials.Attempts.FirstWaitingAfter(limits.DeathsBeforeLast) is not { } number || trials.Attempts.Holds(holder))
            return null;
        return _exclusiveTrial = number;
    }
}
