using System.Runtime.CompilerServices;

namespace HyperSearch.Strategies;

/// <summary>
/// A smooth function on [0, end], known by its values and slopes at evenly spaced knots: between two of them it is the cubic that
/// has both.
/// </summary>
/// <remarks>The error is h⁴/384 times the largest fourth derivative, where h is the distance of the knots.</remarks>
internal sealed class CubicHermiteSpline
{
    private readonly double _intervalsPerUnit;
    private readonly double _lastInterval;
    private readonly (double Value, double Rise)[] _knots; // the rise is the slope times h

    /// <param name="function">Gives value and slope at a knot.</param>
    /// <param name="end">The last knot.</param>
    /// <param name="intervals">How many there are between the knots.</param>
    public CubicHermiteSpline(Func<double, (double Value, double Slope)> function, double end, int intervals)
    {
        (_intervalsPerUnit, _lastInterval) = (intervals / end, intervals - 1);
        _knots = new (double, double)[intervals + 1];
        for (var i = 0; i <= intervals; i++)
        {
            var (value, slope) = function(i * end / intervals);
            _knots[i] = (value, slope * end / intervals);
        }
    }

    /// <summary>The function's value, for z ≥ 0; beyond the end the cubic goes on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public double At(double z)
    {
        var interval = z * _intervalsPerUnit;
        interval = interval < _lastInterval ? interval : _lastInterval;
        var i = (int)interval;
        var t = z * _intervalsPerUnit - i;
        var ((y0, d0), (y1, d1)) = (_knots[i], _knots[i + 1]);
        var rise = y1 - y0;
        return y0 + t * (rise + (1 - t) * ((d0 - rise) * (1 - t) + (rise - d1) * t));
    }

    /// <summary>The slope of the cubic that <see cref="At"/> is on.</summary>
    public double SlopeAt(double z)
    {
        var interval = z * _intervalsPerUnit;
        var i = (int)Math.Min(interval, _lastInterval);
        var t = interval - i;
        var ((y0, d0), (y1, d1)) = (_knots[i], _knots[i + 1]);
        return (6 * t * (1 - t) * (y1 - y0) + (1 - t) * (1 - 3 * t) * d0 + t * (3 * t - 2) * d1) * _intervalsPerUnit;
    }
}
