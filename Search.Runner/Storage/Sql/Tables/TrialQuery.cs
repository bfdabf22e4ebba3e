using System.Data.Common;

namespace HyperSearch.Runner;

/// <summary>Reads trials from the tables <c>trials</c>, <c>trial_values</c>, <c>measurements</c> and <c>earlier_results</c>.</summary>
internal sealed class TrialQuery
{
    private const string FirstNew = "@firstNew";

    private readonly SearchSpace _space;
    private readonly bool _isWidened;
    private readonly string _study;
    private readonly PreparedStatement _trials;
    private readonly PreparedStatement _values;
    private readonly PreparedStatement _valuesOfNew;
    private readonly PreparedStatement? _measurements;
    private readonly PreparedStatement _previousResults;

    /// <param name="connection">In a transaction whenever the query runs, so that the tables agree with each other.</param>
    /// <param name="space">The study's space.</param>
    /// <param name="study">The study.</param>
    /// <param name="condition">What selects the trials from the table <c>trials</c>, under the name t.</param>
    /// <param name="order">The column to order by.</param>
    /// <param name="parameters">The names of the condition's parameters.</param>
    public TrialQuery(DbConnection connection, SearchSpace space, StudyRow study, string condition, string order, params ReadOnlySpan<StatementParameter> parameters)
        : this(connection, space, study, isMeasured: true, condition, order, parameters) { }

    /// <inheritdoc cref="TrialQuery(DbConnection, SearchSpace, StudyRow, string, string, ReadOnlySpan{StatementParameter})"/>
    /// <param name="connection">In a transaction whenever the query runs.</param>
    /// <param name="space">The study's space.</param>
    /// <param name="study">The study.</param>
    /// <param name="set">Which trials; the values of its parameters are given after the study's id.</param>
    public TrialQuery(DbConnection connection, SearchSpace space, StudyRow study, TrialSet set)
        : this(connection, space, study, isMeasured: true, set.Condition, set.Order, ["@study", .. set.Parameters.Select(parameter => parameter.Name)]) { }

    private TrialQuery(DbConnection connection, SearchSpace space, StudyRow study, bool isMeasured, string condition, string order, params ReadOnlySpan<StatementParameter> parameters)
    {
        (_space, _isWidened, _study) = (space, study.Widenings > 0, study.Name);
        _trials = new(connection,
            $"""
            SELECT t.number, t.state, t.observed, t.finish_order AS FinishOrder, t.value, t.attempt, t.note, t.error, t.started, t.finished,
                CASE WHEN EXISTS (SELECT 1 FROM earlier_results e WHERE e.study = t.study AND e.trial = t.number) THEN 1 ELSE 0 END AS HasPreviousResults,
                t.further_values, t.excesses, t.replicate_of
            FROM trials t WHERE {condition} ORDER BY {order}
            """, parameters);
        // The trials first, then what belongs to them: SQLite, left to itself, may look at all measurements of a study for those of a few trials.
        var values = $"""
            SELECT v.trial, v.name, v.number, v.text
            FROM trials t CROSS JOIN trial_values v WHERE v.study = t.study AND v.trial = t.number AND {condition}
            """;
        _values = new(connection, values, parameters);
        _valuesOfNew = new(connection, $"{values} AND t.number >= {FirstNew}", [.. parameters, FirstNew]);
        _measurements = !isMeasured ? null : new(connection,
            $"""
            SELECT m.trial, m.step, m.value FROM trials t CROSS JOIN measurements m
            WHERE m.study = t.study AND m.trial = t.number AND {condition}
            """, parameters);
        // By a sum, for which no index has them in order: a server would look for the trials of all earlier results along it.
        _previousResults = new(connection,
            $"""
            SELECT r.trial, r.finish_order AS FinishOrder, r.state, r.value, r.error, r.last_step AS LastStep, r.measurements, r.attempt, r.started, r.finished, r.further_values, r.excesses
            FROM trials t CROSS JOIN earlier_results r
            WHERE r.study = t.study AND r.trial = t.number AND {condition} ORDER BY r.finish_order + 0
            """, parameters);
    }

    /// <summary>All trials of a study, by number.</summary>
    /// <param name="connection">In a transaction.</param>
    /// <param name="space">The study's space.</param>
    /// <param name="study">The study.</param>
    /// <param name="isMeasured">Whether they come with their measurements.</param>
    /// <exception cref="RowException">A row was edited by hand or is damaged, or is missing.</exception>
    public static List<Trial> ReadAll(DbConnection connection, SearchSpace space, StudyRow study, bool isMeasured) =>
        TrialNumbering.Require(study.Name, new TrialQuery(connection, space, study, isMeasured, "t.study = @id", "t.number", "@id").Read(study.Id));

    /// <summary>The trials.</summary>
    /// <param name="values">The values of the condition's parameters.</param>
    /// <exception cref="RowException">A row was edited by hand or is damaged.</exception>
    public List<Trial> Read(params ReadOnlySpan<object?> values) => Ask(null, values).Value;

