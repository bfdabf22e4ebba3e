using System.Text.Encodings.Web;
using System.Text.Json;
using HyperSearch.Core;

namespace HyperSearch.Runner;

/// <summary>Reports as JSON: numbers with all the digits that it takes to read back the same number.</summary>
internal static class JsonReports
{
    private static readonly JsonWriterOptions Options = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>A study's report: counts and best trials.</summary>
    public static void Write(StudyReport report, TextWriter output) => Write(output, json =>
    {
        json.WriteString("study", report.Study.Name);
        json.WriteString("goal", report.Study.Goal.IsMaximize ? "maximize" : "minimize");
        json.WriteString("metric", report.Study.Goal.Metric);
        WriteCounts(json, report.Counts);
        WriteArray(json, "best", report.Best, trial => WriteTrial(json, report.Study.Space, trial));
    });

    /// <summary>A study's rounds.</summary>
    public static void Write(RoundsReport report, TextWriter output) => Write(output, json =>
    {
        json.WriteString("study", report.Study.Name);
        WriteArray(json, "rounds", report.Rounds, one =>
        {
            json.WriteNumber("number", one.Round.Number);
            json.WriteNumber("first_trial", one.Round.FirstTrial);
            json.WriteNumber("trials", one.Trials);
            WriteNumber(json, "best", one.Best?.Value);
            json.WriteString("reason", one.Round.Reason);
            WriteArray(json, "ranges", one.Round.Ranges, range => WriteDefinition(json, range));
        });
    });

    /// <summary>All trials of a study.</summary>
    public static void Write(StudyDefinition study, IReadOnlyList<Trial> trials, TextWriter output) => Write(output, json =>
    {
        json.WriteString("study", study.Name);
        WriteArray(json, "trials", trials, trial =>
        {
            json.WriteString("state", StateNames.Of(trial.State));
            WriteTrial(json, study.Space, trial);
            if (trial.Error is not null)
                json.WriteString("error", trial.Error);
        });
    });

    /// <summary>The studies of a store.</summary>
    public static void Write(IReadOnlyList<StudySummary> studies, TextWriter output) => Write(output, json =>
        WriteArray(json, "studies", studies, study =>
        {
            json.WriteString("study", study.Name);
            json.WriteString("goal", study.Goal.IsMaximize ? "maximize" : "minimize");
            json.WriteString("metric", study.Goal.Metric);
            WriteCounts(json, study.Counts);
            WriteNumber(json, "best", study.Best);
            json.WriteString("created", study.Created);
        }));

    /// <summary>One trial with all that is known of it.</summary>
    public static void Write(StudyDefinition study, Trial trial, IReadOnlyList<TrialAttempt> attempts, TextWriter output) => Write(output, json =>
    {
        json.WriteString("study", study.Name);
        json.WriteString("state", StateNames.Of(trial.State));
        WriteTrial(json, study.Space, trial);
        WriteNumber(json, "observed", trial.Observed);
        WriteNumber(json, "finish_order", trial.FinishOrder);
        WriteNumber(json, "attempt", trial.Attempt);
        WriteArray(json, "attempts", attempts, attempt =>
        {
            json.WriteNumber("number", attempt.Number);
            json.WriteString("end", AttemptEnds.Name(attempt.End));
            json.WriteString("worker", attempt.Worker);
            json.WriteString("instructions", attempt.Instructions);
            WriteTime(json, "started", attempt.Started);
            WriteTime(json, "ended", attempt.Ended);
        });
        WriteArray(json, "earlier", (trial.PreviousResult?.Results ?? []).Reverse(), earlier =>
        {
            json.WriteString("state", StateNames.Of(earlier.State));
            WriteNumber(json, "step", earlier.Measurements is [.., var last] ? last.Step : null);
            WriteNumber(json, "value", earlier.Value);
            WriteNumber(json, "finish_order", earlier.FinishOrder);
            json.WriteString("error", earlier.Error);
        });
        json.WriteString("note", trial.Note);
        json.WriteString("error", trial.Error);
        WriteArray(json, "measurements", trial.Measurements, measurement =>
        {
            json.WriteNumber("step", measurement.Step);
            json.WriteNumber("value", measurement.Value);
        });
    });

