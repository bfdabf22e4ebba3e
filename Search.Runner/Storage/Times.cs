using System.Globalization;

namespace Search.Runner;

/// <summary>Points in time as the record has them: ISO 8601 in UTC with milliseconds.</summary>
internal static class Times
{
    private const string Format = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";

    public static DateTimeOffset Parse(string text) =>
        DateTimeOffset.ParseExact(text, Format, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
}
