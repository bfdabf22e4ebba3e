namespace HyperSearch.Core;

/// <summary>How many trials of a study stand where.</summary>
public sealed record TrialCounts(int Complete, int Pruned, int Failed, int Running, int Waiting)
{
    /// <summary>How many of them repeat another one: see <see cref="Trial.ReplicateOf"/>.</summary>
    public int Repeats { get; init; }

    public int Finished => Complete + Pruned + Failed;

    public int Total => Finished + Running + Waiting;

    public static TrialCounts Of(IReadOnlyCollection<Trial> trials)
    {
        var counts = trials.CountBy(trial => trial.State).ToDictionary();
        int Count(TrialState state) => counts.GetValueOrDefault(state);
        return new(Count(TrialState.Complete), Count(TrialState.Pruned), Count(TrialState.Failed), Count(TrialState.Running), Count(TrialState.Waiting))
        {
            Repeats = trials.Count(trial => trial.ReplicateOf is not null),
        };
    }
}
