using HyperSearch;

namespace Search.Benchmarks;

/// <summary>A study with an empty objective and ten parameters.</summary>
internal static class EmptyStudy
{
    /// <param name="name">Its name.</param>
    /// <param name="strategy">What proposes.</param>
    /// <param name="budget">How many trials, or how long.</param>
    /// <param name="run">Told of each trial's number.</param>
    public static Study<double> Create(string name, IStrategy strategy, Budget budget, Action<int>? run = null) => new(name)
    {
        Goal = Goal.Maximize("score"),
        Space = suggest => Enumerable.Range(0, 10).Sum(i => suggest.LogUniform($"x{i}", 1e-6, 1e-2)),
        Objective = (sum, trial, _) =>
        {
            run?.Invoke(trial.Number);
            return sum;
        },
        Strategy = strategy,
        Budget = budget,
    };
}