    /// <summary>A study's definition and its counts.</summary>
    public static void Write(StudyDefinition study, IReadOnlyList<RecordedSpace> spaces, TrialCounts counts, TextWriter output) => Write(output, json =>
    {
        json.WriteString("study", study.Name);
        json.WriteString("goal", study.Goal.IsMaximize ? "maximize" : "minimize");
        json.WriteString("metric", study.Goal.Metric);
        json.WriteNumber("seed", study.Seed);
        json.WriteString("strategy", study.Strategy);
        WriteNumber(json, "planned_trials", study.PlannedTrials);
        WriteCounts(json, counts);
        json.WriteStartObject("options");
        foreach (var (name, value) in study.Options)
            json.WriteString(name, value);
        json.WriteEndObject();
        WriteArray(json, "parameters", study.Space.Parameters, parameter => WriteDefinition(json, parameter.Definition));
        WriteArray(json, "earlier_spaces", spaces.Zip(spaces.Skip(1)), pair =>
        {
            json.WriteNumber("first_trial", pair.First.FirstTrial);
            json.WriteNumber("next_trial", pair.Second.FirstTrial);
            WriteArray(json, "parameters", pair.First.Parameters, parameter => WriteDefinition(json, parameter));
        });
    });

    private static void Write(TextWriter output, Action<Utf8JsonWriter> content)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes, Options))
        {
            json.WriteStartObject();
            content(json);
            json.WriteEndObject();
        }
        output.WriteLine(System.Text.Encoding.UTF8.GetString(bytes.GetBuffer().AsSpan(0, (int)bytes.Length)));
    }

    private static void WriteArray<T>(Utf8JsonWriter json, string name, IEnumerable<T> items, Action<T> content)
    {
        json.WriteStartArray(name);
        foreach (var item in items)
        {
            json.WriteStartObject();
            content(item);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private static void WriteTrial(Utf8JsonWriter json, SearchSpace space, Trial trial)
    {
        json.WriteNumber("number", trial.Number);
        WriteNumber(json, "value", trial.Value);
        json.WriteStartObject("parameters");
        foreach (var (name, value) in trial.ValuesIn(space))
        {
            json.WritePropertyName(name);
            WriteValue(json, value);
        }
        json.WriteEndObject();
        WriteNumber(json, "seconds", trial.Duration?.TotalSeconds);
    }

    private static void WriteCounts(Utf8JsonWriter json, TrialCounts counts)
    {
        json.WriteStartObject("counts");
        json.WriteNumber("complete", counts.Complete);
        json.WriteNumber("pruned", counts.Pruned);
        json.WriteNumber("failed", counts.Failed);
        json.WriteNumber("running", counts.Running);
        json.WriteNumber("waiting", counts.Waiting);
        json.WriteEndObject();
    }

    private static void WriteDefinition(Utf8JsonWriter json, ParameterDefinition definition)
    {
        json.WriteString("name", definition.Name);
        json.WriteString("kind", definition.Kind);
        if (definition.Options is { } options)
        {
            json.WriteStartArray("options");
            foreach (var option in options)
                WriteValue(json, option);
            json.WriteEndArray();
            return;
        }
        WriteNumber(json, "low", definition.Low);
        WriteNumber(json, "high", definition.High);
        json.WriteString("scale", definition.Scale == Scale.Log ? "log" : "linear");
        WriteNumber(json, "step", definition.Step);
    }

    private static void WriteValue(Utf8JsonWriter json, ParameterValue value)
    {
        if (value.Number is { } number)
            json.WriteNumberValue(number);
        else
            json.WriteStringValue(value.Text);
    }

    private static void WriteTime(Utf8JsonWriter json, string name, DateTimeOffset? time)
    {
        if (time is { } value)
            json.WriteString(name, value);
        else
            json.WriteNull(name);
    }

    private static void WriteNumber(Utf8JsonWriter json, string name, double? number)
    {
        if (number is { } value)
            json.WriteNumber(name, value);
        else
            json.WriteNull(name);
    }
}
