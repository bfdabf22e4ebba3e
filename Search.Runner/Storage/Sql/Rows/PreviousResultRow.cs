using System.Data.Common;

namespace HyperSearch.Runner;

/// <summary>A row of the table <c>earlier_results</c>: what a trial came to before it was promoted or requeued.</summary>
internal sealed class PreviousResultRow
{
    public int Trial { get; init; }

    public int FinishOrder { get; init; }

    public required string State { get; init; }

    public double? Value { get; init; }

    public string? Error { get; init; }

    public int? LastStep { get; init; }

    public string? Measurements { get; init; }

    public int Attempt { get; init; }

    public string? Started { get; init; }

    public string? Finished { get; init; }

    /// <summary>JSON, as are <see cref="Excesses"/>; null for none.</summary>
    public string? FurtherValues { get; init; }

    public string? Excesses { get; init; }

    /// <summary>Reads the columns of <see cref="TrialQuery"/>.</summary>
    public static PreviousResultRow Read(DbDataReader row) => new()
    {
        Trial = row.Int(0),
        FinishOrder = row.Int(1),
        State = row.Text(2),
        Value = row.NumberOrNull(3),
        Error = row.TextOrNull(4),
        LastStep = row.IntOrNull(5),
        Measurements = row.TextOrNull(6),
        Attempt = row.Int(7),
        Started = row.TextOrNull(8),
        Finished = row.TextOrNull(9),
        FurtherValues = row.TextOrNull(10),
        Excesses = row.TextOrNull(11),
    };

    public Trial ToTrial(Trial now, Trial? before) => now with
    {
        State = StateNames.Parse(State),
        Value = Value is { } value ? FiniteNumber.Require(value) : null,
        FurtherValues = RecordedJson.ReadNumbers(FurtherValues),
        Excesses = RecordedJson.ReadNumbers(Excesses),
        Error = Error,
        Measurements = Measurements is null ? [.. now.Measurements.TakeWhile(measurement => measurement.Step <= LastStep)] : StudyJson.ReadMeasurements(Measurements),
        FinishOrder = FinishOrder,
        Attempt = Attempt,
        Started = Timestamps.ParseOptional(Started),
        Finished = Timestamps.ParseOptional(Finished),
        PreviousResult = before,
    };
}
