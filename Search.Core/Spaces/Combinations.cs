namespace HyperSearch.Core;

/// <summary>Lists the points of a small space.</summary>
internal static class Combinations
{
    private const int Most = 1_000;

    // Of spaces that reject most of what they have.
    private const int MostCalls = 20_000;

    /// <summary>All points that are allowed, each once, in the order of the values; null where they are too many, or cannot be counted.</summary>
    public static IReadOnlyList<Point>? Of(SearchSpace space)
    {
        if (Enumerable.Range(0, space.Count).Any(i => space[i].Levels is null) || (!space.IsConditional && !space.HasRejections && Size(space) > Most))
            return null;
        var points = new List<Point>();
        var path = new LevelPath(space);
        for (var calls = 0; calls < MostCalls && points.Count <= Most; calls++)
        {
            if (!path.Follow())
                return null;
            if (path.Rejection is null)
                points.Add(path.Point);
            if (!path.MoveOn())
                return points.Count <= Most ? points : null;
        }
        return null;
    }

    private static double Size(SearchSpace space) => space.Parameters.Aggregate(1.0, (size, parameter) => size * parameter.Levels!.Value);
}
