using System.Globalization;
using System.Text.Json;
using HyperSearch.Core;

namespace HyperSearch.Runner;

/// <summary>Makes a study of HyperSearch of one of Optuna, and says what is not as it was.</summary>
internal sealed class OptunaImport
{
    private readonly OptunaStudy _study;
    private readonly SearchSpace _space;
    private readonly Goal[] _goals;
    private readonly Constraint[] _constraints;
    private readonly List<string> _remarks = [];
    private readonly OptunaAttributeReader _attributes;
    private int _unwritable;

    private OptunaImport(OptunaStudy study, OptunaImportOptions options)
    {
        _study = study;
        if (study.Directions.Count == 0)
            throw new StoreException($"Study '{SafeText.Line(study.Name)}' has no objective. Nothing was imported.");
        _goals = [.. study.Directions.Select((direction, place) => direction switch
        {
            "MAXIMIZE" => Goal.Maximize(MetricOf(study, options, place)),
            "MINIMIZE" => Goal.Minimize(MetricOf(study, options, place)),
            _ => throw new StoreException($"Study '{SafeText.Line(study.Name)}' has the direction '{SafeText.Line(direction)}', which is neither MINIMIZE nor MAXIMIZE."),
        })];
        _constraints = OptunaAttributes.Read(study.SystemAttributes, OptunaKeys.Limits, RecordedJson.ReadConstraints)
            ?? [.. Enumerable.Range(1, study.Trials.Select(trial => ExcessesOf(trial).Length).DefaultIfEmpty(0).Max()).Select(place => Constraint.AtMost($"constraint {place}", 0))];
        _attributes = new(_goals[0]);
        try
        {
            _space = OptunaSpace.Of(study.Trials, options.Expected ?? OptunaAttributes.Read(study.SystemAttributes, OptunaKeys.Space, StudyJson.ReadParameters) ?? [], _remarks.Add);
        }
        catch (SpaceException exception)
        {
            throw new StoreException(exception.Message, exception);
        }
    }

    /// <summary>The study, and a line for each thing that is not as it was in Optuna.</summary>
    /// <param name="study">What Optuna has.</param>
    /// <param name="options">What the study is to be.</param>
    /// <exception cref="StoreException">It cannot be one of HyperSearch; the message says why.</exception>
    public static (StudyContents Contents, IReadOnlyList<string> Remarks) Convert(OptunaStudy study, OptunaImportOptions options)
    {
        var import = new OptunaImport(study, options);
        return (import.Convert(options), import._remarks);
    }

    private StudyContents Convert(OptunaImportOptions options)
    {
        var definition = new StudyDefinition(options.Name ?? _study.Name, _space, _goals[0], OptunaAttributes.Read<ulong?>(_study.UserAttributes, OptunaKeys.Seed) ?? options.Seed)
        {
            FurtherGoals = _goals[1..],
            Constraints = _constraints,
            Strategy = OptunaAttributes.Read<string>(_study.UserAttributes, OptunaKeys.Strategy) ?? "Optuna",
            PlannedTrials = OptunaAttributes.Read<int?>(_study.SystemAttributes, OptunaKeys.PlannedTrials),
            Program = OptunaAttributes.Read<string>(_study.SystemAttributes, OptunaKeys.Program),
            Options = OptunaAttributes.Read(_study.SystemAttributes, OptunaKeys.Options, StudyJson.ReadOptions) ?? options.Options,
        };
        Trial[] trials = [.. _study.Trials.Select(Convert)];
        foreach (var (place, trial) in InFinishingOrder(trials).Index())
            trials[trial.Number] = trial with { FinishOrder = place };
        Remark();
        return new(definition, trials) { Metrics = _attributes.Metrics, Notes = _attributes.Notes };
    }

