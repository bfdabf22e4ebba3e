namespace HyperSearch.Runner;

/// <summary>An axis of things that have names, each with as much room: number i lies in the middle of the i-th part.</summary>
/// <param name="title">What they are.</param>
/// <param name="names">Their names; at least one.</param>
internal sealed class CategoryAxis(string title, IReadOnlyList<string> names) : PlotAxis(title)
{
    public override IReadOnlyList<AxisTick> Ticks { get; } = [.. names.Select((name, i) => new AxisTick((i + 0.5) / names.Count, name))];

    public override bool HasNames => true;

    /// <param name="value">The number of the thing, from 0; between two numbers it lies between the things.</param>
    public override double PlaceOf(double value) => (value + 0.5) / names.Count;
}
