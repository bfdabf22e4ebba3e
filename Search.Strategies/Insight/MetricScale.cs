namespace HyperSearch.Strategies;

/// <summary>Losses as a model sees them, with mean 0 and deviation 1, and the way back to scores, between which lines are drawn.</summary>
/// <remarks>Beyond what was seen the best and the worst score stand: nothing better is claimed than some trial has reached.</remarks>
internal sealed class MetricScale
{
    private readonly Goal _goal;
    private readonly double[] _losses; // rising
    private readonly double _unit;

    /// <param name="goal">What is looked for.</param>
    /// <param name="losses">Rising losses.</param>
    /// <param name="unit">What they are to be multiplied by.</param>
    public MetricScale(Goal goal, double[] losses, double unit)
    {
        (_goal, _losses, _unit) = (goal, losses, unit);
        Y = losses.Length == 0 ? [] : PowerTransform.Apply(losses, keptShare: 1);
        IsFlat = Y.Length == 0 || Y[0] == Y[^1];
    }

    /// <summary>The losses as a model sees them.</summary>
    public double[] Y { get; }

    /// <summary>Whether all are equal, so that there is nothing to explain.</summary>
    public bool IsFlat { get; }

    /// <summary>The score that a model's loss stands for.</summary>
    public double Value(double y)
    {
        var above = Array.BinarySearch(Y, y);
        above = above < 0 ? ~above : above;
        var loss = above == 0 ? _losses[0]
            : above == Y.Length ? _losses[^1]
            : _losses[above - 1] + (_losses[above] - _losses[above - 1]) * ((y - Y[above - 1]) / (Y[above] - Y[above - 1]));
        return _goal.Loss(loss) * _unit;
    }

    /// <summary>How much better one score is than another.</summary>
    public double Gain(double from, double to) => _goal.Loss(from) - _goal.Loss(to);
}
