using System.Data.Common;
using Dapper;
using Search.Core;

namespace Search.Runner;

/// <summary>Reads trials from the tables <c>trials</c>, <c>trial_values</c> and <c>measurements</c>.</summary>
internal static class TrialReader
{
    private const string Columns =
        "t.number, t.state, t.observed, t.finish_order AS FinishOrder, t.value, t.attempt, t.note, t.error, t.started, t.finished";

    /// <summary>The trials that a condition on the table <c>trials</c>, under the name t, selects.</summary>
    /// <param name="connection">In a transaction, so that the tables agree with each other.</param>
    /// <param name="space">The study's space.</param>
    /// <param name="condition">The condition.</param>
    /// <param name="order">The column to order by.</param>
    /// <param name="parameters">The values of the condition's parameters.</param>
    public static List<Trial> Read(DbConnection connection, SearchSpace space, string condition, string order, object parameters)
    {
        var rows = connection.Query<TrialRow>($"SELECT {Columns} FROM trials t WHERE {condition} ORDER BY {order}", parameters).AsList();
        if (rows.Count == 0)
            return [];
        var values = connection.Query<ValueRow>(
            $"SELECT v.trial, v.name, v.number, v.text FROM trials t JOIN trial_values v ON v.study = t.study AND v.trial = t.number WHERE {condition}",
            parameters).ToLookup(row => row.Trial);
        var measurements = connection.Query<MeasurementRow>(
            $"SELECT m.trial, m.step, m.value FROM trials t JOIN measurements m ON m.study = t.study AND m.trial = t.number WHERE {condition} ORDER BY m.trial, m.step",
            parameters).ToLookup(row => row.Trial);
        return [.. rows.Select(row => row.ToTrial(
            PointOf(space, row, values[row.Number].Select(value => value.ToPair())),
            [.. measurements[row.Number].Select(measurement => new Measurement(measurement.Step, measurement.Value))]))];
    }

    // Who queued a trial may not have known which of its parameters are active.
    private static Point PointOf(SearchSpace space, TrialRow row, IEnumerable<KeyValuePair<string, ParameterValue>> values) =>
        row.Observed is null ? space.Complete(values) : space.PointOf(values);

    private sealed class TrialRow
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

        public Trial ToTrial(Point point, IReadOnlyList<Measurement> measurements) => new(Number, StateNames.Parse(State), point)
        {
            Value = Value,
            Measurements = measurements,
            Observed = Observed,
            FinishOrder = FinishOrder,
            Attempt = Attempt,
            Note = Note,
            Error = Error,
            Started = Started is null ? null : Times.Parse(Started),
            Finished = Finished is null ? null : Times.Parse(Finished),
        };
    }

    private sealed class ValueRow
    {
        public int Trial { get; init; }

        public required string Name { get; init; }

        public double? Number { get; init; }

        public string? Text { get; init; }

        public KeyValuePair<string, ParameterValue> ToPair() =>
            new(Name, Number is { } number ? ParameterValue.Of(number) : ParameterValue.Of(Text!));
    }

    private sealed class MeasurementRow
    {
        public int Trial { get; init; }

        public int Step { get; init; }

        public double Value { get; init; }
    }
}
