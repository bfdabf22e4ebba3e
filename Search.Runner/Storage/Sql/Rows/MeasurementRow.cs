using System.Data.Common;

namespace HyperSearch.Runner;

/// <summary>A row of the table <c>measurements</c>.</summary>
internal sealed class MeasurementRow
{
    public int Trial { get; init; }

    public int Step { get; init; }

    public double Value { get; init; }

    /// <summary>Reads the columns of <see cref="TrialQuery"/>.</summary>
    public static MeasurementRow Read(DbDataReader row) => new() { Trial = row.Int(0), Step = row.Int(1), Value = row.Number(2) };

    public Measurement ToMeasurement() => new(Step, FiniteNumber.Require(Value));
}
