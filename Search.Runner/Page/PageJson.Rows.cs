using System.Text.Json;
using HyperSearch.Core;

namespace HyperSearch.Runner;

/// <summary>What many trials have in columns.</summary>
internal static partial class PageJson
{
    /// <summary>Trials in columns.</summary>
    /// <param name="json">The writer.</param>
    /// <param name="study">The study.</param>
    /// <param name="places">Which trials, in which order: their places among all.</param>
    public static void WriteRows(Utf8JsonWriter json, PageStudy study, IReadOnlyList<int> places)
    {
        var (trials, space, extras) = (study.Trials, study.Study.Space, study.Extras);
        json.WriteStartObject();
        WriteColumn("number", place => json.WriteNumberValue(trials[place].Number));
        WriteColumn("state", place => json.WriteStringValue(StateNames.Of(trials[place].State)));
        WriteColumn("value", place => WriteNumber(json, trials[place].Value));
        WriteColumn("rank", place => WriteNumber(json, study.Ranking.RankOf(place)));
        json.WriteStartObject("values");
        for (var i = 0; i < space.Count; i++)
        {
            var column = TrialColumn.Parameter(space, i);
            WriteColumn(space[i].Name, place => WriteValue(json, column.Cell(trials[place])));
        }
        json.WriteEndObject();
        json.WriteStartObject("metrics");
        foreach (var metric in extras.MetricNames)
            WriteColumn(metric, place => WriteNumber(json, extras.ValueOf(trials[place], metric)));
        json.WriteEndObject();
        json.WriteStartObject("goals");
        foreach (var (i, goal) in study.Study.FurtherGoals.Index())
            WriteColumn(goal.Metric, place => WriteNumber(json, i < trials[place].FurtherValues.Count ? trials[place].FurtherValues[i] : null));
        json.WriteEndObject();
        WriteColumn("feasible", place =>
        {
            if (study.Study.Constraints.Count > 0 && trials[place].State == TrialState.Complete)
                json.WriteBooleanValue(trials[place].IsFeasible);
            else
                json.WriteNullValue();
        });
        WriteColumn("started", place => WriteNumber(json, Seconds(study, trials[place].Started)));
        WriteColumn("finished", place => WriteNumber(json, Seconds(study, trials[place].Finished)));
        WriteColumn("finishOrder", place => WriteNumber(json, trials[place].FinishOrder));
        WriteColumn("observed", place => WriteNumber(json, trials[place].Observed));
        WriteColumn("attempt", place => json.WriteNumberValue(trials[place].Attempt));
        WriteColumn("round", place => WriteNumber(json, RoundOf(study.Rounds, trials[place].Number)));
        WriteColumn("worker", place => WriteNumber(json, study.Workers.OfTrial(place)));
        WriteColumn("note", place => WriteText(json, trials[place].Note));
        WriteColumn("error", place => WriteText(json, trials[place].Error is { } error ? FirstLine.Of(error) : null));
        json.WriteEndObject();

        void WriteColumn(string name, Action<int> writeCell)
        {
            json.WriteStartArray(name);
            foreach (var place in places)
                writeCell(place);
            json.WriteEndArray();
        }
    }

    private static void WriteCurves(Utf8JsonWriter json, PageStudy study, RowSelection rows, PageLimits limits)
    {
        var selection = CurveSelection.Of(study, rows, limits);
        json.WriteStartArray("curves");
        foreach (var curve in selection.Curves)
            WriteCurve(json, curve);
        json.WriteEndArray();
        json.WriteNumber("curvesOmitted", selection.Omitted);
    }

    private static void WriteCurve(Utf8JsonWriter json, PageCurve curve)
    {
        json.WriteStartObject();
        json.WriteNumber("trial", curve.Trial);
        json.WriteString("metric", curve.Metric);
        json.WriteStartArray("steps");
        foreach (var point in curve.Points)
            json.WriteNumberValue(point.Step);
        json.WriteEndArray();
        json.WriteStartArray("values");
        foreach (var point in curve.Points)
            json.WriteNumberValue(point.Value);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    // Of the trials that have rows.
    private static void WriteAttempts(Utf8JsonWriter json, PageStudy study, RowSelection rows)
    {
        var shown = new List<TrialAttempt>();
        var row = 0;
        foreach (var attempt in study.Attempts)
        {
            while (row < rows.Places.Count && study.Trials[rows.Places[row]].Number < attempt.Trial)
                row++;
            // A trial that was failed by hand, or imported, may have ended without having been started.
            if (row < rows.Places.Count && study.Trials[rows.Places[row]].Number == attempt.Trial && attempt.Started is not null)
                shown.Add(attempt);
        }
        json.WriteStartObject("attempts");
        WriteColumn("trial", attempt => json.WriteNumberValue(attempt.Trial));
        WriteColumn("number", attempt => json.WriteNumberValue(attempt.Number));
        WriteColumn("worker", attempt => WriteNumber(json, study.Workers.PlaceOf(attempt.Worker)));
        WriteColumn("started", attempt => WriteNumber(json, Seconds(study, attempt.Started)));
        WriteColumn("ended", attempt => WriteNumber(json, Seconds(study, attempt.Ended)));
        WriteColumn("end", attempt => WriteText(json, EndOf(attempt)));
        json.WriteEndObject();

        void WriteColumn(string name, Action<TrialAttempt> writeCell)
        {
            json.WriteStartArray(name);
            foreach (var attempt in shown)
                writeCell(attempt);
            json.WriteEndArray();
        }
    }

    private static string? EndOf(TrialAttempt attempt) => attempt.End is null ? null : AttemptEnds.Name(attempt.End);

    // The last that began with this trial or before it.
    private static int? RoundOf(IReadOnlyList<RoundReport> rounds, int trial)
    {
        var (low, high) = (0, rounds.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = rounds[middle].Round.FirstTrial <= trial ? (middle + 1, high) : (low, middle);
        }
        return low == 0 ? null : rounds[low - 1].Round.Number;
    }

    private static void WriteNumber(Utf8JsonWriter json, double? number)
    {
        if (number is { } value)
            json.WriteNumberValue(value);
        else
            json.WriteNullValue();
    }

    private static void WriteText(Utf8JsonWriter json, string? text)
    {
        if (text is null)
            json.WriteNullValue();
        else
            json.WriteStringValue(PageText.Beginning(text, RowSelection.MostCharacters));
    }
}
