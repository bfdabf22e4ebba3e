using System.Data.Common;

namespace HyperSearch.Runner;

/// <summary>A row of the table <c>trials</c>.</summary>
internal sealed class TrialRow
{
    public int Number { get; init; }

    public required string State { get; init; }

    public int? Observed { get; init; }

    public int? FinishOrder { get; init; }

    public double? Value { get; init; }

    public int Attempt { get; init; }

    public string? Note { get; init; }

    public string? Error { get; init; }

    public string? Started { get; init; }

    public string? Finished { get; init; }

    public long HasPreviousResults { get; init; }

    /// <summary>JSON, as are <see cref="Excesses"/>; null for none.</summary>
    public string? FurtherValues { get; init; }

    public string? Excesses { get; init; }

    public int? ReplicateOf { get; init; }

    /// <summary>Reads the columns of <see cref="TrialQuery"/>.</summary>
    public static TrialRow Read(DbDataReader row) => new()
    {
        Number = row.Int(0),
        State = row.Text(1),
        Observed = row.IntOrNull(2),
        FinishOrder = row.IntOrNull(3),
        Value = row.NumberOrNull(4),
        Attempt = row.Int(5),
        Note = row.TextOrNull(6),
        Error = row.TextOrNull(7),
        Started = row.TextOrNull(8),
        Finished = row.TextOrNull(9),
        HasPreviousResults = row.Long(10),
        FurtherValues = row.TextOrNull(11),
        Excesses = row.TextOrNull(12),
        ReplicateOf = row.IntOrNull(13),
    };

    /// <summary>The trial at a point that is known, without its measurements.</summary>
    public Trial ToTrial(Trial known) => ToTrial(known.Point, known.Values);

    /// <summary>The trial without its measurements.</summary>
    /// <param name="point">Its place in the study's space.</param>
    /// <param name="values">See <see cref="Trial.Values"/>.</param>
    public Trial ToTrial(Point point, IReadOnlyList<KeyValuePair<string, ParameterValue>>? values) => new(Number, StateNames.Parse(State), point)
    {
        Values = values,
        Value = Score(),
        FurtherValues = RecordedJson.ReadNumbers(FurtherValues),
        Excesses = RecordedJson.ReadNumbers(Excesses),
        ReplicateOf = ReplicateOf,
        Observed = Observed,
        FinishOrder = FinishOrder,
        Attempt = Attempt,
        Note = Note,
        Error = Error,
        Started = Timestamps.ParseOptional(Started),
        Finished = Timestamps.ParseOptional(Finished),
    };

    private double? Score() => Value is { } value ? FiniteNumber.Require(value)
        : State == "complete" ? throw new FormatException("It is complete, but has no value.")
        : null;
}
