using HyperSearch.Core;

namespace HyperSearch.Strategies;

/// <summary>Losses as a model sees them, with mean 0 and deviation 1, and the way back to scores, between which lines are drawn.</summary>
/// <remarks>Beyond what was seen the best and the worst score stand: nothing better is claimed than some trial has reached.</remarks>
internal sealed class MetricScale
{
    // In median distances from the median.
    private const double Fence = 10;

    private readonly Goal _goal;
    private readonly double[] _losses; // rising
    private readonly double _unit;

    /// <param name="goal">What is looked for.</param>
    /// <param name="losses">Rising losses.</param>
    /// <param name="unit">What they are to be multiplied by.</param>
    public MetricScale(Goal goal, double[] losses, double unit)
    {
        (_goal, _losses, _unit) = (goal, losses, unit);
        IsFlat = losses.Length == 0 || losses[0] == losses[^1];
        Y = IsFlat ? new double[losses.Length] : PowerTransform.Apply(Compressed(losses), keptShare: 1);
    }

    /// <summary>The losses as a model sees them.</summary>
    public double[] Y { get; }

    /// <summary>Whether all are equal, so that there is nothing to explain.</summary>
    public bool IsFlat { get; }

    /// <summary>The score that a model's loss stands for.</summary>
    public double Value(double y)
    {
        var place = Array.BinarySearch(Y, y);
        var above = place < 0 ? ~place : place;
        var loss = place >= 0 || above == 0 ? _losses[above]
            : above == Y.Length ? _losses[^1]
            : _losses[above - 1] + (_losses[above] - _losses[above - 1]) * ((y - Y[above - 1]) / (Y[above] - Y[above - 1]));
        return _goal.Loss(loss) * _unit;
    }

    /// <summary>How much better one score is than another.</summary>
    public double Gain(double from, double to) => _goal.Loss(from) - _goal.Loss(to);

    // Distances from the median in units of the median distance; beyond the fence ever closer together, so that a loss of 10³⁰ says
    // that it is bad, and little more.
    private static double[] Compressed(double[] losses)
    {
        var median = Observations.Median(losses);
        var distances = new double[losses.Length];
        for (var i = 0; i < losses.Length; i++)
            distances[i] = Math.Abs(losses[i] - median);
        Array.Sort(distances);
        var unit = Observations.Median(distances);
        // Where most are equal, the least distance that there is.
        for (var i = 0; unit == 0; i++)
            unit = distances[i];
        var compressed = new double[losses.Length];
        for (var i = 0; i < losses.Length; i++)
        {
            var distance = (losses[i] - median) / unit;
            compressed[i] = Math.Abs(distance) <= Fence ? distance : Math.Sign(distance) * Fence * (1 + PortableMath.Log(1 + PortableMath.Log(Math.Abs(distance) / Fence)));
        }
        return compressed;
    }
}
