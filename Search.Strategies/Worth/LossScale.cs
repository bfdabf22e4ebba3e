namespace HyperSearch.Strategies;

/// <summary>Losses as a model sees them, and the way back, also to such as are lower than any that was seen.</summary>
/// <remarks>
/// Between losses that were seen there are straight lines. Below the lowest one the line goes on that leads to it from a loss that is some
/// way above: so what is expected beyond the best is measured by what told the best trials apart.
/// </remarks>
internal sealed class LossScale
{
    // How far above, in deviations.
    private const double Reach = 0.3;

    private readonly double[] _losses; // rising
    private readonly double _unit, _slope;
    private readonly int _ceiling;     // the first of those that count as equally bad

    /// <param name="losses">Rising losses; at least one.</param>
    /// <param name="unit">What they are to be multiplied by.</param>
    /// <param name="keptShare">See <see cref="PowerTransform.Apply"/>.</param>
    public LossScale(double[] losses, double unit, double keptShare)
    {
        (_losses, _unit) = (losses, unit);
        Y = PowerTransform.Apply(losses, keptShare);
        _ceiling = Array.FindIndex(Y, y => y >= Y[^1]);
        var above = Math.Min(_ceiling, Array.FindIndex(Y, y => y >= Math.Min(Y[0] + Reach, Y[^1])));
        _slope = above == 0 ? 0 : (losses[above] - losses[0]) / (Y[above] - Y[0]);
    }

    /// <summary>The losses as a model sees them.</summary>
    public double[] Y { get; }

    /// <summary>Whether all count as equal, so that nothing is expected of other points.</summary>
    public bool IsFlat => _ceiling == 0;

    /// <summary>The lowest loss.</summary>
    public double Best => _unit * _losses[0];

    /// <summary>The loss that stands for what a model says; no more than the first of those that count as equally bad.</summary>
    public double Loss(double y)
    {
        if (y <= Y[0])
            return _unit * (_losses[0] + (y - Y[0]) * _slope);
        if (y >= Y[_ceiling])
            return _unit * _losses[_ceiling];
        var above = 1;
        while (Y[above] < y)
            above++;
        return _unit * (_losses[above - 1] + (_losses[above] - _losses[above - 1]) * ((y - Y[above - 1]) / (Y[above] - Y[above - 1])));
    }
}
