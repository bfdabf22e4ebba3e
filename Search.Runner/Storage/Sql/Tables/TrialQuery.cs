using System.Data.Common;

namespace HyperSearch.Runner;

/// <summary>Reads trials from the tables <c>trials</c>, <c>trial_values</c>, <c>measurements</c> and <c>earlier_results</c>.</summary>
internal sealed class TrialQuery
{
    private readonly SearchSpace _space;
    private readonly bool _isWidened;
    private readonly string _study;
    private readonly PreparedStatement _trials;
    private readonly PreparedStatement _values;
    private readonly PreparedStatement _measurements;
    private readonly PreparedStatement _earlier;

    /// <param name="connection">In a transaction whenever the query runs, so that the tables agree with each other.</param>
    /// <param name="space">The study's space.</param>
    /// <param name="study">The study.</param>
    /// <param name="condition">What selects the trials from the table <c>trials</c>, under the name t.</param>
    /// <param name="order">The column to order by.</param>
    /// <param name="parameters">The names of the condition's parameters.</param>
    public TrialQuery(DbConnection connection, SearchSpace space, StudyRow study, string condition, string order, params ReadOnlySpan<string> parameters)
    {
        (_space, _isWidened, _study) = (space, study.Widenings > 0, study.Name);
        _trials = new(connection,
            $"""
            SELECT t.number, t.state, t.observed, t.finish_order AS FinishOrder, t.value, t.attempt, t.note, t.error, t.started, t.finished,
                CASE WHEN EXISTS (SELECT 1 FROM earlier_results e WHERE e.study = t.study AND e.trial = t.number) THEN 1 ELSE 0 END AS Promoted
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
        // The few earlier results first, then their trials.
        _earlier = new(connection,
            $"""
            SELECT r.trial, r.finish_order AS FinishOrder, r.state, r.value, r.error, r.last_step AS LastStep, r.measurements, r.attempt, r.started, r.finished
            FROM earlier_results r CROSS JOIN trials t
            WHERE t.study = r.study AND t.number = r.trial AND {condition} ORDER BY r.finish_order
            """, parameters);
    }

    /// <summary>The trials.</summary>
    /// <param name="known">Where the trials are whose values need not be read, by number.</param>
    /// <param name="values">The values of the condition's parameters.</param>
    /// <exception cref="RowException">A row was edited by hand or is damaged.</exception>
    public List<Trial> Read(IReadOnlyDictionary<int, TrialPlace>? known, params ReadOnlySpan<object?> values)
    {
        int? at = null;
        try
        {
            var rows = _trials.Query<TrialRow>(values);
            if (rows.Count == 0)
                return [];
            if (known is null || !rows.TrueForAll(row => known.ContainsKey(row.Number)))
                known = Places(rows, values, ref at);
            at = null;
            var measurements = _measurements.Query<MeasurementRow>(values).ToLookup(row => row.Trial, row => row.ToMeasurement());
            var earlier = rows.TrueForAll(row => row.Promoted == 0) ? null : _earlier.Query<EarlierRow>(values).ToLookup(row => row.Trial);
            var trials = new List<Trial>(rows.Count);
            foreach (var row in rows)
            {
                at = row.Number;
                trials.Add(ToTrial(row, known[row.Number], [.. measurements[row.Number]], earlier?[row.Number] ?? []));
            }
            return trials;
        }
        catch (Exception exception) when (RowException.IsOfContent(exception))
        {
            throw new RowException($"{(at is { } number ? $"Trial {number}" : "A trial")} of study '{_study}'", exception);
        }
    }

    private static Trial ToTrial(TrialRow row, TrialPlace place, Measurement[] measurements, IEnumerable<EarlierRow> earlierResults)
    {
        var trial = row.ToTrial(place.Point, measurements) with { Values = place.Values };
        var earlier = earlierResults.Aggregate((Trial?)null, (before, result) => result.ToTrial(trial, before));
        return earlier is null ? trial : trial with { PreviousResult = earlier };
    }

    private Dictionary<int, TrialPlace> Places(List<TrialRow> rows, ReadOnlySpan<object?> values, ref int? at)
    {
        var recorded = _values.Query<ValueRow>(values).ToLookup(row => row.Trial, row => row.ToPair());
        var places = new Dictionary<int, TrialPlace>(rows.Count);
        foreach (var row in rows)
        {
            at = row.Number;
            // Who queued a trial, which then has observed nothing, may not have known which of its parameters are active.
            var point = row.Observed is null && _space.IsConditional ? _space.Complete(recorded[row.Number]) : _space.PointOf(recorded[row.Number]);
            places.Add(row.Number, new TrialPlace(point, _isWidened ? _space.ValuesMoreExactThan(point, recorded[row.Number]) : null));
        }
        return places;
    }

    private static double Finite(double value) => double.IsFinite(value) ? value : throw new FormatException($"A value must be finite, but there is {value}.");

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

        public long Promoted { get; init; }

        public Trial ToTrial(Point point, IReadOnlyList<Measurement> measurements) => new(Number, StateNames.Parse(State), point)
        {
            Value = Score(),
            Measurements = measurements,
            Observed = Observed,
            FinishOrder = FinishOrder,
            Attempt = Attempt,
            Note = Note,
            Error = Error,
            Started = Started is null ? null : Timestamps.Parse(Started),
            Finished = Finished is null ? null : Timestamps.Parse(Finished),
        };

        private double? Score() => Value is { } value ? Finite(value)
            : State == "complete" ? throw new FormatException("It is complete, but has no value.")
            : null;
    }

    private sealed class EarlierRow
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

        public Trial ToTrial(Trial now, Trial? before) => now with
        {
            State = StateNames.Parse(State),
            Value = Value is { } value ? Finite(value) : null,
            Error = Error,
            Measurements = Measurements is null ? [.. now.Measurements.TakeWhile(measurement => measurement.Step <= LastStep)] : StudyJson.ReadMeasurements(Measurements),
            FinishOrder = FinishOrder,
            Attempt = Attempt,
            Started = Started is null ? null : Timestamps.Parse(Started),
            Finished = Finished is null ? null : Timestamps.Parse(Finished),
            PreviousResult = before,
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

        public Measurement ToMeasurement() => new(Step, Finite(Value));
    }
}

/// <summary>Where a trial is: see <see cref="Trial.Point"/> and <see cref="Trial.Values"/>.</summary>
internal readonly record struct TrialPlace(Point Point, IReadOnlyList<KeyValuePair<string, ParameterValue>>? Values);
