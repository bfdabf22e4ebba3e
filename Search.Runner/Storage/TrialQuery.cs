using System.Data.Common;
using Search.Core;

namespace Search.Runner;

/// <summary>Reads trials from the tables <c>trials</c>, <c>trial_values</c> and <c>measurements</c>.</summary>
internal sealed class TrialQuery
{
    private readonly SearchSpace _space;
    private readonly bool _isWidened;
    private readonly Prepared _trials;
    private readonly Prepared _values;
    private readonly Prepared _measurements;

    /// <param name="connection">In a transaction whenever the query runs, so that the tables agree with each other.</param>
    /// <param name="space">The study's space.</param>
    /// <param name="study">The study.</param>
    /// <param name="condition">What selects the trials from the table <c>trials</c>, under the name t.</param>
    /// <param name="order">The column to order by.</param>
    /// <param name="parameters">The names of the condition's parameters.</param>
    public TrialQuery(DbConnection connection, SearchSpace space, StudyRow study, string condition, string order, params ReadOnlySpan<string> parameters)
    {
        (_space, _isWidened) = (space, study.Widenings > 0);
        _trials = new(connection,
            $"""
            SELECT t.number, t.state, t.observed, t.finish_order AS FinishOrder, t.value, t.attempt, t.note, t.error, t.started, t.finished
            FROM trials t WHERE {condition} ORDER BY {order}
            """, parameters);
        _values = new(connection,
            $"""
            SELECT v.trial, v.name, v.number, v.text
            FROM trials t JOIN trial_values v ON v.study = t.study AND v.trial = t.number WHERE {condition}
            """, parameters);
        _measurements = new(connection,
            $"""
            SELECT m.trial, m.step, m.value FROM trials t JOIN measurements m ON m.study = t.study AND m.trial = t.number
            WHERE {condition} ORDER BY m.trial, m.step
            """, parameters);
    }

    /// <summary>The trials.</summary>
    /// <param name="known">The points that need not be read, by number.</param>
    /// <param name="values">The values of the condition's parameters.</param>
    public List<Trial> Read(IReadOnlyDictionary<int, Point>? known, params ReadOnlySpan<object?> values)
    {
        var rows = _trials.Query<TrialRow>(values);
        if (rows.Count == 0)
            return [];
        var exact = new Dictionary<int, IReadOnlyList<KeyValuePair<string, ParameterValue>>?>();
        if (known is null || !rows.TrueForAll(row => known.ContainsKey(row.Number)))
            known = Points(rows, exact, values);
        var measurements = _measurements.Query<MeasurementRow>(values).ToLookup(row => row.Trial, row => new Measurement(row.Step, row.Value));
        return [.. rows.Select(row => row.ToTrial(known[row.Number], [.. measurements[row.Number]], exact.GetValueOrDefault(row.Number)))];
    }

    private Dictionary<int, Point> Points(List<TrialRow> rows, Dictionary<int, IReadOnlyList<KeyValuePair<string, ParameterValue>>?> exact, ReadOnlySpan<object?> values)
    {
        var recorded = _values.Query<ValueRow>(values).ToLookup(row => row.Trial, row => row.ToPair());
        // Who queued a trial, which then has observed nothing, may not have known which of its parameters are active.
        var points = rows.ToDictionary(row => row.Number,
            row => row.Observed is null && _space.IsConditional ? _space.Complete(recorded[row.Number]) : _space.PointOf(recorded[row.Number]));
        if (_isWidened)
            foreach (var (number, point) in points)
                exact[number] = _space.Beyond(point, recorded[number]);
        return points;
    }

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

        public Trial ToTrial(Point point, IReadOnlyList<Measurement> measurements, IReadOnlyList<KeyValuePair<string, ParameterValue>>? values) => new(Number, Enum.Parse<TrialState>(State, ignoreCase: true), point)
        {
            Values = values,
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
