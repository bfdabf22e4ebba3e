using System.Text.Encodings.Web;
using System.Text.Json;
using HyperSearch.Core;

namespace HyperSearch.Runner;

/// <summary>What reports as JSON are made of.</summary>
internal static class JsonParts
{
    private static readonly JsonWriterOptions Options = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes one object.</summary>
    public static void Write(TextWriter output, Action<Utf8JsonWriter> content) => output.WriteLine(JsonText.Object(content, Options));

    /// <summary>What all reports tell of a trial.</summary>
    /// <param name="json">Where it goes.</param>
    /// <param name="study">The study.</param>
    /// <param name="trial">The trial.</param>
    /// <param name="extras">What trials reported beside their scores.</param>
    /// <param name="front">The numbers of those in the front; null where that is not told.</param>
    public static void WriteTrial(this Utf8JsonWriter json, StudyDefinition study, Trial trial, StudyExtras extras, IReadOnlySet<int>? front = null)
    {
        json.WriteNumber("number", trial.Number);
        json.WriteNumber("value", trial.Value);
        json.WriteStartObject("parameters");
        foreach (var (name, value) in trial.ValuesIn(study.Space))
        {
            json.WritePropertyName(name);
            ParameterValueConverter.Write(json, value);
        }
        json.WriteEndObject();
        json.WriteNumber("seconds", trial.Duration?.TotalSeconds);
        json.WriteTime("started", trial.Started);
        json.WriteTime("finished", trial.Finished);
        json.WriteStartObject("metrics");
        foreach (var name in extras.MetricsOf(trial).Select(metric => metric.Name).Distinct())
            json.WriteNumber(name, extras.ValueOf(trial, name));
        json.WriteEndObject();
        json.WriteOutcome(study, trial, front);
    }

    // By each goal where there are several, and by how much it misses each constraint, in their order.
    private static void WriteOutcome(this Utf8JsonWriter json, StudyDefinition study, Trial trial, IReadOnlySet<int>? front)
    {
        if (study.FurtherGoals.Count > 0)
        {
            json.WriteStartObject("goals");
            for (var i = 0; i < study.Goals.Count; i++)
                json.WriteNumber(study.Goals[i].Metric, i == 0 ? trial.Value : i <= trial.FurtherValues.Count ? trial.FurtherValues[i - 1] : null);
            json.WriteEndObject();
            if (front is not null)
                json.WriteBoolean("front", front.Contains(trial.Number));
        }
        if (study.Constraints.Count == 0)
            return;
        json.WriteStartArray("excesses");
        foreach (var excess in trial.Excesses)
            json.WriteNumberValue(excess);
        json.WriteEndArray();
        if (trial.State == TrialState.Complete)
            json.WriteBoolean("feasible", trial.IsFeasible);
        else
            json.WriteNull("feasible");
    }

    /// <summary>What a trial reported step by step, and what it noted and left.</summary>
    public static void WriteDetails(this Utf8JsonWriter json, Trial trial, StudyExtras extras)
    {
        json.WriteString("note", trial.Note);
        json.WriteStartArray("notes");
        foreach (var note in extras.NotesOf(trial))
            json.WriteStringValue(note);
        json.WriteEndArray();
        json.WriteString("error", trial.Error);
        json.WriteArray("measurements", trial.Measurements, measurement =>
        {
            json.WriteNumber("step", measurement.Step);
            json.WriteNumber("value", measurement.Value);
        });
        json.WriteArray("metric_steps", extras.MetricsOf(trial).Where(metric => metric.Step is not null), metric =>
        {
            json.WriteString("metric", metric.Name);
            json.WriteNumber("step", metric.Step);
            json.WriteNumber("value", metric.Value);
        });
        json.WriteArray("artifacts", extras.ArtifactsOf(trial), artifact => json.WriteArtifact(artifact));
    }

    /// <summary>What is said of a front: its trials by number, by the first goal, best first.</summary>
    public static void WriteFront(this Utf8JsonWriter json, StudyDefinition study, FrontReport front)
    {
        json.WriteStartArray("front");
        foreach (var trial in front.Members)
            json.WriteNumberValue(trial.Number);
        json.WriteEndArray();
        json.WriteNumber("hypervolume", front.Hypervolume);
        json.WriteStartObject("reference");
        foreach (var (goal, worst) in study.Goals.Zip(front.Reference))
            json.WriteNumber(goal.Metric, worst);
        json.WriteEndObject();
        json.WriteNumber("knee", front.Knee?.Number);
    }

    public static void WriteArtifact(this Utf8JsonWriter json, TrialArtifact artifact)
    {
        json.WriteNumber("trial", artifact.Trial);
        json.WriteString("artifact", artifact.Name);
        json.WriteNumber("bytes", artifact.Size);
        json.WriteString("sha256", artifact.Sha256);
    }

    public static void WriteCounts(this Utf8JsonWriter json, TrialCounts counts)
    {
        json.WriteStartObject("counts");
        foreach (var (name, count) in StateCounts.Of(counts))
            json.WriteNumber(name, count);
        json.WriteEndObject();
    }

    /// <summary>What a study took from earlier ones, and what came of it; an empty array and null where it learns from nothing.</summary>
    public static void WriteEarlier(this Utf8JsonWriter json, StudyDefinition study, EarlierReport? report)
    {
        json.WriteArray("earlier_studies", study.Earlier, earlier =>
        {
            json.WriteString("study", earlier.Name);
            json.WriteString("metric", earlier.Goal?.Metric);
            json.WriteNumber("best", earlier.Best);
            json.WriteNumber("results", earlier.Results);
            json.WriteNumber("taken", earlier.Trials.Count);
            json.WriteNumber("shared_parameters", earlier.SharedWith(study.Space).Count);
        });
        if (report is null)
        {
            json.WriteNull("from_earlier_studies");
            return;
        }
        json.WriteStartObject("from_earlier_studies");
        json.WriteNumber("trials", report.Trials);
        json.WriteNumber("best", report.Best?.Value);
        json.WriteNumber("best_trial", report.Best?.Number);
        json.WriteNumber("other_trials", report.Others);
        json.WriteNumber("best_other", report.BestOther?.Value);
        json.WriteNumber("best_other_trial", report.BestOther?.Number);
        json.WriteNumber("first_better_trial", report.FirstBetter?.Number);
        json.WriteEndObject();
    }

    public static void WriteDefinition(this Utf8JsonWriter json, ParameterDefinition definition)
    {
        json.WriteString("name", definition.Name);
        json.WriteString("kind", definition.Kind);
        if (definition.Options is { } options)
        {
            json.WriteStartArray("options");
            foreach (var option in options)
                ParameterValueConverter.Write(json, option);
            json.WriteEndArray();
            return;
        }
        json.WriteNumber("low", definition.Low);
        json.WriteNumber("high", definition.High);
        json.WriteString("scale", definition.Scale == Scale.Log ? "log" : "linear");
        json.WriteNumber("step", definition.Step);
    }

    /// <summary>A time, or null.</summary>
    public static void WriteTime(this Utf8JsonWriter json, string name, DateTimeOffset? time)
    {
        if (time is { } value)
            json.WriteString(name, value);
        else
            json.WriteNull(name);
    }

    /// <summary>A number, or null.</summary>
    public static void WriteNumber(this Utf8JsonWriter json, string name, double? number)
    {
        if (number is { } value)
            json.WriteNumber(name, value);
        else
            json.WriteNull(name);
    }
}
