using HyperSearch.Strategies;

namespace HyperSearch;

/// <summary>Stops a trial that reports a value outside of given bounds, such as an accuracy of mere chance.</summary>
public sealed class ThresholdPruner : IPruner
{
    /// <summary>The lowest value that may be reported; not above <see cref="Highest"/>.</summary>
    public double Lowest { get; init => field = Require.That(value <= Highest, "Lowest <= Highest", value); } = double.NegativeInfinity;

    /// <summary>The highest value that may be reported; not below <see cref="Lowest"/>.</summary>
    public double Highest { get; init => field = Require.That(value >= Lowest, "Lowest <= Highest", value); } = double.PositiveInfinity;

    /// <summary>No trial is stopped before this step; 0 or more.</summary>
    public int FirstStep { get; init => field = Require.That(value >= 0, "0 <= FirstStep", value); } = 1;

    /// <inheritdoc/>
    public bool ShouldStop(Trial trial, History history)
    {
        var (step, value) = trial.Measurements[^1];
        return step >= FirstStep && !(value >= Lowest && value <= Highest);
    }
}
