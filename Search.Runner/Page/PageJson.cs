using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using HyperSearch.Core;

namespace HyperSearch.Runner;

/// <summary>Writes what the page shows, as <c>Search.Dashboard/Page/src/data.ts</c> describes it.</summary>
/// <remarks>
/// What acts in HTML is written as <c>\u003c</c> and the like, so that no text on record can end the element that it stands in. The
/// writers are made with <see cref="Options"/>.
/// </remarks>
internal static partial class PageJson
{
    /// <summary>The number of the form that the data have.</summary>
    private const int Format = 1;

    private const int MostProposals = 5;

    /// <summary>For writers of what the page reads.</summary>
    public static JsonWriterOptions Options { get; } = new() { Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };

    /// <summary>All that a file shows.</summary>
    /// <param name="json">The writer.</param>
    /// <param name="studies">The study that the page is about, then those that it is compared with.</param>
    public static void WriteFile(Utf8JsonWriter json, IReadOnlyList<PageStudy> studies)
    {
        json.WriteStartObject();
        WriteHead(json, "file");
        json.WriteStartArray("studies");
        for (var i = 0; i < studies.Count; i++)
            WriteStudy(json, studies[i], i == 0 ? PageLimits.File : PageLimits.Compared);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <summary>What a page from a server begins with: it asks for all else.</summary>
    public static void WriteServer(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        WriteHead(json, "server");
        json.WriteStartArray("studies");
        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <summary>A study of a store, in a line.</summary>
    public static void WriteSummary(Utf8JsonWriter json, StudySummary summary)
    {
        json.WriteStartObject();
        json.WriteString("name", summary.Name);
        WriteGoal(json, summary.Goal);
        json.WriteCounts(summary.Counts);
        json.WriteNumber("best", summary.Best);
        json.WriteString("created", summary.Created);
        json.WriteEndObject();
    }

    /// <summary>A study.</summary>
    /// <param name="json">The writer.</param>
    /// <param name="study">The study.</param>
    /// <param name="limits">How much of it.</param>
    public static void WriteStudy(Utf8JsonWriter json, PageStudy study, PageLimits limits)
    {
        var before = json.BytesCommitted + json.BytesPending;
        var counts = TrialCounts.Of(study.Trials);
        var rows = RowSelection.Of(study, limits);
        json.WriteStartObject();
        WriteDefinition(json, study);
        json.WriteNumber("revision", study.Revision);
        json.WriteCounts(counts);
        json.WriteNumber("runningSeconds", Seconds(study.RunningTime));
        json.WriteNumber("secondsLeft", SecondsLeft(study, counts));
        json.WriteNumber("now", Seconds(study.Now - study.Created));
        WriteNames(json, "metrics", study.Extras.MetricNames);
        WriteNames(json, "workers", study.Workers.Names);
        json.WritePropertyName("rows");
        WriteRows(json, study, rows.Places);
        WriteOmitted(json, study, rows);
        json.WriteStartArray("best");
        foreach (var place in study.Ranking.Best[..Math.Min(study.Ranking.Best.Length, limits.Best)])
            json.WriteNumberValue(study.Trials[place].Number);
        json.WriteEndArray();
        WriteBestSoFar(json, study);
        WriteDensities(json, rows.IsAll ? null : PageDensities.Of(study), study);
        WriteDistribution(json, PageDistribution.Of(study));
        WriteCurves(json, study, rows, limits);
        WriteAttempts(json, study, rows);
        WriteRounds(json, study);
        WriteProposals(json, study);
        WriteNames(json, "earlier", study.Earlier is { } earlier ? [.. earlier.Studies.Select(EarlierReport.Describe), earlier.DescribeOutcome()] : []);
        json.WritePropertyName("insight");
        if (study.Insight is { } insight)
            WriteInsight(json, insight);
        else
            json.WriteNullValue();
        WriteDetailsWithin(json, study, limits, before);
        json.WriteEndObject();
    }

    /// <summary>A parameter with the range that it has in a study or a round.</summary>
    /// <param name="json">The writer.</param>
    /// <param name="definition">The parameter.</param>
    /// <param name="isConditional">Whether some trials do not have it.</param>
    public static void WriteParameter(Utf8JsonWriter json, ParameterDefinition definition, bool isConditional)
    {
        json.WriteStartObject();
        json.WriteString("name", definition.Name);
        json.WriteString("kind", definition.Kind);
        json.WriteNumber("low", definition.Low);
        json.WriteNumber("high", definition.High);
        json.WriteString("scale", definition.Scale == Scale.Log ? "log" : "linear");
        json.WriteNumber("step", definition.Step);
        if (definition.Options is { } options)
        {
            json.WriteStartArray("options");
            foreach (var option in options)
                WriteValue(json, option);
            json.WriteEndArray();
        }
        else
        {
            json.WriteNull("options");
        }
        json.WriteBoolean("isConditional", isConditional);
        json.WriteEndObject();
    }

    private static void WriteHead(Utf8JsonWriter json, string source)
    {
        json.WriteNumber("format", Format);
        json.WriteString("version", typeof(PageJson).Assembly.GetName().Version?.ToString(3));
        json.WriteString("generated", TimeProvider.System.GetUtcNow());
        json.WriteString("source", source);
    }

    private static void WriteDefinition(Utf8JsonWriter json, PageStudy page)
    {
        var study = page.Study;
        json.WriteString("name", study.Name);
        WriteGoal(json, study.Goal);
        WriteGoals(json, page);
        json.WriteString("seed", study.Seed.ToString());
        json.WriteString("strategy", study.Strategy);
        json.WriteNumber("plannedTrials", study.PlannedTrials);
        json.WriteStartObject("options");
        foreach (var (name, value) in study.Options)
            json.WriteString(name, value);
        json.WriteEndObject();
        json.WriteString("created", page.Created);
        var isMissing = new bool[study.Space.Count];
        foreach (var trial in page.Trials)
        {
            var codes = trial.Point.Codes;
            for (var i = 0; i < codes.Length; i++)
                isMissing[i] |= double.IsNaN(codes[i]);
        }
        json.WriteStartArray("parameters");
        for (var i = 0; i < study.Space.Count; i++)
            WriteParameter(json, study.Space[i].Definition, isMissing[i]);
        json.WriteEndArray();
    }

    private static void WriteGoal(Utf8JsonWriter json, Goal goal)
    {
        json.WriteStartObject("goal");
        WriteMembers(json, goal);
        json.WriteEndObject();
    }

    private static void WriteMembers(Utf8JsonWriter json, Goal goal)
    {
        json.WriteString("direction", GoalNames.DirectionOf(goal));
        json.WriteString("metric", goal.Metric);
    }

    // All of them, the constraints, and the front with its values, which is whole also where rows are left out.
    private static void WriteGoals(Utf8JsonWriter json, PageStudy page)
    {
        var study = page.Study;
        json.WriteArray("goals", study.Goals, goal => WriteMembers(json, goal));
        json.WriteArray("constraints", study.Constraints, constraint =>
        {
            json.WriteString("metric", constraint.Metric);
            json.WriteNumber("bound", constraint.Bound);
            json.WriteBoolean("isAtMost", constraint.IsAtMost);
        });
        var front = study.FurtherGoals.Count == 0 ? [] : ParetoFront.Of(study.Goals, page.Trials);
        json.WriteStartObject("front");
        json.WriteStartArray("trial");
        foreach (var trial in front)
            json.WriteNumberValue(trial.Number);
        json.WriteEndArray();
        json.WriteStartArray("values");
        foreach (var trial in front)
        {
            json.WriteStartArray();
            json.WriteNumberValue(trial.Value!.Value);
            foreach (var value in trial.FurtherValues)
                json.WriteNumberValue(value);
            json.WriteEndArray();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteNames(Utf8JsonWriter json, string name, IReadOnlyList<string> names)
    {
        json.WriteStartArray(name);
        foreach (var one in names)
            json.WriteStringValue(one);
        json.WriteEndArray();
    }

    private static void WriteOmitted(Utf8JsonWriter json, PageStudy study, RowSelection rows)
    {
        if (rows.IsAll)
        {
            json.WriteNull("omitted");
            return;
        }
        json.WriteStartObject("omitted");
        json.WriteNumber("total", study.Trials.Count);
        json.WriteString("rule", rows.Rule);
        json.WriteEndObject();
    }

    private static void WriteBestSoFar(Utf8JsonWriter json, PageStudy study)
    {
        var improvements = study.Ranking.Improvements();
        json.WriteStartObject("bestSoFar");
        json.WriteStartArray("finishOrder");
        foreach (var place in improvements)
            json.WriteNumberValue(study.Trials[place].FinishOrder ?? 0);
        json.WriteEndArray();
        json.WriteStartArray("trial");
        foreach (var place in improvements)
            json.WriteNumberValue(study.Trials[place].Number);
        json.WriteEndArray();
        json.WriteStartArray("value");
        foreach (var place in improvements)
            json.WriteNumberValue(study.Trials[place].Value!.Value);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteDensities(Utf8JsonWriter json, PageDensities? densities, PageStudy study)
    {
        if (densities is null)
        {
            json.WriteNull("historyDensity");
            json.WriteNull("sliceDensity");
            return;
        }
        json.WritePropertyName("historyDensity");
        WriteDensity(json, densities.History);
        json.WriteStartObject("sliceDensity");
        for (var i = 0; i < densities.Slices.Count; i++)
        {
            json.WritePropertyName(study.Study.Space[i].Name);
            WriteDensity(json, densities.Slices[i]);
        }
        json.WriteEndObject();
    }

    private static void WriteDensity(Utf8JsonWriter json, PageDensity density)
    {
        json.WriteStartObject();
        json.WriteNumber("columns", density.Columns);
        json.WriteNumber("rows", density.Rows);
        json.WriteNumber("xLow", density.X.Low);
        json.WriteNumber("xHigh", density.X.High);
        json.WriteNumber("yLow", density.Y.Low);
        json.WriteNumber("yHigh", density.Y.High);
        json.WriteStartArray("counts");
        foreach (var count in density.Counts)
            json.WriteNumberValue(count);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteDistribution(Utf8JsonWriter json, PageDistribution distribution)
    {
        json.WriteStartObject("distribution");
        WriteNumbers(json, "values", distribution.Values);
        WriteNumbers(json, "shares", distribution.Shares);
        json.WriteEndObject();
    }

    private static void WriteRounds(Utf8JsonWriter json, PageStudy study)
    {
        json.WriteStartArray("rounds");
        foreach (var report in study.Rounds)
        {
            json.WriteStartObject();
            json.WriteNumber("number", report.Round.Number);
            json.WriteNumber("firstTrial", report.Round.FirstTrial);
            json.WriteNumber("trials", report.Trials);
            json.WriteNumber("best", report.Best?.Value);
            json.WriteString("reason", report.Round.Reason);
            json.WriteStartArray("ranges");
            foreach (var range in report.Round.Ranges)
                WriteParameter(json, range, isConditional: false);
            json.WriteEndArray();
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private static void WriteProposals(Utf8JsonWriter json, PageStudy study)
    {
        json.WriteStartArray("proposals");
        var written = 0;
        for (var i = study.Trials.Count - 1; i >= 0 && written < MostProposals; i--)
        {
            if (study.Trials[i] is not { Observed: not null } trial)
                continue;
            json.WriteStartObject();
            json.WriteNumber("trial", trial.Number);
            WriteText(json, "note", trial.Note, RowSelection.MostCharacters);
            json.WriteEndObject();
            written++;
        }
        json.WriteEndArray();
    }

    // What is still planned, at the rate at which results came while something ran.
    private static double? SecondsLeft(PageStudy study, TrialCounts counts) =>
        study.Study.PlannedTrials is { } planned && counts.Running > 0 && counts.Finished > 0 && planned > counts.Finished
            ? Seconds(study.RunningTime / counts.Finished * (planned - counts.Finished))
            : null;

    private static double Seconds(TimeSpan time) => time.Ticks / TimeSpan.TicksPerMillisecond / 1000.0;

    // Since the study was created; null for none.
    private static double? Seconds(PageStudy study, DateTimeOffset? time) => time is { } value ? Seconds(value - study.Created) : null;

    private static void WriteText(Utf8JsonWriter json, string name, string? text, int most)
    {
        if (text is null)
            json.WriteNull(name);
        else
            json.WriteString(name, PageText.Beginning(text, most));
    }

    private static void WriteNumbers(Utf8JsonWriter json, string name, IReadOnlyList<double> numbers)
    {
        json.WriteStartArray(name);
        foreach (var number in numbers)
            json.WriteNumberValue(number);
        json.WriteEndArray();
    }

    // An option may be a number that JSON does not have.
    private static void WriteValue(Utf8JsonWriter json, ParameterValue? value)
    {
        if (value is not { } known)
            json.WriteNullValue();
        else if (known.Number is { } number && !double.IsFinite(number))
            json.WriteStringValue(known.ToString());
        else
            ParameterValueConverter.Write(json, known);
    }
}
