using Search.Core;

namespace Search.Strategies;

/// <summary>Stops a trial that reports a value outside of given bounds, such as an accuracy of mere chance.</summary>
public sealed class ThresholdPruner : IPruner
{
    /// <summary>The lowest value that may be reported.</summary>
    public double Lowest { get; init; } = double.NegativeInfinity;

    /// <summary>The highest value that may be reported.</summary>
    public double Highest { get; init; } = double.PositiveInfinity;

    /// <summary>No trial is stopped before this step.</summary>
    public int FirstStep { get; init; } = 1;

    /// <inheritdoc/>
    public bool ShouldStop(Trial trial, History history)
    {
        var (step, value) = trial.Measurements[^1];
        return step >= FirstStep && !(value >= Lowest && value <= Highest);
    }
}
