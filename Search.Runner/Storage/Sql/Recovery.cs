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

    /// <summary>Has the trials of dead workers wait again, or fail, where too many processes have died with them.</summary>
    /// <returns>Whether there are new results.</returns>
    public bool ReleaseTrialsOfDeadWorkers(TrialTable trials, long holder, StartLimits limits)
    {
        if (_lastCheck is { } last && TimeProvider.System.GetElapsedTime(last) < CheckInterval)
            return false;
        var now = Timestamps.Parse(trials.Now());
        var failed = 0;
        foreach (var other in trials.OtherHolders(holder).Where(other => other.IsDead(now)))
            failed += trials.ReleaseAll(other, limits.MostAttempts);
        _lastCheck = TimeProvider.System.GetTimestamp();
        return failed > 0;
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

    /// <summary>A trial that has its last chance; null where none waits, or where this worker runs others.</summary>
    public Trial? ClaimLastAttempt(TrialTable trials, long holder, StartLimits limits, string now)
    {
        if (trials.Attempts.FirstWaitingAfter(limits.DeathsBeforeLast) is not { } number || trials.Attempts.Holds(holder))
            return null;
        _exclusiveTrial = number;
        return trials.Claim(number, holder, now);
    }
}
