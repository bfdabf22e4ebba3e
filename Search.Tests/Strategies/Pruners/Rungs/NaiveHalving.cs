using HyperSearch;

namespace Search.Tests;

/// <summary>Successive halving that keeps nothing and looks at all trials of a bracket each time.</summary>
internal sealed class NaiveHalving(int? r, int eta, int s)
{
    /// <summary>Hyperband as brackets of it, in the order in which their trials came.</summary>
    public static IEnumerable<Trial> PromotableOf(NaiveHalving[] brackets, Func<int, int> bracketOf, History history) =>
        history.Finished.Concat(history.Running).ToLookup(trial => bracketOf(trial.Number))
            .SelectMany(peers => brackets[peers.Key].Promotable([.. peers], history.Goal));

    public bool ShouldStop(Trial trial, IReadOnlyCollection<Trial> peers, Goal goal)
    {
        if (FirstRung(peers) is not { } first || RungAt(trial.Measurements[^1].Step, first) is not { } rung)
            return false;
        if (trial.Measurements.Count > 1 && rung <= trial.Measurements[^2].Step)
            return false;
        var others = peers.Where(peer => peer.Number != trial.Number).Select(peer => LossAt(peer, rung, goal)).OfType<double>().ToArray();
        return others.Count(other => other < LossAt(trial, rung, goal)) >= Math.Max(1, (others.Length + 1) / eta);
    }

    public IEnumerable<Trial> Promotable(IReadOnlyCollection<Trial> peers, Goal goal)
    {
        if (FirstRung(peers) is not { } first)
            return [];
        return
            from rung in Enumerable.Range(1, 64).Select(step => RungAt(step, first)).OfType<int>().Distinct().OrderDescending()
            let reached = peers.Where(peer => LossAt(peer, rung, goal) is not null).ToArray()
            from peer in reached.OrderBy(peer => LossAt(peer, rung, goal)).ThenBy(peer => IsStopped(peer, rung)).ThenBy(peer => peer.Number).Take(reached.Length / eta)
            where IsStopped(peer, rung)
            select peer;

        bool IsStopped(Trial peer, int rung) => peer.State == TrialState.Pruned && RungAt(peer.Measurements[^1].Step, first) == rung;
    }

    private int? FirstRung(IReadOnlyCollection<Trial> peers)
    {
        var longest = peers.Where(peer => peer.State == TrialState.Complete && peer.Measurements.Count > 0).Max(peer => (int?)peer.Measurements[^1].Step);
        return r ?? (longest is { } steps ? Math.Max(steps / 5, 1) : null);
    }

    private int? RungAt(int step, int first)
    {
        int? found = null;
        for (var rung = first * Math.Pow(eta, s); rung <= step; rung *= eta)
            found = (int)rung;
        return found;
    }

    private static double? LossAt(Trial trial, int step, Goal goal) =>
        trial.Measurements.Where(measurement => measurement.Step >= step).Select(measurement => (double?)goal.Loss(measurement.Value)).FirstOrDefault();
}
