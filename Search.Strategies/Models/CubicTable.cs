using System.Runtime.CompilerServices;

namespace HyperSearch.Strategies;

/// <summary>A smooth function on [0, end], known by its values and slopes at even places: between two of them it is the cubic that has both.</summary>
/// <remarks>The error is h⁴/384 times the largest fourth derivative, where h is the distance of the places.</remarks>
internal sealed class CubicTable
{
    private readonly double _placesPerUnit;
    private readonly double _last; // the place before the last one
    private readonly (double Value, double Rise)[] _places; // the rise is the slope times h

    /// <param name="function">Gives value and slope at a place.</param>
    /// <param name="end">The last place.</param>
    /// <param name="intervals">How many there are between the places.</param>
    public CubicTable(Func<double, (double Value, double Slope)> function, double end, int intervals)
    {
        (_placesPerUnit, _last) = (intervals / end, intervals - 1);
        _places = new (double, double)[intervals + 1];
        for (var i = 0; i <= intervals; i++)
        {
            var (value, slope) = function(i * end / intervals);
            _places[i] = (value, slope * end / intervals);
        }
    }

    /// <summary>The function's value, for z ≥ 0; beyond the end the cubic goes on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public double At(double z)
    {
        var place = z * _placesPerUnit;
        place = place < _last ? place : _last;
        var i = (int)place;
        var t = z * _placesPerUnit - i;
        var ((y0, d0), (y1, d1)) = (_places[i], _places[i + 1]);
        var rise = y1 - y0;
        return y0 + t * (rise + (1 - t) * ((d0 - rise) * (1 - t) + (rise - d1) * t));
    }
}
