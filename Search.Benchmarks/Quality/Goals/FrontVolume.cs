namespace Search.Benchmarks;

/// <summary>The hypervolume of a front of two losses that is known as a function.</summary>
internal static class FrontVolume
{
    private const int Slices = 100_000;

    /// <summary>The area between the front and the reference point, by the midpoint rule.</summary>
    /// <param name="second">The second loss of the front at each first one that is 0 or more, and beyond its end that at the end; infinity before its beginning. In a gap it may be any that is dominated, or infinity.</param>
    /// <param name="reference">The largest losses that count.</param>
    public static double Of(Func<double, double> second, double[] reference)
    {
        var (area, least) = (0.0, double.PositiveInfinity);
        for (var i = 0; i < Slices; i++)
        {
            least = Math.Min(least, second((i + 0.5) / Slices * reference[0]));
            area += Math.Max(0, reference[1] - least);
        }
        return area / Slices * reference[0];
    }
}
