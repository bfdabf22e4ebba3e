using System.Globalization;
using System.Text.Json;
using HyperSearch.Core;

namespace HyperSearch.Runner;

/// <summary>What more trials of a study are expected to bring, by the trial and by the hour.</summary>
/// <param name="Outlook">What is expected.</param>
/// <param name="TrialsPerHour">How many trials ended in an hour in which the study ran; null where that is not known.</param>
internal sealed record OutlookReport(Outlook Outlook, double? TrialsPerHour)
{
    // Where the budget is used up or has no end: as many more as there are, up to these.
    private const int MostMore = 100;

    /// <summary>The report; null where too few trials have a score, or there are several goals.</summary>
    public static async Task<OutlookReport?> ReadAsync(IStudyRecord record, CancellationToken cancel = default)
    {
        var finished = (await record.CountAsync(cancel)).Finished;
        if (record.Study.FurtherGoals.Count > 0 || finished < Outlook.FewestTrials(record.Study.Space))
            return null;
        var more = record.Study.PlannedTrials - finished is { } left and > 0 ? left : Math.Min(finished, MostMore);
        if (Outlook.Of(record.Study, await record.ReadWithoutMeasurementsAsync(cancel), more) is not { } outlook)
            return null;
        var hours = (await record.ReadRunningTimeAsync(cancel)).TotalHours;
        return new(outlook, hours > 0 ? finished / hours : null);
    }

    public double? GainPerTrial => Outlook.Trials > 0 ? Outlook.Gain / Outlook.Trials : null;

    public double? GainPerHour => GainPerTrial * TrialsPerHour;

    /// <summary>It in two sentences.</summary>
    public string Describe(Goal goal)
    {
        var rates = GainPerTrial > 0 ? $", {Amount(GainPerTrial)} a trial{(GainPerHour is { } hourly ? $" and {Amount(hourly)} an hour at {Amount(TrialsPerHour)} trials an hour" : "")}" : "";
        return $"{Outlook.Trials} more trials are expected to {(goal.IsMaximize ? "raise" : "lower")} {goal.Metric} by {Amount(Outlook.Gain)} ({Amount(Outlook.Low)} to {Amount(Outlook.High)}){rates}. " +
            $"Scores vary by {Amount(Outlook.Noise)} around what is expected of their settings.";
    }

    /// <summary>Prints it below a report that people read.</summary>
    public void Write(Goal goal, ReportFormat format, Output output)
    {
        output.Out.WriteLine();
        foreach (var line in TextLayout.Wrap(StudyReportWriter.FormatLine(format, Describe(goal)), format == ReportFormat.Table ? output.OutWidth() : int.MaxValue))
            output.Out.WriteLine(line);
    }

    /// <summary>Writes a member of a report as JSON; null where there is none.</summary>
    public static void Write(Utf8JsonWriter json, OutlookReport? report)
    {
        if (report is null)
        {
            json.WriteNull("outlook");
            return;
        }
        json.WriteStartObject("outlook");
        json.WriteNumber("trials", report.Outlook.Trials);
        json.WriteNumber("gain", report.Outlook.Gain);
        json.WriteNumber("low", report.Outlook.Low);
        json.WriteNumber("high", report.Outlook.High);
        json.WriteNumber("score_gain", report.Outlook.ScoreGain);
        json.WriteNumber("noise", report.Outlook.Noise);
        json.WriteNumber("gain_per_trial", report.GainPerTrial);
        json.WriteNumber("trials_per_hour", report.TrialsPerHour);
        json.WriteNumber("gain_per_hour", report.GainPerHour);
        json.WriteEndObject();
    }

    // Two digits, and all of those before the point.
    private static string Amount(double? number) => number is { } value && Math.Abs(value) >= 100
        ? value.ToString("0", CultureInfo.InvariantCulture)
        : (number ?? 0).ToString("G2", CultureInfo.InvariantCulture);
}
