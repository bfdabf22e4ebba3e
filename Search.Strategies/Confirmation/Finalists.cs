using HyperSearch.Strategies;

namespace HyperSearch;

/// <summary>Which trials of a search are worth running again, to find the best of them.</summary>
public static class Finalists
{
    /// <summary>
    /// The trials that are best between what they came to and what a model of all trials expects at their points, the best first. A trial
    /// that was but lucky is told from a good one by its neighbours.
    /// </summary>
    /// <param name="problem">The study's space, goal and seed.</param>
    /// <param name="trials">Its trials, in any order. Complete ones that meet all constraints can be finalists; of several at one point the first one stands for all.</param>
    /// <param name="count">How many are wanted, 1 or more; there are fewer where there are not so many points.</param>
    public static IReadOnlyList<Finalist> Of(SearchProblem problem, IReadOnlyList<Trial> trials, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        return [.. ModelMeans.Order(problem, trials).Take(count).Select(trial => new Finalist(trial.Number, trial.Value!.Value))];
    }
}
