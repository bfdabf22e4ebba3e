namespace HyperSearch.Runner;

/// <summary>A row of the table <c>measurements</c>.</summary>
internal sealed class MeasurementRow
{
    public int Trial { get; init; }

    public int Step { get; init; }

    public double Value { get; init; }

    public Measurement ToMeasurement() => new(Step, FiniteNumber.Require(Value));
}
