using System.Text.Json;
using HyperSearch.Core;

namespace HyperSearch.Runner;

/// <summary>A trial in full.</summary>
internal static partial class PageJson
{
    private const int MostSeen = 5, MostDecisions = 200, MostPoints = 2000;

    /// <summary>A trial with all that is known of it.</summary>
    /// <param name="json">The writer.</param>
    /// <param name="study">The study.</param>
    /// <param name="one">One of its trials.</param>
    /// <param name="limits">How long its texts and curves may be.</param>
    public static void WriteDetails(Utf8JsonWriter json, PageStudy study, PageTrial one, PageLimits limits)
    {
        var (trial, place) = (one.Trial, study.IndexOf(one.Trial.Number));
        json.WriteStartObject();
        json.WriteNumber("number", trial.Number);
        json.WriteString("state", StateNames.Of(trial.State));
        json.WriteNumber("value", trial.Value);
        json.WriteNumber("rank", place < 0 ? null : study.Ranking.RankOf(place));
        json.WriteStartObject("values");
        foreach (var (name, value) in trial.ValuesIn(study.Study.Space))
        {
            json.WritePropertyName(name);
            WriteValue(json, value);
        }
        json.WriteEndObject();
        json.WriteStartObject("metrics");
        foreach (var name in study.Extras.MetricsOf(trial).Select(metric => metric.Name).Distinct())
            json.WriteNumber(name, study.Extras.ValueOf(trial, name));
        json.WriteEndObject();
        WriteCurves(json, study, trial, limits);
        WriteTexts(json, study, one, limits);
        WriteAttempts(json, study, trial);
        json.WriteNumber("started", Seconds(study, trial.Started));
        json.WriteNumber("finished", Seconds(study, trial.Finished));
        json.WriteNumber("finishOrder", trial.FinishOrder);
        WriteSeen(json, study, trial);
        WritePruning(json, one.Decisions);
        json.WriteStartArray("earlierResults");
        foreach (var earlier in (trial.PreviousResult?.Results ?? []).Reverse())
        {
            json.WriteStartObject();
            json.WriteString("state", StateNames.Of(earlier.State));
            json.WriteNumber("value", earlier.Value);
            json.WriteNumber("step", earlier.Measurements is [.., var last] ? last.Step : null);
            WriteText(json, "error", earlier.Error, limits.Characters);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }

    // As many as there is room for; before: how many bytes there were before the study.
    private static void WriteDetailsWithin(Utf8JsonWriter json, PageStudy study, PageLimits limits, long before)
    {
        var written = json.BytesCommitted + json.BytesPending;
        var most = Math.Max(written + limits.BytesOfDetails, before + limits.Bytes);
        json.WriteStartArray("details");
        foreach (var trial in study.Details)
        {
            if (json.BytesCommitted + json.BytesPending > most)
                break;
            WriteDetails(json, study, trial, limits);
        }
        json.WriteEndArray();
    }

    private static void WriteCurves(Utf8JsonWriter json, PageStudy study, Trial trial, PageLimits limits)
    {
        var left = MostPoints;
        json.WriteStartArray("curves");
        foreach (var curve in PageCurve.Of(trial, study.Extras))
        {
            if (left <= 0)
                break;
            var thinned = curve.Thinned(limits.PointsOfCurve);
            WriteCurve(json, thinned);
            left -= thinned.Points.Count;
        }
        json.WriteEndArray();
    }

    private static void WriteTexts(Utf8JsonWriter json, PageStudy study, PageTrial one, PageLimits limits)
    {
        WriteText(json, "note", one.Trial.Note, limits.Characters);
        json.WriteStartArray("notes");
        var left = limits.Characters;
        foreach (var note in study.Extras.NotesOf(one.Trial))
        {
            if (left <= 0)
                break;
            json.WriteStringValue(PageText.Beginning(note, left));
            left -= note.Length;
        }
        json.WriteEndArray();
        if (one.Trial.Error is { } error)
            json.WriteString("error", PageText.Ends(error, limits.Characters));
        else
            json.WriteNull("error");
        json.WriteString("log", PageText.Ends(one.Log, limits.Characters));
        json.WriteStartArray("artifacts");
        foreach (var artifact in study.Extras.ArtifactsOf(one.Trial))
        {
            json.WriteStartObject();
            json.WriteString("name", artifact.Name);
            json.WriteNumber("bytes", artifact.Size);
            json.WriteString("sha256", artifact.Sha256);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private static void WriteAttempts(Utf8JsonWriter json, PageStudy study, Trial trial)
    {
        json.WriteStartArray("attempts");
        foreach (var attempt in study.AttemptsOf(trial.Number))
        {
            json.WriteStartObject();
            json.WriteNumber("number", attempt.Number);
            json.WriteString("worker", attempt.Worker);
            json.WriteString("instructions", attempt.Instructions);
            json.WriteNumber("started", Seconds(study, attempt.Started));
            json.WriteNumber("ended", Seconds(study, attempt.Ended));
            json.WriteString("end", EndOf(attempt));
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private static void WriteSeen(Utf8JsonWriter json, PageStudy study, Trial trial)
    {
        if (trial.Observed is not { } observed)
        {
            json.WriteNull("saw");
            return;
        }
        json.WriteStartObject("saw");
        json.WriteNumber("results", observed);
        json.WriteStartArray("best");
        foreach (var seen in study.Seen.Best(observed, MostSeen))
        {
            json.WriteStartObject();
            json.WriteNumber("trial", seen.Number);
            json.WriteNumber("value", seen.Value!.Value);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteStartArray("running");
        foreach (var running in study.Seen.Running(trial.Number, observed))
            json.WriteNumberValue(running);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    // The last ones: among them is the one that stopped the trial.
    private static void WritePruning(Utf8JsonWriter json, IReadOnlyList<PruningDecision> decisions)
    {
        json.WriteStartArray("pruning");
        for (var i = Math.Max(0, decisions.Count - MostDecisions); i < decisions.Count; i++)
        {
            json.WriteStartObject();
            json.WriteNumber("step", decisions[i].Step);
            json.WriteBoolean("stopped", decisions[i].IsStopped);
            json.WriteNumber("results", decisions[i].Observed);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }
}
