using HyperSearch;

namespace Search.Benchmarks;

/// <summary>
/// The baseline: every trial is stopped after its first epoch, and when all have come so far the best k go on to the end, the
/// best first. Egele et al.: "The Unreasonable Effectiveness of Early Discarding After One Epoch in Neural Network
/// Hyperparameter Optimization", Neurocomputing 2024.
/// </summary>
internal sealed class OneEpochTopK(int k, int trials) : IPromotingPruner
{
    public bool ShouldStop(Trial trial, History history) => trial.Measurements.Count == 1;

    public IEnumerable<Trial> Promotable(History history)
    {
        var all = history.Finished.Concat(history.Running).ToArray();
        return all.Length < trials ? [] : all
            .Where(trial => trial.Measurements.Count > 0)
            .OrderBy(trial => history.Goal.Loss(trial.Measurements[0].Value)).ThenBy(trial => trial.Number)
            .Take(k)
            .Where(trial => trial.State == TrialState.Pruned);
    }
}
