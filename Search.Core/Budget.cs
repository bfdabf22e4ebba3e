namespace HyperSearch;

/// <summary>
/// When a study ends: by whichever limit is met first; with none, when its strategy has nothing left to propose. A study whose space has
/// a thousand points at most ends in any case when all of them were tried; one without parameters repeats its trial.
/// </summary>
/// <param name="Trials">The study's total of trials, over all runs and processes, failed ones included.</param>
/// <param name="Time">The wall time of one run, after which no further trial starts; those that run are finished.</param>
/// <param name="TotalTime">
/// The wall time of the study over all runs and processes, after which no further trial starts: how long at least one of its trials
/// ran. Pauses cost nothing, and trials that run side by side count once. Of a process that died, the time until it was last heard of
/// counts.
/// </param>
public sealed record Budget(int? Trials = null, TimeSpan? Time = null, TimeSpan? TotalTime = null);
