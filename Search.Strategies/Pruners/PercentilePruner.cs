using HyperSearch.Strategies;

namespace HyperSearch;

/// <summary>
/// Stops a trial whose best value so far is worse than a percentile of the running averages of the others at the same step.
/// With the 50th percentile it is the median stopping rule of Golovin et al.: "Google Vizier", KDD 2017, section 3.2.2.
/// </summary>
/// <param name="percentile">The share of trials, in (0, 100), that is good enough: 25 keeps a trial among the best quarter.</param>
public class PercentilePruner(double percentile) : IPruner
{
    private readonly double _share = Require.That(percentile is > 0 and < 100, "0 < percentile < 100", percentile, nameof(percentile)) / 100;

    /// <summary>No trial is stopped before so many others got as far; 1 or more.</summary>
    public int FewestTrials { get; init => field = Require.That(value >= 1, "1 <= FewestTrials", value); } = 5;

    /// <summary>No trial is stopped before this step; 0 or more.</summary>
    public int FirstStep { get; init => field = Require.That(value >= 0, "0 <= FirstStep", value); } = 1;

    /// <inheritdoc/>
    public bool ShouldStop(Trial trial, History history)
    {
        var (step, goal) = (trial.LastStep, history.Goal);
        if (step < FirstStep)
            return false;
        var others = history.Finished.Concat(history.Running)
            .Where(other => other.Number != trial.Number)
            .Select(other => other.MeanLossUpTo(step, goal))
            .OfType<double>()
            .Order()
            .ToArray();
        return others.Length >= FewestTrials && trial.BestLoss(goal) > Quantile(others, _share);
    }

    // Linear between neighbours of the sorted values.
    private static double Quantile(double[] sorted, double share)
    {
        var place = share * (sorted.Length - 1);
        var below = (int)place;
        var weight = place - below;
        return weight == 0 ? sorted[below] : sorted[below] * (1 - weight) + sorted[below + 1] * weight;
    }
}
