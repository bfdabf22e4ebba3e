namespace HyperSearch.Runner;

/// <summary>An axis on which equal differences have equal lengths.</summary>
internal sealed class LinearAxis : PlotAxis
{
    private readonly AxisTicks _ticks;

    /// <param name="title">What it shows, with its unit.</param>
    /// <param name="low">The least value.</param>
    /// <param name="high">The greatest value, at least <paramref name="low"/>.</param>
    /// <param name="isTight">Whether the axis ends with the values, rather than with the round numbers around them.</param>
    public LinearAxis(string title, double low, double high, bool isTight = false) : base(title)
    {
        _ticks = AxisTicks.Linear(low, high);
        _ticks = isTight ? _ticks.Within(low, high) : _ticks;
        Ticks = [.. _ticks.Values.Zip(TickLabels.Alike(_ticks.Values), (value, label) => new AxisTick(Place(value), label))];
    }

    public override IReadOnlyList<AxisTick> Ticks { get; }

    public override double PlaceOf(double value) => (value / 2 - _ticks.Low / 2) / (_ticks.High / 2 - _ticks.Low / 2);
}
