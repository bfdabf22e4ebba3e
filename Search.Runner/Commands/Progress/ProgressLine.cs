using System.Globalization;
using HyperSearch.Core;

namespace HyperSearch.Runner;

/// <summary>A run's progress: done, best so far, time left, running, failed, rate.</summary>
internal sealed record ProgressLine(TrialCounts Counts, RunProgress Run, Budget Budget)
{
    private const int MostLines = 3, WidestBar = 60;

    /// <summary>How much of the budget is used, in [0,1]; null where there is no limit.</summary>
    public double? Share
    {
        get
        {
            var trials = Counts.Finished / (double?)Budget.Trials;
            var time = Run.Elapsed / Budget.Time;
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

    /// <summary>In one line, however long.</summary>
    public override string ToString() => string.Join(", ", Parts());

    /// <summary>For a terminal: a bar where there is a limit, and the parts of the line on at most <see cref="MostLines"/> lines.</summary>
    /// <param name="width">The most characters of a line.</param>
    /// <param name="hasColor">Whether the bar may have colours.</param>
    /// <param name="hasBlocks">Whether the bar may have block characters.</param>
    public IReadOnlyList<string> ToLines(int width, bool hasColor, bool hasBlocks) =>
        [.. Share is { } share ? [Bar(share, Math.Min(width, WidestBar), hasColor, hasBlocks)] : Array.Empty<string>(), .. WrapParts(width)];

    private static string Bar(double share, int width, bool hasColor, bool hasBlocks)
    {
        var percent = string.Create(CultureInfo.InvariantCulture, $" {Math.Floor(100 * share),3} %");
        var length = Math.Max(0, width - percent.Length);
        var done = (int)(share * length);
        var (full, open) = hasBlocks ? ('█', '░') : ('#', '.');
        var (bar, rest) = (new string(full, done), new string(open, length - done));
        return hasColor ? $"\e[32m{bar}\e[90m{rest}\e[0m{percent}" : bar + rest + percent;
    }

    // Between parts. What finds no place is left out: the last parts, which matter least.
    private List<string> WrapParts(int width)
    {
        List<string> lines = [];
        foreach (var part in Parts())
        {
            if (lines.Count > 0 && lines[^1].Length + 2 + part.Length <= width)
                lines[^1] += $", {part}";
            else if (lines.Count < MostLines)
                lines.Add(TextLayout.Truncate(part.Length <= width ? part : part.Split(" (")[0], width));
            else
                break;
        }
        return lines;
    }

    // The most important first.
    private List<string> Parts()
    {
        var culture = CultureInfo.InvariantCulture;
        var of = Budget.Trials is { } total ? $"/{total}" : "";
        List<string> parts = [$"{Counts.Finished}{of} done"];
        if (Run.FrontSize is { } front)
            parts.Add($"front of {front}");
        if (Run.Best is { Value: { } best } trial)
            parts.Add($"best {best.ToString("G5", culture)} (trial {trial.Number})");
        if (TimeLeft is { } left && left > TimeSpan.Zero)
            parts.Add($"{Durations.Format(left)} left");
        parts.Add($"{Counts.Running} running");
        parts.Add($"{Counts.Failed} failed");
        if (Run.Warnings.Count > 0)
            parts.Add(Run.Warnings.Count == 1 ? "1 warning" : $"{Run.Warnings.Count} warnings");
        if (Run.Rate is { } rate)
            parts.Add(rate >= 1 ? $"{rate.ToString("0.#", culture)} trials/s" : $"{(60 * rate).ToString("0.#", culture)} trials/min");
        if (Counts.Pruned > 0)
            parts.Add($"{Counts.Pruned} pruned");
        if (Run.Round is { } round)
            parts.Add($"round {round}");
        return parts;
    }
}
