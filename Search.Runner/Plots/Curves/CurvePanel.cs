using Spectre.Console;

namespace HyperSearch.Runner;

/// <summary>One trial of a <see cref="CurveFigure"/>.</summary>
/// <param name="Trial">The trial.</param>
/// <param name="Head">Its place and its score; safe to print.</param>
/// <param name="Settings">What it was trained with, a value each; safe to print.</param>
/// <param name="Companion">The curve beside the goal's; empty where it has none.</param>
internal sealed record CurvePanel(Trial Trial, string Head, IReadOnlyList<string> Settings, IReadOnlyList<Measurement> Companion)
{
    /// <summary>The curve of the goal's metric.</summary>
    public IReadOnlyList<Measurement> Curve => Trial.Measurements;

    /// <summary>The settings in lines that are broken between values.</summary>
    /// <param name="cells">How long a line may be; what does not fit ends in "…".</param>
    /// <param name="most">At most so many lines; at least 1.</param>
    public IReadOnlyList<string> SettingLines(int cells, int most)
    {
        var lines = new List<string>();
        foreach (var setting in Settings)
        {
            if (lines.Count > 0 && (lines.Count == most || $"{lines[^1]}, {setting}".GetCellWidth() <= cells))
                lines[^1] += $", {setting}";
            else
                lines.Add(setting);
        }
        return [.. lines.Select(line => TextLayout.Truncate(line, cells))];
    }
}
