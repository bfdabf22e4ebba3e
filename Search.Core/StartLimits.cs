namespace HyperSearch.Core;

/// <summary>What may be started.</summary>
/// <param name="MostTrials">The study's total of trials, above which no new one is proposed; null for no limit.</param>
/// <param name="MostAttempts">See <see cref="TrialPolicy.MostAttempts"/>; at least 1.</param>
public readonly record struct StartLimits(int? MostTrials, int MostAttempts = StartLimits.DefaultMostAttempts)
{
    internal const int DefaultMostAttempts = 3;

    /// <summary>
    /// How many deaths a trial must have outlived to have its last chance, which it gets alone in its process. With one attempt
    /// there is none.
    /// </summary>
    public int DeathsBeforeLast => MostAttempts > 1 ? MostAttempts - 1 : int.MaxValue;
}
