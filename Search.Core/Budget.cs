namespace HyperSearch;

/// <summary>When a study ends: by whichever limit is met first; with neither, when its strategy has nothing left to propose.</summary>
/// <param name="Trials">The study's total of trials, over all runs and processes, failed ones included.</param>
/// <param name="Time">The wall time of one run, after which no further trial starts; those that run are finished.</param>
public sealed record Budget(int? Trials = null, TimeSpan? Time = null);
