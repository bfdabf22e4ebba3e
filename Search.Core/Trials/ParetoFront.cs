using HyperSearch.Core;

namespace HyperSearch;

/// <summary>Which trials no other one is better than: at least as good by every goal, and better by one.</summary>
/// <remarks>Only complete trials that meet all constraints count. Of equal ones the lower number is in the front.</remarks>
public static class ParetoFront
{
    /// <summary>The front, by the first goal, best first.</summary>
    /// <param name="goals">All goals of the study, the first one being that of <see cref="Trial.Value"/>.</param>
    /// <param name="trials">Any trials of the study.</param>
    public static IReadOnlyList<Trial> Of(IReadOnlyList<Goal> goals, IEnumerable<Trial> trials)
    {
        var front = new List<(Trial Trial, double[] Losses)>();
        // By the first loss, then the next, then the number: whoever dominates a trial comes before it.
        var ordered = trials.Where(TrialRanking.CanBeBest)
            .Select(trial => (Trial: trial, Losses: Losses(goals, trial)))
            .Order(Comparer<(Trial Trial, double[] Losses)>.Create(Compare));
        foreach (var candidate in ordered)
        {
            if (!front.Exists(member => LossOrder.IsAtLeastAsGood(member.Losses, candidate.Losses)))
                front.Add(candidate);
        }
        return [.. front.Select(member => member.Trial)];
    }

    /// <summary>All complete trials that meet all constraints, those of the front first, and either part by the first goal, best first.</summary>
    /// <inheritdoc cref="Of" path="/param"/>
    public static IReadOnlyList<Trial> FirstOf(IReadOnlyList<Goal> goals, IEnumerable<Trial> trials)
    {
        var ranked = new TrialRanking(goals[0]).Complete(trials).ToArray();
        if (goals.Count == 1)
            return ranked;
        var front = Of(goals, ranked);
        var members = front.Select(trial => trial.Number).ToHashSet();
        return [.. front, .. ranked.Where(trial => !members.Contains(trial.Number))];
    }

    /// <summary>What a trial came to by each goal, turned so that lower is better. It is to have all values.</summary>
    public static double[] Losses(IReadOnlyList<Goal> goals, Trial trial)
    {
        var losses = new double[goals.Count];
        losses[0] = goals[0].Loss(trial.Value!.Value);
        for (var i = 1; i < losses.Length; i++)
            losses[i] = goals[i].Loss(trial.FurtherValues[i - 1]);
        return losses;
    }

    private static int Compare((Trial Trial, double[] Losses) x, (Trial Trial, double[] Losses) y)
    {
        var byLoss = LossOrder.Compare(x.Losses, y.Losses);
        return byLoss != 0 ? byLoss : x.Trial.Number.CompareTo(y.Trial.Number);
    }
}