    private Trial Convert(OptunaTrial trial)
    {
        var isOurs = trial.SystemAttributes.ContainsKey(OptunaKeys.Attempt);
        var values = trial.Parameters.Select(parameter => KeyValuePair.Create(parameter.Name, parameter.Value)).ToList();
        if (!isOurs && trial.State is "RUNNING" or "WAITING")
            values = Completed(trial, values);
        Point point;
        try
        {
            point = _space.PointOf(values);
        }
        catch (SpaceException exception)
        {
            throw new StoreException($"Trial {trial.Number} of study '{SafeText.Line(_study.Name)}' cannot be imported, and nothing was: {exception.Message}", exception);
        }
        foreach (var (key, json) in trial.UserAttributes)
            _attributes.Keep(trial, key, json);
        Measurement[] measurements = [.. trial.IntermediateValues.Where(value => double.IsFinite(value.Value)).Select(value => new Measurement(value.Step, value.Value))];
        _unwritable += trial.IntermediateValues.Count - measurements.Length;
        var result = ResultOf(trial, measurements);
        if (!isOurs && result is { State: TrialState.Complete })
        {
            _attributes.Keep(trial.Number, result.FurtherValues.Select((value, place) => (_goals[place + 1].Metric, value)));
            _attributes.Keep(trial.Number, result.Excesses.Select((excess, place) => (_constraints[place].Metric, excess)));
        }
        return new(trial.Number, result?.State ?? TrialState.Waiting, point)
        {
            Values = _space.ValuesMoreExactThan(point, values),
            Value = result?.Value,
            FurtherValues = result?.FurtherValues ?? [],
            Excesses = result?.Excesses ?? [],
            ReplicateOf = OptunaAttributes.Read<int?>(trial.SystemAttributes, OptunaKeys.ReplicateOf) is { } repeated && repeated >= 0 && repeated < trial.Number ? repeated : null,
            Error = result?.Error,
            Measurements = measurements,
            Attempt = OptunaAttributes.Read<int?>(trial.SystemAttributes, OptunaKeys.Attempt) ?? (trial.State == "WAITING" ? 0 : 1),
            Note = OptunaAttributes.Read<string>(trial.SystemAttributes, OptunaKeys.Proposal),
            Started = trial.Started,
            Finished = result is null ? null : trial.Finished,
        };
    }

    // A trial that Optuna has queued or was running has asked for none or some of its parameters yet; here it waits with a value for each.
    private List<KeyValuePair<string, ParameterValue>> Completed(OptunaTrial trial, List<KeyValuePair<string, ParameterValue>> values)
    {
        foreach (var (name, value) in OptunaAttributes.Read<Dictionary<string, JsonElement>>(trial.SystemAttributes, OptunaKeys.FixedValues) ?? [])
        {
            if (values.Exists(pair => pair.Key == name))
                continue;
            var recorded = OptunaDistribution.ChoiceOf(value);
            if (_space.IndexOf(name) is >= 0 and var index && IsValueOf(_space[index], recorded))
                values.Add(new(name, recorded));
            else
                _remarks.Add($"{SafeText.Line(name)} = {SafeText.Line(recorded.ToString())} of trial {trial.Number}, which waits, is in no distribution: left out");
        }
        var point = _space.Complete(values);
        return [.. _space.ValuesOf(point).Select(pair => values.Find(value => value.Key == pair.Key) is { Key: not null } given ? given : pair)];
    }

    private static bool IsValueOf(Parameter parameter, ParameterValue value)
    {
        try
        {
            parameter.CodeOf(value);
            return true;
        }
        catch (SpaceException)
        {
            return false;
        }
    }

