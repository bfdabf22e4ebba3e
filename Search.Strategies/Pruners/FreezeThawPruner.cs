using HyperSearch.Strategies;

namespace HyperSearch;

/// <summary>
/// Stops a trial as soon as it has little chance to end better than the best one, and takes it up again when it has, as
/// predicted by a Gaussian process over configurations and steps. Swersky, Snoek, Adams: "Freeze-Thaw Bayesian Optimization",
/// 2014; the rule to stop by is that of Domhan, Springenberg, Hutter: "Speeding Up Automatic Hyperparameter Optimization of Deep
/// Neural Networks by Extrapolation of Learning Curves", IJCAI 2015, section 3.3, asked after each report.
/// </summary>
/// <remarks>
/// It goes with any strategy. Before a first trial is complete none is stopped: how long a trial is follows from the longest
/// complete one. A trial is not stopped while it is as good as the best. What other trials that run have reported is not looked at.
/// </remarks>
public sealed class FreezeThawPruner : IPromotingPruner
{
    // A trial that is promoted for a chance just above the least would be stopped again after a step.
    private const double PromotedPerLeast = 2;

    private readonly Lock _lock = new();
    private CurveSurrogate? _surrogate;

    /// <param name="leastChance">
    /// The least chance to end better than the best complete trial with which a trial goes on, in (0, 0.1]. One that was stopped
    /// is promoted when its chance is twice that.
    /// </param>
    public FreezeThawPruner(double leastChance = 0.01) =>
        LeastChance = Require.That(leastChance is > 0 and <= 0.1, "0 < leastChance <= 0.1", leastChance, nameof(leastChance));

    private double LeastChance { get; }

    /// <inheritdoc/>
    public bool ShouldStop(Trial trial, History history)
    {
        if (CurveSurrogate.LastStep(history.Finished) is not { } last || trial.LastStep >= last || IsBest(trial, history))
            return false;
        return Chances(history, [trial], trial with { State = TrialState.Running })[0] < LeastChance;
    }

    /// <inheritdoc/>
    public IEnumerable<Trial> Promotable(History history)
    {
        var stopped = history.Finished.Where(trial => trial.State == TrialState.Pruned && trial.Measurements.Count > 0).ToArray();
        if (stopped.Length == 0 || CurveSurrogate.LastStep(history.Finished) is null)
            return [];
        return stopped.Zip(Chances(history, stopped))
            .Where(pair => pair.Second >= PromotedPerLeast * LeastChance)
            .OrderByDescending(pair => pair.Second).ThenBy(pair => pair.First.Number)
            .Select(pair => pair.First);
    }

    private static bool IsBest(Trial trial, History history) =>
        !history.Goal.IsBetter(history.Best!.Value!.Value, trial.Measurements[^1].Value);

    private double[] Chances(History history, IReadOnlyList<Trial> trials, Trial? running = null)
    {
        lock (_lock)
        {
            if (!ReferenceEquals(_surrogate?.Space, history.Space))
                _surrogate = new(history.Space);
            return _surrogate.ChancesToBeatBest(history, trials, running);
        }
    }
}
