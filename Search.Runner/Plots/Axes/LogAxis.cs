using HyperSearch.Core;

namespace HyperSearch.Runner;

/// <summary>An axis on which equal ratios have equal lengths. It ends with the values.</summary>
internal sealed class LogAxis : PlotAxis
{
    // With more decades than this, the marks between them would be one line.
    private const double MostDetailed = 1e5;

    private readonly AxisTicks _ticks;
    private readonly double _low, _length;

    /// <param name="title">What it shows, with its unit.</param>
    /// <param name="low">The least value, positive.</param>
    /// <param name="high">The greatest value, at least <paramref name="low"/>.</param>
    public LogAxis(string title, double low, double high) : base(title)
    {
        var covering = AxisTicks.Log(low, high);
        _ticks = covering.Within(low, high);
        _low = PortableMath.Log(_ticks.Low);
        _length = PortableMath.Log(_ticks.High) - _low;
        Ticks = [.. _ticks.Values.Select(value => new AxisTick(Place(value), TickLabels.Alone(value))), .. Between(covering)];
    }

    public override IReadOnlyList<AxisTick> Ticks { get; }

    public override double PlaceOf(double value) => (PortableMath.Log(value) - _low) / _length;

    // Where decades follow each other, 2 to 9 times each.
    private IEnumerable<AxisTick> Between(AxisTicks decades) => decades.High / decades.Low > MostDetailed || decades.Values[1] / decades.Values[0] < 9 ? []
        : decades.Values.SelectMany(decade => Enumerable.Range(2, 8).Select(factor => factor * decade))
            .Where(value => value >= _ticks.Low && value <= _ticks.High).Select(value => new AxisTick(Place(value), ""));
}
