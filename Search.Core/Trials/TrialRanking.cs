namespace HyperSearch;

/// <summary>
/// Which of two trials is better, by the one rule that all of HyperSearch has: the better value, and of equal ones the lower
/// number, whichever finished first. Trials without a value come last, and of those that miss a constraint none is the best.
/// </summary>
/// <remarks>
/// Where a study has several goals, this is the order by the first of them; <see cref="ParetoFront"/> has the best by all. 0 and −0 are equal. Queries that say the same in SQL are held to it by the stores' contract suite.
/// </remarks>
public sealed class TrialRanking(Goal goal) : IComparer<Trial>
{
    /// <summary>Negative where <paramref name="x"/> is the better one.</summary>
    public int Compare(Trial? x, Trial? y)
    {
        var byLoss = LossOf(x).CompareTo(LossOf(y));
        return byLoss != 0 ? byLoss : (x?.Number ?? int.MaxValue).CompareTo(y?.Number ?? int.MaxValue);
    }

    /// <summary>The complete trials that miss no constraint, best first.</summary>
    public IEnumerable<Trial> Complete(IEnumerable<Trial> trials) => trials.Where(CanBeBest).Order(this);

    /// <summary>The best of them; null where there is none.</summary>
    public Trial? Best(IEnumerable<Trial> trials) => trials.Where(CanBeBest).Min(this);

    /// <summary>Whether a trial can be the best: one that is complete and misses no constraint.</summary>
    public static bool CanBeBest(Trial trial) => trial.State == TrialState.Complete && trial.IsFeasible;

    private double LossOf(Trial? trial) => trial?.Value is { } value ? goal.Loss(value) : double.PositiveInfinity;
}
