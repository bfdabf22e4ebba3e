using HyperSearch.Strategies;

namespace HyperSearch;

/// <summary>
/// Stops a trial that has stopped to improve: whose best value is more than so many steps old. The criterion UP of Prechelt:
/// "Early Stopping – But When?", 1998, on the value itself.
/// </summary>
/// <param name="steps">How many steps may pass without improvement; at least 1.</param>
public sealed class PatiencePruner(int steps) : IPruner
{
    private readonly int _steps = Require.That(steps >= 1, "1 <= steps", steps, nameof(steps));

    /// <summary>How much better a value must be to count as an improvement; 0 or more, finite.</summary>
    public double Improvement { get; init => field = Require.That(value >= 0 && double.IsFinite(value), "0 <= Improvement < ∞", value); }

    /// <inheritdoc/>
    public bool ShouldStop(Trial trial, History history)
    {
        var best = trial.Measurements[0];
        foreach (var measurement in trial.Measurements)
        {
            if (history.Goal.Loss(measurement.Value) < history.Goal.Loss(best.Value) - Improvement)
                best = measurement;
        }

        return trial.LastStep - best.Step >= _steps;
    }
}
