namespace HyperSearch.Runner;

/// <summary>An axis: where values lie on it, and what stands along it.</summary>
/// <param name="title">What it shows, with its unit.</param>
internal abstract class PlotAxis(string title)
{
    public string Title => title;

    /// <summary>From the beginning of the axis to its end.</summary>
    public abstract IReadOnlyList<AxisTick> Ticks { get; }

    /// <summary>Whether each tick stands for itself, so that none may be left out for want of room.</summary>
    public virtual bool HasNames => false;

    /// <summary>Where a value lies: 0 at the axis's beginning, 1 at its end. What lies beyond is at the end that it is beyond.</summary>
    public double Place(double value) => Math.Clamp(PlaceOf(value), 0, 1);

    /// <summary>The same, also beyond the ends.</summary>
    public abstract double PlaceOf(double value);
}

/// <summary>A mark on an axis.</summary>
/// <param name="Place">Where it is, 0 to 1.</param>
/// <param name="Label">What stands beside it; empty for a mark between others.</param>
internal readonly record struct AxisTick(double Place, string Label);
