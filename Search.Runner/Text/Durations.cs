using System.Globalization;

namespace HyperSearch.Runner;

/// <summary>Durations as people write and read them.</summary>
internal static class Durations
{
    /// <summary>A positive duration: a number with s, m, h or d, or hh:mm:ss.</summary>
    public static bool TryParse(string text, out TimeSpan time)
    {
        time = default;
        var seconds = text.Length == 0 ? 0 : text[^1] switch { 's' => 1, 'm' => 60, 'h' => 3600, 'd' => 86400, _ => 0 };
        if (seconds == 0)
            return text.Contains(':', StringComparison.Ordinal) && TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out time) && time > TimeSpan.Zero;
        if (!double.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
            || !(number * seconds is > 0 and < 1e9))
        {
            return false;
        }

        time = TimeSpan.FromSeconds(number * seconds);
        return true;
    }

    /// <summary>Two units at the most: 45 s, 3 min 20 s, 2 h 5 min.</summary>
    public static string Format(TimeSpan time) => time switch
    {
        { TotalSeconds: < 60 } => $"{time.TotalSeconds:0} s",
        { TotalMinutes: < 60 } => $"{time.Minutes} min {time.Seconds} s",
        _ => $"{(int)time.TotalHours} h {time.Minutes} min",
    };
}
