using System.Globalization;
using HyperSearch.Runner;

namespace HyperSearch.Tool;

/// <summary>Values of a study as they are written, in a file or on the command line. Each reader gives null where the text is none.</summary>
internal static class TuneValues
{
    public const string DurationRule = "a duration such as 90s, 10m, 1.5h or 00:10:00", SizeRule = "a size such as 512M, 4G or 4000000000";

    public static ulong? Seed(string text) => ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seed) ? seed : null;

    public static int? Count(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count : null;

    public static TimeSpan? Duration(string text) => Durations.TryParse(text, out var time) ? time : null;

    /// <summary>Accelerators as CUDA_VISIBLE_DEVICES has them, with commas.</summary>
    public static IReadOnlyList<string> Slots(string text) => text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    /// <summary>A number where the text is one.</summary>
    public static ParameterValue Value(string text) => GrammarText.NumberOrNull(text) is { } number ? ParameterValue.Of(number) : ParameterValue.Of(text);
}
