using System.Globalization;

namespace HyperSearch.Runner;

/// <summary>What stands below pictures: what is not in them. Empty where all is.</summary>
internal static class PlotNotes
{
    public static string Shown(int shown, int all, string what) => shown < all ? string.Create(CultureInfo.InvariantCulture, $"{shown:N0} of {all:N0} {what} shown") : "";

    public static string Beyond(IEnumerable<Trial> trials, ScoreAxis score)
    {
        var count = trials.Count(trial => trial.Value is { } value && score.IsBeyond(value));
        return count > 0 ? string.Create(CultureInfo.InvariantCulture, $"{count:N0} with values beyond the axis, drawn at its edge") : "";
    }
}
