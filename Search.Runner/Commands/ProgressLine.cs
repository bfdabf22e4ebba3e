using System.Globalization;
using Search.Core;

namespace Search.Runner;

/// <summary>A run's progress in a line: done, running, failed, best so far, rate, time left.</summary>
internal sealed record ProgressLine(TrialCounts Counts, RunSnapshot Run, Budget Budget)
{
    /// <summary>How much of the budget is used, in [0,1]; null where there is no limit.</summary>
    public double? Share
    {
        get
        {
            double? trials = Counts.Finished / (double?)Budget.Trials;
            double? time = Run.Elapsed / Budget.Time;
            return trials is null && time is null ? null : Math.Clamp(Math.Max(trials ?? 0, time ?? 0), 0, 1);
        }
    }

    /// <summary>How long the run will take from here at its present rate; null where that cannot be told.</summary>
    public TimeSpan? TimeLeft
    {
        get
        {
            var byTrials = Budget.Trials is { } total && Run.Rate is { } rate
                ? TimeSpan.FromSeconds(Math.Max(0, total - Counts.Finished) / rate)
                : (TimeSpan?)null;
            var byTime = Budget.Time - Run.Elapsed;
            return byTrials is null || byTime < byTrials ? byTime : byTrials;
        }
    }

    public override string ToString()
    {
        var culture = CultureInfo.InvariantCulture;
        var of = Budget.Trials is { } total ? $"/{total}" : "";
        List<string> parts = [$"{Counts.Finished}{of} done", $"{Counts.Running} running", $"{Counts.Failed} failed"];
        if (Counts.Pruned > 0)
            parts.Add($"{Counts.Pruned} pruned");
        if (Run.Round is { } round)
            parts.Add($"round {round}");
        if (Run.Best is { Value: { } best } trial)
            parts.Add($"best {best.ToString("G5", culture)} (trial {trial.Number})");
        if (Run.Rate is { } rate)
            parts.Add(rate >= 1 ? $"{rate.ToString("0.#", culture)} trials/s" : $"{(60 * rate).ToString("0.#", culture)} trials/min");
        if (TimeLeft is { } left && left > TimeSpan.Zero)
            parts.Add($"{Durations.Format(left)} left");
        if (Run.Warnings.Count > 0)
            parts.Add($"{Run.Warnings.Count} warnings");
        return string.Join(", ", parts);
    }
}