    /// <summary>Asks for the trials.</summary>
    /// <param name="known">What is known of some of them, so that their points need not be read again; null for nothing.</param>
    /// <param name="values">The values of the condition's parameters.</param>
    /// <returns>The trials; instead of them a <see cref="RowException"/> where a row was edited by hand or is damaged.</returns>
    public Answer<List<Trial>> Ask(KnownTrials? known, params ReadOnlySpan<object?> values)
    {
        var asked = values.ToArray();
        try
        {
            var rows = _trials.Query(TrialRow.Read, asked);
            if (rows.IsThere && rows.Value.Count == 0)
                return new([]);
            var points = known is null ? _values.Query(ValueRow.Read, asked) : rows.IsThere ? null : _valuesOfNew.Query(ValueRow.Read, [.. asked, known.Count]);
            var measurements = _measurements?.Query(MeasurementRow.Read, asked);
            // Where answers come one by one, they are asked for when there are some.
            var previous = known is null && !rows.IsThere ? _previousResults.Query(PreviousResultRow.Read, asked) : null;
            return rows.IsThere
                ? new(Assemble(rows, points, measurements, previous, known, asked))
                : new(() => Assemble(rows, points, measurements, previous, known, asked), () => rows.IsThere);
        }
        catch (Exception exception) when (RowException.IsContentError(exception))
        {
            throw Unreadable(null, exception);
        }
    }

    private List<Trial> Assemble(Answer<List<TrialRow>> asked, Answer<List<ValueRow>>? points, Answer<List<MeasurementRow>>? measured,
        Answer<List<PreviousResultRow>>? earlier, KnownTrials? known, object?[] values)
    {
        int? at = null;
        try
        {
            var rows = asked.Value;
            if (rows.Count == 0)
                return [];
            var recorded = points?.Value.ToLookup(row => row.Trial, row => row.ToPair());
            // Somebody else may have taken up a trial again.
            if (known is not null && !rows.TrueForAll(row => known.Unfinished.ContainsKey(row.Number) || recorded?.Contains(row.Number) == true))
                recorded = _values.Query(ValueRow.Read, values).Value.ToLookup(row => row.Trial, row => row.ToPair());
            var measurements = measured?.Value.ToLookup(row => row.Trial, row => row.ToMeasurement());
            var previous = rows.TrueForAll(row => row.HasPreviousResults == 0) ? null : (earlier ?? _previousResults.Query(PreviousResultRow.Read, values)).Value.ToLookup(row => row.Trial);
            var trials = new List<Trial>(rows.Count);
            foreach (var row in rows)
            {
                at = row.Number;
                var trial = known?.Unfinished.TryGetValue(row.Number, out var before) == true ? row.ToTrial(before) : ToTrial(row, recorded![row.Number]);
                trials.Add(WithPreviousResult(trial with { Measurements = BySteps([.. measurements?[row.Number] ?? []]) }, previous?[row.Number] ?? []));
            }
            return trials;
        }
        catch (Exception exception) when (RowException.IsContentError(exception))
        {
            throw Unreadable(at, exception);
        }
    }

    private RowException Unreadable(int? trial, Exception cause) => new($"{(trial is { } number ? $"Trial {number}" : "A trial")} of study '{_study}'", cause);

    // SQLite gives them in this order without being asked to, which would have it sort all of them.
    private static Measurement[] BySteps(Measurement[] measurements)
    {
        for (var i = 1; i < measurements.Length; i++)
        {
            if (measurements[i].Step < measurements[i - 1].Step)
            {
                Array.Sort(measurements, (one, other) => one.Step.CompareTo(other.Step));
                break;
            }
        }
        return measurements;
    }

    private Trial ToTrial(TrialRow row, IEnumerable<KeyValuePair<string, ParameterValue>> recorded)
    {
        var point = _space.PointOf(recorded);
        if (row.Observed is null && _space.IsConditional)
            point = Complete(row, point, recorded);
        return row.ToTrial(point, _isWidened || row.Observed is null ? _space.ValuesMoreExactThan(point, recorded) : null);
    }

    // Who queued a trial, which then has observed nothing, may not have known which of its parameters are active. One that ran
    // elsewhere and is over may not have asked for all of them: it has none but those on record.
    private Point Complete(TrialRow row, Point point, IEnumerable<KeyValuePair<string, ParameterValue>> recorded)
    {
        var complete = _space.Complete(recorded);
        return row.FinishOrder is null
            ? complete
            : new([.. Enumerable.Range(0, complete.Count).Select(i => point.IsActive(i) ? complete[i] : double.NaN)]);
    }

    private static Trial WithPreviousResult(Trial trial, IEnumerable<PreviousResultRow> rows)
    {
        var previous = rows.Aggregate((Trial?)null, (before, row) => row.ToTrial(trial, before));
        return previous is null ? trial : trial with { PreviousResult = previous };
    }
}
