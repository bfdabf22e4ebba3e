using System.Globalization;

namespace HyperSearch.Runner;

/// <summary>Points in time as the record has them: ISO 8601 in UTC with milliseconds.</summary>
internal static class Timestamps
{
    private const string Format = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";

    /// <summary>A time as the record has it; null for none.</summary>
    public static string? Of(DateTimeOffset? time) => time?.UtcDateTime.ToString(Format, CultureInfo.InvariantCulture);

    /// <summary>A time that may be missing.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public static DateTimeOffset? ParseOptional(string? text) => text is null ? null : Parse(text);

    /// <exception cref="FormatException">It is none.</exception>
    public static DateTimeOffset Parse(string? text) =>
        DateTimeOffset.TryParseExact(text, Format, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? time
            : throw new FormatException($"A time is written as 2026-01-31T23:59:59.999Z, but it is '{text}'.");
}
