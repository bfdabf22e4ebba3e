using HyperSearch.Strategies;

namespace HyperSearch;

/// <summary>The levels of one parameter in a grid.</summary>
public sealed record GridAxis
{
    // More would take more memory than there may be before the grid can be refused as too large.
    internal const int MostLevels = 1_000_000;

    private GridAxis(string name, int? count, IReadOnlyList<ParameterValue>? values) => (Name, Count, Values) = (name, count, values);

    /// <summary>The parameter's name.</summary>
    public string Name { get; }

    /// <summary>How many levels, evenly spaced on the parameter's own scale, both ends included; null where they are listed.</summary>
    public int? Count { get; }

    /// <summary>The levels as a list; null where they are counted.</summary>
    public IReadOnlyList<ParameterValue>? Values { get; }

    /// <summary>So many levels, up to a million, evenly spaced on the parameter's own scale; one is the middle.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is not within these bounds.</exception>
    public static GridAxis Levels(string name, int count) =>
        new(name, Require.That(count is >= 1 and <= MostLevels, "1 <= count <= 1000000", count, nameof(count)), null);

    /// <summary>These levels.</summary>
    public static GridAxis Of<T>(string name, params IReadOnlyList<T> values) => values.Count > 0
        ? new(name, null, [.. values.Select(ParameterValue.From)])
        : throw new SpaceException($"The grid's axis '{name}' needs at least one value, but there is none.");

    /// <summary>The codes of the levels, rising.</summary>
    /// <exception cref="SpaceException">A listed value is outside the parameter's bounds.</exception>
    internal double[] CodesOf(Parameter parameter) => Values is { } values
        ? [.. values.Select(parameter.CodeOf).Distinct().Order()]
        : Spread(parameter, parameter.IsCategorical ? parameter.Levels!.Value : Count!.Value, 0, 1);

    /// <summary>Up to <paramref name="count"/> codes between two codes, evenly spaced, ends included.</summary>
    internal static double[] Spread(Parameter parameter, int count, double low, double high)
    {
        if (parameter.Levels is not { } levels)
            return [.. Enumerable.Range(0, count).Select(i => count == 1 ? (low + high) / 2 : low + (high - low) * i / (count - 1))];
        if (parameter.IsCategorical)
            return [.. Enumerable.Range(0, levels).Select(parameter.CodeOfLevel)];
        var (from, to) = (parameter.LevelOf(low), parameter.LevelOf(high));
        return [.. Enumerable.Range(0, count)
            .Select(i => count == 1 ? (from + to) / 2.0 : from + (to - from) * (double)i / (count - 1))
            .Select(level => parameter.CodeOfLevel((int)Math.Round(level)))
            .Distinct()];
    }
}
