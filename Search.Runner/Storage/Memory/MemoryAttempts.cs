using HyperSearch.Core;

namespace HyperSearch.Runner;

/// <summary>The attempts at the trials of a study in memory, of which only those are kept that ended without a result.</summary>
internal sealed class MemoryAttempts
{
    private readonly Dictionary<int, List<TrialAttempt>> _ended = [];

    /// <summary>Who makes all attempts.</summary>
    public static string Worker { get; } = WorkerIdentity.OfThisProcess.ToString();

    /// <summary>Keeps that the attempt of a trial that runs has ended without a result.</summary>
    public void End(Trial trial, AttemptEnd end)
    {
        if (!_ended.TryGetValue(trial.Number, out var ended))
            _ended.Add(trial.Number, ended = []);
        ended.Add(AttemptOf(trial) with { End = end, Ended = TimeProvider.System.GetUtcNow() });
    }

    /// <summary>The attempts at a trial, in order.</summary>
    public IReadOnlyList<TrialAttempt> Of(Trial trial) =>
    [
        // As in a store that keeps them: what ended an attempt, before the result that followed from it.
        .. _ended.GetValueOrDefault(trial.Number, [])
            .Concat(trial.Results.Append(trial).Where(one => one.State != TrialState.Waiting).Select(AttemptOf))
            .Where(attempt => attempt.Number > 0).DistinctBy(attempt => attempt.Number).OrderBy(attempt => attempt.Number),
    ];

    private static TrialAttempt AttemptOf(Trial trial) => new(trial.Number, trial.Attempt, trial.IsFinished ? AttemptEnds.Of(trial.State) : null)
    {
        Worker = Worker,
        Instructions = InstructionSet.OfThisProcess,
        Started = trial.Started,
        Ended = trial.Finished,
    };
}
