namespace HyperSearch.Core;

/// <summary>The values that tracing tries of a parameter: all of few, else the middle and the two ends.</summary>
internal static class Probes
{
    private const int MostLevels = 64;

    public static int Count(Parameter parameter) => parameter.Levels is { } levels && levels <= MostLevels ? levels : 3;

    /// <summary>The code of probe number <paramref name="level"/>. The first is the middle of a wide range: conditions such as x > 0 hold on either side of the ends.</summary>
    public static double CodeOf(Parameter parameter, int level) => parameter.Levels is { } levels && levels <= MostLevels
        ? parameter.CodeOfLevel(level)
        : level switch { 0 => 0.5, 1 => 0, _ => 1 };
}
