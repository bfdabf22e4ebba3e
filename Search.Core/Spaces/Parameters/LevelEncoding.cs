namespace HyperSearch.Core;

/// <summary>
/// The code of a discrete parameter: [0,1] is cut into one cell a level, whose width is the level's weight under a
/// uniform draw, and each level is represented by one code inside of its cell.
/// </summary>
internal static class LevelEncoding
{
    // From here on a cell is so narrow that a code near its edge could round into the next one.
    private const int Many = 1_000_000;

    /// <summary>
    /// Where in the cell [<paramref name="from"/>, <paramref name="to"/>] the level is represented: at the left edge for
    /// the first level and the right edge for the last, so that both ends are exact, and evenly between.
    /// Equal cells give the codes i/(n−1).
    /// </summary>
    public static double Represent(long level, long levels, double from, double to)
    {
        if (level == 0)
            return 0;
        if (level == levels - 1)
            return 1;
        var share = levels <= Many ? level / (double)(levels - 1) : 0.5;
        return from + (to - from) * share;
    }

    /// <summary>The code of a level among equal cells.</summary>
    public static double CodeOf(long level, long levels)
    {
        RequireLevel(level, levels);
        return Represent(level, levels, level / (double)levels, (level + 1.0) / levels);
    }

    /// <summary>The level among equal cells that a code lies in.</summary>
    public static long LevelOf(double code, long levels) =>
        (long)Math.Clamp(Math.Floor(code * levels), 0, levels - 1);

    public static void RequireLevel(long level, long levels)
    {
        if (level < 0 || level >= levels)
            throw new ArgumentOutOfRangeException(nameof(level), level, $"`0 <= level < {levels}` must hold.");
    }
}
