using HyperSearch.Strategies;

namespace HyperSearch;

/// <summary>Another strategy, whose trials run several times: see <see cref="Replicates"/>.</summary>
/// <remarks>
/// The other strategy sees the runs of the same settings as one trial, with the mean of their values, so that no lucky run is its best.
/// Whose first run is not complete is not run again.
/// </remarks>
public sealed class ReplicatedSearch(IStrategy inner, Replicates replicates) : IStrategy
{
    // Merged trials as they were made before, so that the other strategy's caches find them again. Saves time, nothing else.
    private readonly Dictionary<Trial, (int Complete, Trial Merged)> _merged = new(ReferenceEqualityComparer.Instance);

    /// <summary>What proposes settings.</summary>
    public IStrategy Inner => inner;

    /// <inheritdoc/>
    public bool LearnsFromEarlierStudies => inner.LearnsFromEarlierStudies;

    /// <inheritdoc/>
    public bool RepeatsPoints => true;

    /// <inheritdoc/>
    public Proposal? Propose(History history, ref RandomStream random) => Repeat(history) ?? inner.Propose(Merge(history), ref random);

    /// <summary>The trial that is to be repeated next; null where new settings are to be tried.</summary>
    public Proposal? Repeat(History history)
    {
        var groups = ReplicatedTrials.Of(history.Finished.Concat(history.Running).OrderBy(trial => trial.Number));
        var next = replicates.IsRacing ? NextOfRace(history.Goal, groups)
            : groups.FirstOrDefault(group => group.First.State == TrialState.Complete && group.Count < replicates.Most);
        return next is null ? null : new Proposal(next.First.Point) { ReplicateOf = next.First.Number, Note = $"run {next.Count + 1} of trial {next.First.Number}" };
    }

    /// <summary>The history as the other strategy sees it: a trial for each settings.</summary>
    public History Merge(History history)
    {
        var groups = ReplicatedTrials.Of(history.Finished.Concat(history.Running));
        var numbers = groups.OrderBy(group => group.First.Number).Select((group, i) => (group.First.Number, i)).ToDictionary(pair => pair.Number, pair => pair.i);
        return History.Of(history.Problem, groups.Select(group => Merged(group, numbers[group.First.Number])));
    }

    public override string ToString() => $"{inner}, {replicates}";

    private Trial Merged(ReplicatedTrials group, int number)
    {
        var complete = group.Complete.Count();
        if (!_merged.TryGetValue(group.First, out var known) || known.Complete != complete || known.Merged.Number != number)
            _merged[group.First] = known = (complete, group.Merged(number));
        return known.Merged;
    }

    // The incumbent is the one with the most runs, the better mean among equals.
    private ReplicatedTrials? NextOfRace(Goal goal, IReadOnlyList<ReplicatedTrials> groups)
    {
        ReplicatedTrials[] ready = [.. groups.Where(group => TrialRanking.CanBeBest(group.First))];
        if (ready.Length < 2)
            return null;
        var incumbent = ready.OrderByDescending(group => group.Complete.Count()).ThenBy(Loss).First();
        var challenger = ready.Where(group => group.Count < Math.Min(incumbent.Count, replicates.Most) && Loss(group) < Loss(incumbent)).OrderBy(Loss).FirstOrDefault();
        if (challenger is not null)
            return challenger;
        // One run of the incumbent for two new settings.
        var repeats = groups.Sum(group => group.Count - 1);
        return incumbent.Count < replicates.Most && 2 * repeats < groups.Count ? incumbent : null;

        double Loss(ReplicatedTrials group) => goal.Loss(group.Mean!.Value);
    }
}