    // Null where it waits.
    private TrialResult? ResultOf(OptunaTrial trial, Measurement[] measurements) => trial.State switch
    {
        "COMPLETE" when trial.HasValues(_goals.Length) && ExcessesOf(trial) is var excesses && excesses.Length == _constraints.Length => TrialResult.Complete(trial.Values[0]!.Value) with
        {
            FurtherValues = [.. trial.Values.Skip(1).Select(value => value!.Value)],
            Excesses = excesses,
        },
        "COMPLETE" when trial.HasValues(_goals.Length) => TrialResult.Failed("The trial does not have a finite number for each constraint in Optuna."),
        "COMPLETE" => TrialResult.Failed(trial.Values.FirstOrDefault(value => value is { } number && !double.IsFinite(number)) is { } value ? $"The value in Optuna is {value.ToString(CultureInfo.InvariantCulture)}: a score must be finite."
            : _goals.Length > 1 ? "The trial has not a value for each objective in Optuna." : "The trial has no value in Optuna."),
        "PRUNED" => TrialResult.Pruned(trial.Values is [{ } value] && double.IsFinite(value) ? value : measurements is [.., var last] ? last.Value : null),
        "FAIL" => TrialResult.Failed(OptunaAttributes.Read<string>(trial.UserAttributes, OptunaKeys.Error) ?? "The trial failed in Optuna, which does not record why."),
        "RUNNING" or "WAITING" => null,
        var other => throw new StoreException($"Trial {trial.Number} has the state '{SafeText.Line(other)}', which Optuna does not know. Nothing was imported."),
    };

    // As it was here, or else by time.
    private IEnumerable<Trial> InFinishingOrder(Trial[] trials)
    {
        var finished = trials.Where(trial => trial.IsFinished).ToArray();
        var places = finished.ToDictionary(trial => trial.Number, trial => OptunaAttributes.Read<int?>(_study.Trials[trial.Number].SystemAttributes, OptunaKeys.FinishOrder) ?? int.MaxValue);
        var areOurs = places.Values.All(place => place < int.MaxValue);
        return finished.OrderBy(trial => areOurs ? DateTimeOffset.MinValue : trial.Finished ?? DateTimeOffset.MinValue).ThenBy(trial => places[trial.Number]).ThenBy(trial => trial.Number);
    }

    private void Remark()
    {
        Count("trials that ran in Optuna and wait here, so that the next run takes them up", _study.Trials.Count(trial => trial.State == "RUNNING"));
        Count("complete trials without a finite value, recorded as failed", _study.Trials.Count(trial => trial.State == "COMPLETE" && !trial.HasValues(_goals.Length)));
        Count("intermediate values that are not finite, left out", _unwritable);
        Count($"attributes cut at {TrialNote.MostCharacters} characters, or left out of a trial that has over {TrialNote.MostNotes}", _attributes.Cut);
        var others = _study.UserAttributes.Keys.Where(key => key is not (OptunaKeys.Strategy or OptunaKeys.Seed)).ToArray();
        if (others.Length > 0)
            _remarks.Add($"attributes of the study itself, left out: {string.Join(", ", others.Take(10).Select(SafeText.Line))}");
        if (_study.Trials.Any(trial => trial.Parameters.Any(parameter => parameter.Distribution.Options?.Contains(ParameterValue.Of("null")) == true)))
            _remarks.Add("a choice None is the text null here");

        void Count(string what, int count)
        {
            if (count > 0)
                _remarks.Add($"{what}: {count}");
        }
    }

    private static double[] ExcessesOf(OptunaTrial trial) =>
        OptunaAttributes.Read<double[]>(trial.SystemAttributes, OptunaKeys.Constraints) is { } excesses && excesses.All(double.IsFinite) ? excesses : [];

    private static string MetricOf(OptunaStudy study, OptunaImportOptions options, int place)
    {
        if (place == 0 && options.Metric is { } given)
            return given;
        var names = OptunaAttributes.Read<string?[]>(study.SystemAttributes, OptunaKeys.MetricNames);
        return names?.Length == study.Directions.Count && names[place] is { } name ? name
            : place < options.DefaultMetrics.Count ? options.DefaultMetrics[place]
            : place == 0 ? "value"
            : $"value {place + 1}";
    }
}
